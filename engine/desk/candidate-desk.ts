import type { Made } from '../decision/decide.ts';
import type { DecisionDesk } from '../decision/decision-desk.ts';
import { resolve } from '../decision/resolve.ts';
import type { ApprovalAnswer } from '../domain/approval.ts';
import type { DecisionInputs, DecisionRecord, MovedInputs } from '../domain/decision.ts';
import { InvariantError } from '../domain/errors.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import { baseOf } from '../domain/instrument.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Leg } from '../domain/order.ts';
import type { PriceOf } from '../domain/portfolio.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import type { OrderManager } from '../execution/order-manager.ts';
import type { LatestFeatures } from '../features/latest-features.ts';
import type { MarketState } from '../market/market-state.ts';
import type { Sentiment } from '../ports/sentiment.ts';
import type { PendingApproval } from './approval-book.ts';
import { answerEvents, askEvent, expiredApprovals, pendingApproval } from './approval-book.ts';
import type { DeskLedger } from './desk-ledger.ts';
import { exitUnderWay } from './exit-under-way.ts';
import type { OrderRoad } from './order-road.ts';
import { peopleAt } from './people-desk.ts';
import { portfolioContext } from './portfolio-context.ts';

export interface CandidateDeskParts {
  readonly ledger: DeskLedger;
  readonly decisions: DecisionDesk;
  readonly orders: OrderManager;
  readonly market: MarketState;
  readonly features: Pick<LatestFeatures, 'latest'>;
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
  readonly priceOf: PriceOf;
  readonly sentiment: Sentiment;
  /** How orders get to a real venue; without it they go there as they are. */
  readonly road?: Pick<OrderRoad, 'send'> | undefined;
  /** What else keeps entries out, beside what the journal holds. */
  readonly blockedBy?: ((symbol: InstrumentSymbol) => Reason | null) | undefined;
  /** While it is so no exit is decided on: it would sell a second time what is being sold there. */
  readonly flattenedOutside: () => boolean;
}

export type AnswerOutcome =
  | { readonly outcome: 'answered'; readonly record: DecisionRecord }
  | { readonly outcome: 'refused'; readonly reason: Reason };

/** Carries each candidate from signal to order, and writes down every one of them, bought or skipped. */
export class CandidateDesk {
  readonly #parts: CandidateDeskParts;
  #lastNumber = 0;

  constructor(parts: CandidateDeskParts) {
    this.#parts = parts;
  }

  /** False before the first quote of a symbol: without a price nothing can be decided in it. */
  ready(symbol: InstrumentSymbol): boolean {
    const { market } = this.#parts;
    return market.symbols.includes(symbol) && market.quote(symbol) !== null;
  }

  /** Returns the decision on a signal, or null when it was decided before or an exit is already on its way. */
  async consider(
    signal: Signal,
    leg: Leg = signal.action === 'exit' ? 'exit' : 'entry',
  ): Promise<DecisionRecord | null> {
    const { ledger, decisions } = this.#parts;
    if (ledger.state.decidedSignals.has(signal.id)) return null;
    if (signal.action === 'exit' && this.#exitNeedless(signal)) return null;
    const number = this.#nextNumber();
    let carriedOut = Promise.resolve();
    const made = await decisions.consider(
      signal,
      number,
      () => this.#inputs(signal),
      (decided) => {
        const { record, sha256 } = decided;
        carriedOut = this.#carryOut(decided, leg, [{ type: 'decision.made', record, sha256 }]);
      },
    );
    await carriedOut;
    return made.record;
  }

  /** Takes a person's answer: the terms are checked again, the gate is asked again, and a second tap does nothing. */
  async answer(approvalId: string, answer: ApprovalAnswer, by: string): Promise<AnswerOutcome> {
    const pending = pendingApproval(this.#parts.ledger.state, approvalId);
    if (pending === null) return { outcome: 'refused', reason: reason('approval.not-pending', { approvalId }) };
    const { symbol } = pending.record.signal;
    if (!this.ready(symbol)) return { outcome: 'refused', reason: reason('market.unknown-price', { symbol }) };
    return { outcome: 'answered', record: await this.#resolve(pending, answer, by) };
  }

  /** Closes what nobody answered in time: it is skipped, never traded. */
  expire(now: number): void {
    const { ledger } = this.#parts;
    if (ledger.state.approvals.size === 0) return;
    for (const pending of expiredApprovals(ledger.state, now)) this.#close(pending, 'expired');
  }

  /** Withdraws every open question. */
  voidApprovals(): void {
    const { state } = this.#parts.ledger;
    for (const approval of [...state.approvals.values()]) {
      const pending = pendingApproval(state, approval.id);
      if (pending !== null) this.#close(pending, 'voided');
    }
  }

  /** Taken when a decision begins: an emergency exit decides past one that is still being voted on. */
  #nextNumber(): number {
    this.#lastNumber = Math.max(this.#lastNumber, this.#parts.ledger.state.counters.decision) + 1;
    return this.#lastNumber;
  }

  #close({ approval, record }: PendingApproval, answer: 'expired' | 'voided'): void {
    const { ledger } = this.#parts;
    if (!this.ready(record.signal.symbol)) return;
    const at = ledger.now();
    const made = resolve({ record, approval, answer, by: null, at, inputsNow: this.#moved(record.signal) });
    ledger.record(answerEvents(ledger.state, approval, answer, null, at, made));
  }

  async #resolve({ approval, record }: PendingApproval, answer: ApprovalAnswer, by: string): Promise<DecisionRecord> {
    const { ledger } = this.#parts;
    const at = ledger.now();
    const made = resolve({ record, approval, answer, by, at, inputsNow: this.#moved(record.signal) });
    const late = at >= approval.expiresAt;
    const events = answerEvents(ledger.state, approval, late ? 'expired' : answer, by, at, made);
    await this.#carryOut(made, 'entry', events);
    return made.record;
  }

  async #carryOut(made: Made, leg: Leg, events: readonly JournalEvent[]): Promise<void> {
    const { ledger, orders, road } = this.#parts;
    const { record, request } = made;
    // A latch that fell between the decision and this line wins: no entry leaves after it.
    if (request !== null && leg === 'entry' && this.#blockedBy(record.signal.symbol) !== null) {
      throw new InvariantError(`${record.id} was to be sent although entries are blocked`);
    }
    if (request !== null) {
      if (leg !== 'entry') await this.#cancelEntriesFor(record);
      const placement = { decisionId: record.id, leg, request, alongside: events };
      if (road === undefined) await orders.place(placement);
      else await road.send({ ...placement, expiresAt: record.signal.expiresAt });
      return;
    }
    const isNewQuestion = record.outcome === 'asked' && record.approval === null;
    // A question that a person may answer for real money must survive a power cut.
    if (isNewQuestion) ledger.record([...events, askEvent(ledger.state, record)], { durable: true });
    else ledger.record(events);
  }

  /** Whoever gets out wholly does not go on getting in: what is left of the entries would open the position again. */
  async #cancelEntriesFor({ signal }: DecisionRecord): Promise<void> {
    const asked = signal.plan.asked;
    if (asked !== null && asked.type === 'fraction' && asked.fraction < 1) return;
    await this.#parts.orders.cancelAll((order) => order.leg === 'entry' && order.request.symbol === signal.symbol);
  }

  #exitNeedless({ symbol, source }: Signal): boolean {
    // Until a person has said whose the position is, no strategy gets out of it; stop, person and panic do.
    if (source.startsWith('strategy:') && this.#parts.ledger.state.account.external.has(symbol)) return true;
    if (this.#parts.ledger.position(symbol) === null) return !source.startsWith('human:');
    return this.exitUnderWay(symbol);
  }

  /** True while an order that gets out of the symbol has not ended, or somebody outside gets out of everything. */
  exitUnderWay(symbol: InstrumentSymbol): boolean {
    return exitUnderWay(this.#parts.ledger, symbol) || this.#parts.flattenedOutside();
  }

  #inputs(signal: Signal): Omit<DecisionInputs, 'news' | 'series'> {
    const instrument = this.#parts.instruments.get(signal.symbol);
    if (instrument === undefined)
      throw new InvariantError(`a signal came for ${signal.symbol}, which the venue does not list`);
    return { ...this.#moved(signal), instrument, features: this.#parts.features.latest(signal.symbol) };
  }

  #moved({ symbol }: Signal): MovedInputs {
    const { ledger, market, priceOf, sentiment } = this.#parts;
    const context = market.context(symbol);
    if (context === null) throw new InvariantError(`a signal came for ${symbol} before its first quote`);
    const now = ledger.now();
    return {
      asOf: now,
      market: context,
      portfolio: portfolioContext(ledger.state, ledger.openOrders(), symbol, now, priceOf, ledger.settings.limits()),
      sentiment: sentiment.read(baseOf(symbol), now),
      limits: ledger.settings.limits(),
      settings: { ...ledger.settings.decision(), ...peopleAt(ledger.state, now) },
      blockedBy: this.#blockedBy(symbol),
    };
  }

  #blockedBy(symbol: InstrumentSymbol): Reason | null {
    const { state } = this.#parts.ledger;
    if (state.panicked) return reason('entries.panic-latched');
    if (state.halted !== null) return state.halted;
    if (state.paused) return reason('entries.are-paused');
    return this.#parts.blockedBy?.(symbol) ?? null;
  }
}
