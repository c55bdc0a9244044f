import { isAssistants } from '../decision/wanted-side.ts';
import type { Command } from '../domain/command.ts';
import { decimal, estimateOf } from '../domain/decimal.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import { NO_PLAN } from '../domain/signal.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import type { DeskState } from './desk-state.ts';
import { stopDistance, targetDistance } from './plan-distances.ts';

type Proposal = Extract<Command, { type: 'trade.propose' }>;

/** An idea is stale as quickly as a person's order: both mean the price that was seen. */
const PROPOSAL_LIFE_MS = 120_000;
/** For each person: a model that proposes without end must not fill the day with questions. */
export const MAX_PROPOSALS_A_DAY = 10;

/** Returns the source of what the assistant proposes in a talk with that person. */
export function assistantSource(userId: string): string {
  return `assistant:${userId}`;
}

/** Returns why the assistant may not propose this now, or null: too many today, or the coin has a question open. */
export function whyNoProposal(state: DeskState, { by, symbol }: Proposal, at: number): Reason | null {
  const today = state.proposals.get(by);
  if (today !== undefined && today.day === dayOf(at) && today.count >= MAX_PROPOSALS_A_DAY) {
    return reason('proposal.day-limit', { limit: MAX_PROPOSALS_A_DAY });
  }
  const waiting = [...state.asked.values()].find(({ signal }) => isAssistants(signal) && signal.symbol === symbol);
  return waiting === undefined ? null : reason('proposal.waiting', { symbol, decisionId: waiting.id });
}

/** Returns the signal of a proposal at this price: it always has a stop, and says who it was talked over with. */
export function proposalSignal(
  command: Proposal,
  world: { readonly at: number; readonly price: number; readonly defaultStopFraction: number; readonly id: string },
): Signal {
  const { by, symbol, direction, size, isTainted } = command;
  const { at, price, id } = world;
  return {
    id: `assistant:${symbol}:enter:${direction}:${at}:${id}`,
    symbol,
    action: 'enter',
    direction,
    confidence: 0.5,
    source: assistantSource(by),
    reason: reason(isTainted ? 'assistant.proposal-tainted' : 'assistant.proposal', { by }),
    at,
    expiresAt: at + PROPOSAL_LIFE_MS,
    plan: {
      ...NO_PLAN,
      stopDistance: stopDistance(command, price, world.defaultStopFraction),
      targetDistance: targetDistance(command, price),
      asked: size,
    },
    ...(isTainted && { isTainted: true as const }),
  };
}

/** Returns whether every price that the proposal names is a positive number. */
export function hasGoodPrices({ stopPrice, targetPrice }: Proposal): boolean {
  return [stopPrice, targetPrice].every((price) => price === null || isPositive(price));
}

/** Counts a proposal on the day of its decision; what the desk refused before it decided counts for nothing. */
export function foldProposal(state: DeskState, signal: Signal): void {
  if (!isAssistants(signal)) return;
  const { source, at } = signal;
  const by = source.slice(assistantSource('').length);
  const day = dayOf(at);
  const before = state.proposals.get(by);
  state.proposals.set(by, { day, count: before?.day === day ? before.count + 1 : 1 });
}

function isPositive(text: string): boolean {
  try {
    return estimateOf(decimal(text)) > 0;
  } catch {
    return false;
  }
}

function dayOf(at: number): number {
  return Math.floor(at / TIMEFRAME_MS['1d']);
}
