import type { AccountLook } from '../../engine/alert-rules/account-reading.ts';
import { readAccount } from '../../engine/alert-rules/account-reading.ts';
import type { Latch, RuleState } from '../../engine/alert-rules/rule-latch.ts';
import type { RuleFiring } from '../../engine/alert-rules/rule-watch.ts';
import { BarRuleWatch, stepRule } from '../../engine/alert-rules/rule-watch.ts';
import type { RuleTimeframe } from '../../engine/domain/alert-rule.ts';
import { isBarCondition, timeframeOf } from '../../engine/domain/alert-rule.ts';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { Candle } from '../../engine/domain/market.ts';
import type { NewsDocument } from '../../rag/document.ts';
import { knownAt } from '../../rag/document.ts';
import { matchesNews } from './match-news.ts';
import type { StoredRule } from './rule-sources.ts';
import type { PersonRule } from './rules-port.ts';

/** A rule in memory, at work. */
export interface KeptRule {
  readonly stored: StoredRule;
  readonly state: RuleState;
  /** Which bars it is shown; null for what bars do not answer. */
  readonly place: { readonly symbol: InstrumentSymbol; readonly timeframe: RuleTimeframe } | null;
  readonly looksAtAccount: boolean;
  readonly readsNews: boolean;
  readonly current: number | null;
  push(bar: Candle): { readonly firing: RuleFiring | null; readonly changed: boolean };
  look(account: AccountLook): { readonly firings: readonly RuleFiring[]; readonly changed: boolean };
  /** Takes in a report; true when the person is to be told of it. A story is told once. */
  read(report: NewsDocument): boolean;
  /** Every report known by then was read. */
  readUntil(asOf: number): void;
}

/** So many stories are remembered as told. */
const STORIES_KEPT = 100;

export function createKeptRule(stored: StoredRule): KeptRule {
  const { rule } = stored;
  const { condition } = rule;
  const watch = isBarCondition(condition) ? new BarRuleWatch({ ...rule, condition }, stored.state) : null;
  let own = stored.state;
  let current: number | null = null;
  return {
    stored,
    get state() {
      return watch?.state ?? own;
    },
    place: isBarCondition(condition) ? { symbol: condition.symbol, timeframe: timeframeOf(condition) } : null,
    looksAtAccount: condition.type === 'profit' || condition.type === 'equity',
    readsNews: condition.type === 'news',
    get current() {
      return watch?.reading?.shown ?? current;
    },
    push: (bar) => watch?.push(bar) ?? { firing: null, changed: false },
    look,
    read,
    readUntil(asOf) {
      own = { ...own, seenAt: Math.max(own.seenAt, asOf) };
    },
  };

  function look(account: AccountLook) {
    if (condition.type !== 'profit' && condition.type !== 'equity') return NOTHING;
    const readings = readAccount(condition, account);
    const firings: RuleFiring[] = [];
    let changed = forgetClosed(readings.map(({ key }) => key));
    current = readings[0]?.reading.last ?? null;
    for (const { key, reading } of readings) {
      const step = stepRule(rule, own, reading, key);
      own = step.state;
      changed ||= step.changed;
      if (step.fired === null) continue;
      current = reading.last;
      firings.push({ at: reading.at, way: step.fired, value: reading.shown, symbol: key || null, price: null });
    }
    return { firings, changed };
  }

  /** A position that is closed is forgotten: the next one in that market is another. */
  function forgetClosed(open: readonly string[]): boolean {
    const left = Object.entries(own.latches).filter(([key]) => open.includes(key));
    if (left.length === Object.keys(own.latches).length) return false;
    own = { ...own, latches: Object.fromEntries<Latch>(left) };
    return true;
  }

  function read(report: NewsDocument): boolean {
    const at = knownAt(report);
    if (condition.type !== 'news' || own.done || at <= own.seenAt) return false;
    if (own.stories.includes(report.story) || !matchesNews(condition, report)) return false;
    const stories = [...own.stories, report.story].slice(-STORIES_KEPT);
    own = { ...own, stories, firedAt: at, done: !rule.repeats };
    return true;
  }
}

const NOTHING = { firings: [], changed: false } as const;

/** Returns a rule as its person sees it. */
export function personRule({ stored, state, current }: KeptRule): PersonRule {
  const { id, userId, number, rule, createdAt } = stored;
  return { id, userId, number, rule, createdAt, firedAt: state.firedAt, done: state.done, current };
}
