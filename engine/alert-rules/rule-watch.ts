import type { AlertRule, BarCondition, Crossing, RuleCondition } from '../domain/alert-rule.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import type { RuleReading, RuleState } from './rule-latch.ts';
import { sameLatch, stepLatch, UNSEEN } from './rule-latch.ts';
import type { RuleReader } from './rule-reader.ts';
import { createRuleReader } from './rule-reader.ts';

/** What a rule was waiting for has happened. */
export interface RuleFiring {
  readonly at: number;
  readonly way: 'above' | 'below';
  /** As the rule shows it; its meaning follows from the condition. */
  readonly value: number;
  readonly symbol: InstrumentSymbol | null;
  /** The close of the bar; null where no market is concerned. */
  readonly price: number | null;
}

/** What a step of a rule leads to; `changed` when the state must be kept anew. */
export interface RuleStep {
  readonly state: RuleState;
  readonly fired: RuleFiring['way'] | null;
  readonly changed: boolean;
}

const HOUR_MS = TIMEFRAME_MS['1h'];
const PRICE_COOL_DOWN_MS = TIMEFRAME_MS['15m'];
const INDICATOR_COOL_DOWN_BARS = 3;

/** So long after it was told a rule is quiet. */
export function coolDownOf(condition: RuleCondition): number {
  switch (condition.type) {
    case 'price':
      return PRICE_COOL_DOWN_MS;
    case 'move':
      return condition.windowMs;
    case 'indicator':
    case 'line':
      return INDICATOR_COOL_DOWN_BARS * TIMEFRAME_MS[condition.timeframe];
    case 'profit':
    case 'equity':
      return HOUR_MS;
    case 'news':
      return 0;
  }
}

/** Returns in which direction a condition fires. */
export function crossingOf(condition: Exclude<RuleCondition, { type: 'news' }>): Crossing {
  if (condition.type !== 'move') return condition.when;
  return condition.way === 'up' ? 'above' : condition.way === 'down' ? 'below' : 'crosses';
}

/** Moves the state of a rule by one reading of it. Readings that were seen before change nothing. */
export function stepRule(
  { condition, repeats }: AlertRule,
  state: RuleState,
  reading: RuleReading,
  key = '',
): RuleStep {
  if (condition.type === 'news' || state.done) return { state, fired: null, changed: false };
  const before = state.latches[key] ?? UNSEEN;
  const rested = state.firedAt === null || reading.at - state.firedAt >= coolDownOf(condition);
  const { latch, fired } = stepLatch(before, crossingOf(condition), reading, rested);
  const latches = sameLatch(before, latch) ? state.latches : { ...state.latches, [key]: latch };
  const next = fired === null ? {} : { firedAt: reading.at, done: !repeats };
  return { state: { ...state, ...next, seenAt: reading.at, latches }, fired, changed: latches !== state.latches };
}

/** One rule over closed bars. Bars of the past warm it up; from the state's own time on they count. */
export class BarRuleWatch {
  readonly #rule: AlertRule;
  readonly #reader: RuleReader;
  readonly #isNew: boolean;
  #state: RuleState;
  #last: RuleReading | null = null;

  constructor(rule: AlertRule & { readonly condition: BarCondition }, state: RuleState) {
    this.#rule = rule;
    this.#reader = createRuleReader(rule.condition);
    this.#state = state;
    this.#isNew = state.latches[''] === undefined;
  }

  get state(): RuleState {
    return this.#state;
  }

  /** The last reading; null before it is warmed up. */
  get reading(): RuleReading | null {
    return this.#last;
  }

  /** Takes in one bar, oldest first, and returns what it set off. `changed` tells whether the state must be kept. */
  push(bar: Candle): { readonly firing: RuleFiring | null; readonly changed: boolean } {
    const reading = this.#reader(bar);
    if (reading === null) return NOTHING;
    this.#last = reading;
    if (reading.at <= this.#state.seenAt) {
      // A new rule learns from the past where it stands; one that was kept knows.
      if (this.#isNew) this.#state = { ...this.#state, latches: { '': learn(this.#rule, reading) } };
      return NOTHING;
    }
    const { state, fired, changed } = stepRule(this.#rule, this.#state, reading);
    this.#state = state;
    if (fired === null) return changed ? CHANGED : NOTHING;
    const { at, shown, high, low } = reading;
    // A level of the price is reached within the bar; its close may be back again.
    const extreme = fired === 'above' ? high : low;
    const value = this.#rule.condition.type === 'price' ? extreme : shown;
    return { firing: { at, way: fired, value, symbol: bar.symbol, price: bar.close }, changed: true };
  }
}

const NOTHING = { firing: null, changed: false } as const;
const CHANGED = { firing: null, changed: true } as const;

function learn({ condition }: AlertRule, reading: RuleReading) {
  return condition.type === 'news' ? UNSEEN : stepLatch(UNSEEN, crossingOf(condition), reading, true).latch;
}
