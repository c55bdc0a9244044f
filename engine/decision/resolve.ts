import type { Approval, ApprovalAnswer } from '../domain/approval.ts';
import { decimalText, estimateOf } from '../domain/decimal.ts';
import type { ApprovalOutcome, DecisionOutcome, DecisionRecord, MovedInputs } from '../domain/decision.ts';
import { InvariantError } from '../domain/errors.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Sizing } from '../domain/sizing.ts';
import { approvalTerms, driftFraction } from './approval-terms.ts';
import type { Made } from './decide.ts';
import { entryRequest, gatePass, seal, sizingInputs } from './decide.ts';
import { recordHash } from './record-hash.ts';
import { approveEntry } from './risk-gate.ts';
import type { SizingInputs, SizingResult } from './sizing.ts';
import { halveSizing, refitSizing, sizeEntry } from './sizing.ts';
import { adviceOf } from './sizing-advice.ts';
import { exactly } from './trade-prices.ts';

export interface ResolveInput {
  /** The decision that waits, as it was asked. */
  readonly record: DecisionRecord;
  readonly approval: Pick<Approval, 'id' | 'termsSha256' | 'expiresAt'>;
  readonly answer: ApprovalAnswer | 'expired' | 'voided';
  readonly by: string | null;
  readonly at: number;
  /** The world at the answer; needed to approve, ignored to decline. */
  readonly inputsNow: MovedInputs;
}

/**
 * Returns what an answer makes of the decision: the gate is asked again, because the world moved. After too much
 * drift the outcome stays `asked`, with new terms for a new question.
 */
export function resolve(input: ResolveInput): Made {
  const { record, answer, approval, at, by, inputsNow } = input;
  const terms = approvalTerms(record);
  if (recordHash(terms) !== approval.termsSha256) {
    throw new InvariantError(`${approval.id} was not asked with the terms of ${record.id}`);
  }
  if (answer === 'decline') return finish(input, 'declined', reason('approval.declined', { by }));
  if (answer === 'voided') return voided(input);
  if (answer === 'expired' || !(at < approval.expiresAt)) {
    return finish(
      { ...input, answer: 'expired' },
      'expired',
      reason('approval.expired', { expiresAt: approval.expiresAt }),
    );
  }
  if (inputsNow.blockedBy !== null) return finishAtGate(input, 'blocked', inputsNow.blockedBy);
  const drift = driftFraction(estimateOf(terms.priceAtProposal), inputsNow.market.price);
  const { maxDriftFraction } = inputsNow.settings;
  if (!(drift <= maxDriftFraction)) return requote(input, drift);
  return approveNow(input, answer);
}

/** Withdrawn: by whatever blocks entries now, or for no reason of its own. */
function voided(input: ResolveInput): Made {
  const { blockedBy } = input.inputsNow;
  return blockedBy === null
    ? finish(input, 'skipped', reason('approval.voided'))
    : finishAtGate(input, 'blocked', blockedBy);
}

function approveNow(input: ResolveInput, answer: 'approve' | 'half'): Made {
  const { record, by } = input;
  const sizing = sizingOf(record);
  const world = worldNow(input, sizing);
  const refitted = refitSizing(sizing, world);
  const sized = answer === 'half' && refitted.outcome === 'sized' ? halveSizing(refitted.sizing, world) : refitted;
  return actThroughGate(input, world, sized, {
    outcome: 'acted',
    reason: reason(answer === 'half' ? 'approval.halved' : 'approval.approved', { by }),
  });
}

/** Sizes anew at the price of now; the person answers that, not the old terms. */
function requote(input: ResolveInput, drift: number): Made {
  const { record, inputsNow } = input;
  const world = worldNow(input, sizingOf(record));
  return actThroughGate(input, world, sizeEntry(world), {
    outcome: 'asked',
    reason: reason('approval.requoted', {
      driftFraction: Number.isFinite(drift) ? drift : null,
      maxDriftFraction: inputsNow.settings.maxDriftFraction,
      priceAtProposal: record.gates.at(-1)?.price ?? null,
      priceNow: inputsNow.market.price,
    }),
  });
}

function actThroughGate(
  input: ResolveInput,
  world: SizingInputs,
  sized: SizingResult,
  then: { readonly outcome: 'acted' | 'asked'; readonly reason: Reason },
): Made {
  const { record, at } = input;
  if (sized.outcome === 'unsizable') return finishAtGate(input, 'skipped', sized.reason);
  const { sizing } = sized;
  if (sized.outcome === 'too-small') return finishAtGate(input, 'skipped', sized.reason, { sizing });
  const request = entryRequest(record.signal, sizing, world.instrument);
  const { stopPrice, worstLoss } = sizing;
  const gate = approveEntry(request, { ...world, asOf: at, stopPrice, worstLoss });
  const pass = gatePass(at, world.market.price, gate.rules, input.inputsNow);
  const steps = { sizing, gates: [...record.gates, pass] };
  if (gate.outcome === 'denied') return finish(input, 'denied', gate.reason, steps);
  if (then.outcome === 'asked') return finish(input, 'asked', then.reason, steps);
  const acted = finish(input, 'acted', then.reason, { ...steps, order: request });
  return { ...acted, request: gate.request };
}

function finishAtGate(
  input: ResolveInput,
  outcome: DecisionOutcome,
  why: Reason,
  steps: Partial<Pick<DecisionRecord, 'sizing'>> = {},
): Made {
  const pass = gatePass(input.at, input.inputsNow.market.price, [], input.inputsNow);
  return finish(input, outcome, why, { ...steps, gates: [...input.record.gates, pass] });
}

function finish(
  input: ResolveInput,
  outcome: DecisionOutcome,
  why: Reason,
  steps: Partial<Pick<DecisionRecord, 'sizing' | 'gates' | 'order'>> = {},
): Made {
  return seal({ ...input.record, ...steps, approval: approvalOutcome(input), outcome, reason: why });
}

function approvalOutcome({ record, approval, answer, by, at, inputsNow }: ResolveInput): ApprovalOutcome {
  const { priceAtProposal } = approvalTerms(record);
  const price = inputsNow.market.price;
  const isKnown = Number.isFinite(price) && price > 0;
  return {
    approvalId: approval.id,
    answer,
    by,
    at,
    priceAtProposal,
    priceAtAnswer: isKnown ? decimalText(exactly(price)) : null,
    driftFraction: isKnown ? driftFraction(estimateOf(priceAtProposal), price) : null,
  };
}

function worldNow({ record, inputsNow }: ResolveInput, sizing: Sizing): SizingInputs {
  return sizingInputs(record, inputsNow, adviceOf(sizing));
}

function sizingOf(record: DecisionRecord): Sizing {
  if (record.sizing === null) throw new InvariantError(`${record.id} waits for an answer without a sizing`);
  return record.sizing;
}
