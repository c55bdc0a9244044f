import type { ApprovalScore, ScoreExit } from '../domain/approval-score.ts';
import type { ClosedTrade } from '../domain/closed-trade.ts';
import { decimal, decimalText, ZERO } from '../domain/decimal.ts';
import type { JournalEvent } from '../domain/journal-entry.ts';
import type { Candle } from '../domain/market.ts';
import type { Order } from '../domain/order.ts';
import { TERMINAL_ORDER_STATES } from '../domain/order.ts';
import { barOpenTime, TIMEFRAME_MS } from '../domain/timeframe.ts';
import type { PaperTrade } from '../performance/paper-trade.ts';
import { firstStop, paperNet, paperStep } from '../performance/paper-trade.ts';
import type { Closing, DeskState } from './desk-state.ts';

type Scored = Extract<JournalEvent, { type: 'approval.scored' }>;

/** A paper trade on its way. `next` is when the bar opens that it waits for; null: bars are missing, it is given up. */
interface Course {
  stop: number | null;
  next: number | null;
}

const BAR = '1m';
/** After a longer outage nobody knows what the price did; a shorter one is a jump like any other. */
const LONGEST_GAP_MS = TIMEFRAME_MS['5m'];
const MONEY_PLACES = 8;

/**
 * Follows what was let go along the bars that come, and tells its score once. What it holds in memory follows from
 * the journal and the bars alone: after a restart the warm-up brings it back to where it was.
 */
export class ApprovalScores {
  readonly #state: DeskState;
  readonly #courses = new Map<string, Course>();
  readonly #due: Scored[] = [];

  constructor(state: DeskState) {
    this.#state = state;
  }

  /** Takes in a bar of the past; what ends in it is told with the next bar of now. */
  warmUp(bar: Candle): void {
    if (this.#state.missed.size > 0) this.#advance(bar);
  }

  /** Returns the scores that are due at a closed bar. */
  onCandle(bar: Candle): readonly Scored[] {
    if (this.#state.missed.size > 0) this.#advance(bar);
    const unfilled = this.#state.made.size > 0 ? unfilledScores(this.#state, bar) : [];
    return [...this.#due.splice(0), ...unfilled];
  }

  #advance(bar: Candle): void {
    if (bar.timeframe !== BAR) return;
    for (const [decisionId, { approvalId, trade }] of this.#state.missed) {
      if (trade.symbol !== bar.symbol) continue;
      const course = this.#courseOf(decisionId, trade);
      if (course.next === null || bar.openTime < course.next) continue;
      if (bar.openTime - course.next > LONGEST_GAP_MS) {
        course.next = null;
        continue;
      }
      const step = paperStep(trade, course.stop, bar);
      course.next = bar.closeTime;
      if (step.outcome === 'open') {
        course.stop = step.stop;
        continue;
      }
      course.next = null;
      const net = paperNet(trade, step.price);
      this.#due.push(scored({ approvalId, decisionId, part: 'missed', net, exit: step.exit, closedAt: bar.closeTime }));
    }
  }

  #courseOf(decisionId: string, trade: PaperTrade): Course {
    const known = this.#courses.get(decisionId);
    if (known !== undefined) return known;
    for (const old of this.#courses.keys()) if (!this.#state.missed.has(old)) this.#courses.delete(old);
    const opened = barOpenTime(trade.at, BAR);
    const course = { stop: firstStop(trade), next: opened === trade.at ? opened : opened + TIMEFRAME_MS[BAR] };
    this.#courses.set(decisionId, course);
    return course;
  }
}

/** Returns what each answered proposal behind a closed trade made: its share of the net by the quantity that it brought. */
export function madeScores(state: DeskState, { holding, position }: Closing, trade: ClosedTrade): readonly Scored[] {
  if (state.made.size === 0) return [];
  const exit = exitOf(trade.exitReason.code);
  return (holding?.entryDecisionIds ?? []).flatMap((decisionId) => {
    const watch = state.made.get(decisionId);
    if (watch === undefined) return [];
    const brought = entriesOf(state, decisionId).reduce((sum, order) => sum.plus(decimal(order.filledQuantity)), ZERO);
    const share = brought.div(position.openedQuantity);
    const net = decimalText(decimal(trade.net).times(share).toDecimalPlaces(MONEY_PLACES));
    const { approvalId } = watch;
    return [scored({ approvalId, decisionId, part: 'made', net, exit, closedAt: trade.closedAt })];
  });
}

function exitOf(code: string): ScoreExit {
  if (code === 'exit.stop' || code === 'exit.trail') return 'stop';
  if (code === 'exit.target') return 'target';
  return code === 'exit.time' ? 'time' : 'other';
}

/** An order that ended without buying anything made nothing, and no trade will ever tell of it. */
function unfilledScores(state: DeskState, { symbol, closeTime }: Candle): readonly Scored[] {
  return [...state.made].flatMap(([decisionId, { approvalId, symbol: watched }]) => {
    if (watched !== symbol || state.holdings.get(symbol)?.entryDecisionIds.includes(decisionId) === true) return [];
    const orders = entriesOf(state, decisionId);
    const isOver = orders.length > 0 && orders.every(isEmpty);
    if (!isOver) return [];
    return [scored({ approvalId, decisionId, part: 'made', net: '0', exit: 'unfilled', closedAt: closeTime })];
  });
}

function isEmpty({ state, filledQuantity }: Order): boolean {
  return TERMINAL_ORDER_STATES.has(state) && decimal(filledQuantity).isZero();
}

function entriesOf(state: DeskState, decisionId: string): readonly Order[] {
  return [...state.orders.values()].filter((order) => order.decisionId === decisionId && order.leg === 'entry');
}

function scored(score: ApprovalScore): Scored {
  return { type: 'approval.scored', score };
}
