import type { AccountLook } from '../../engine/alert-rules/account-reading.ts';
import { newRuleState } from '../../engine/alert-rules/rule-latch.ts';
import type { AlertRule, RuleTimeframe } from '../../engine/domain/alert-rule.ts';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { Candle } from '../../engine/domain/market.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import type { KeptRule } from './kept-rule.ts';
import { createKeptRule, personRule } from './kept-rule.ts';
import { createNewsWatch } from './news-watch.ts';
import { previewRule } from './preview-rule.ts';
import type { RuleDeskOptions, StoredRule } from './rule-sources.ts';
import type { AddedRule, FiredRule, RulePreview, RulesPort } from './rules-port.ts';
import { createStateKeeper } from './state-keeper.ts';

/** Hears of a rule that has fired; what it promises is waited for before the rule counts as told. */
export type FiredListener = (fired: FiredRule) => void | Promise<void>;

export interface RuleDesk extends RulesPort {
  /** Reads the rules and catches up with the bars that came since they were last looked at. Once. */
  start(): Promise<void>;
  /** Takes in a closed minute. Quick, never waits, never throws. */
  observe(minute: Candle): void;
  /** Also told of what was found at the start, before anybody listened. */
  onFired(listener: FiredListener): void;
  /** Resolves when everything that was seen is told and kept. */
  settled(): Promise<void>;
}

export const MAX_RULES = 50;
/** All that the market keeps. */
const ALL_BARS = 10_000;
/** More than one bar of a longer length can close at once, after minutes that were missing. */
const NEWEST_BARS = 3;
const KEEP_EVERY_MS = TIMEFRAME_MS['1h'];

/** Watches everybody's rules over what the desk sees. */
export function createRuleDesk(options: RuleDeskOptions): RuleDesk {
  const { store, logger } = options;
  const kept = new Map<number, KeptRule>();
  const byBars = new Map<string, Set<KeptRule>>();
  const lastBarAt = new Map<string, number>();
  const listeners: FiredListener[] = [];
  const early: FiredRule[] = [];
  const keeper = createStateKeeper({ store, seenAt, logger });
  const news = createNewsWatch({ reports: options.reports, rules: () => kept.values(), fire, keep, logger });
  let started: Promise<void> | null = null;
  let barsSeenAt = Number.NEGATIVE_INFINITY;
  let keptAt = Number.NEGATIVE_INFINITY;

  return {
    start() {
      started ??= startNow();
      return started;
    },
    observe(minute) {
      try {
        observeNow(minute);
      } catch (fault) {
        logger.error({ err: fault, symbol: minute.symbol }, 'the alert rules stumbled over a bar');
      }
    },
    onFired(listener) {
      listeners.push(listener);
      for (const fired of early) keeper.deliver(() => listener(fired));
    },
    async settled() {
      await news.settled();
      keeper.keepAll();
      await keeper.settled();
    },
    list: (userId) => ownOf(userId).map(personRule),
    preview,
    add,
    async remove(userId, number) {
      const one = ownOf(userId).find((rule) => rule.stored.number === number);
      if (one === undefined) return null;
      await store.remove(one.stored.id, options.now());
      forget(one);
      return personRule(one);
    },
    async again(userId, number) {
      const one = ownOf(userId).find((rule) => rule.stored.number === number);
      if (one === undefined) return null;
      forget(one);
      const woken = enlist({ ...one.stored, state: newRuleState(options.now()) });
      keep(woken);
      return personRule(woken);
    },
  };

  async function startNow(): Promise<void> {
    barsSeenAt = Math.max(barsSeenAt, options.now());
    for (const row of await store.load()) {
      if (!kept.has(row.id)) enlist(row);
    }
  }

  function ownOf(userId: string): readonly KeptRule[] {
    return [...kept.values()].filter(({ stored }) => stored.userId === userId);
  }

  /** Takes a rule in and shows it the bars there are: those before its state's time only warm it up. */
  function enlist(stored: StoredRule): KeptRule {
    const rule = createKeptRule(stored);
    kept.set(stored.id, rule);
    const { place } = rule;
    if (place === null) return rule;
    const key = keyOf(place.symbol, place.timeframe);
    const group = byBars.get(key) ?? new Set();
    byBars.set(key, group.add(rule));
    const bars = options.bars(place.symbol, place.timeframe, ALL_BARS);
    const last = bars.at(-1);
    if (last !== undefined) lastBarAt.set(key, Math.max(last.closeTime, lastBarAt.get(key) ?? 0));
    for (const bar of bars) show(rule, bar);
    return rule;
  }

  function forget(rule: KeptRule): void {
    kept.delete(rule.stored.id);
    for (const group of byBars.values()) group.delete(rule);
    keeper.drop(rule.stored.id);
  }

  function observeNow(minute: Candle): void {
    const isNewMinute = minute.closeTime > barsSeenAt;
    barsSeenAt = Math.max(barsSeenAt, minute.closeTime);
    if (kept.size === 0) return;
    for (const timeframe of TIMEFRAMES) {
      const key = keyOf(minute.symbol, timeframe);
      const group = byBars.get(key);
      if (group === undefined || group.size === 0) continue;
      for (const bar of newBars(key, minute, timeframe)) for (const rule of group) show(rule, bar);
    }
    if (!isNewMinute) return;
    lookAtAccount();
    news.lookAt(minute.closeTime);
    if (minute.closeTime - keptAt >= KEEP_EVERY_MS) {
      keptAt = minute.closeTime;
      keeper.keepAll();
    }
  }

  function newBars(key: string, minute: Candle, timeframe: RuleTimeframe): readonly Candle[] {
    const after = lastBarAt.get(key) ?? Number.NEGATIVE_INFINITY;
    const closed = timeframe === '1m' ? [minute] : options.bars(minute.symbol, timeframe, NEWEST_BARS);
    const fresh = closed.filter((bar) => bar.closeTime > after);
    const last = fresh.at(-1);
    if (last !== undefined) lastBarAt.set(key, last.closeTime);
    return fresh;
  }

  function show(rule: KeptRule, bar: Candle): void {
    const step = rule.push(bar);
    if (step.changed) keep(rule);
    if (step.firing === null) return;
    fire({ rule: personRule(rule), cause: { type: 'reading', firing: step.firing }, key: `${step.firing.at}` });
  }

  function lookAtAccount(): void {
    let look: AccountLook | null = null;
    for (const rule of kept.values()) {
      if (!rule.looksAtAccount) continue;
      look ??= options.account();
      const { firings, changed } = rule.look(look);
      if (changed) keep(rule);
      for (const firing of firings) {
        const key = `${firing.at}:${firing.symbol ?? ''}`;
        fire({ rule: personRule(rule), cause: { type: 'reading', firing }, key });
      }
    }
  }

  function fire(fired: FiredRule): void {
    if (listeners.length === 0) early.push(fired);
    for (const listener of listeners) keeper.deliver(() => listener(fired));
  }

  function keep(rule: KeptRule): void {
    keeper.keep(rule.stored.id, rule.state);
  }

  /** Up to here everything is looked at, by bars and in the news. Several bars share a time: its others may be to come. */
  function seenAt(): number {
    return Math.min(barsSeenAt - 1, news.seenAt() ?? Number.POSITIVE_INFINITY);
  }

  async function preview(rule: AlertRule): Promise<RulePreview> {
    return previewRule(rule.condition, options);
  }

  async function add(userId: string, rule: AlertRule): Promise<AddedRule> {
    const own = ownOf(userId);
    const wanted = JSON.stringify(rule);
    const same = own.find(({ stored, state }) => !state.done && JSON.stringify(stored.rule) === wanted);
    if (same !== undefined) return { outcome: 'same', rule: personRule(same) };
    if (own.length >= MAX_RULES) return { outcome: 'too-many', limit: MAX_RULES };
    const shown = await preview(rule);
    const at = options.now();
    const added = enlist(await store.add(userId, rule, newRuleState(at), at));
    // Where it stands now is kept with it: a restart must not take the present for news.
    keep(added);
    return { outcome: 'added', rule: personRule(added), preview: shown };
  }
}

const TIMEFRAMES: readonly RuleTimeframe[] = ['1m', '5m', '15m', '1h'];

function keyOf(symbol: InstrumentSymbol, timeframe: RuleTimeframe): string {
  return `${symbol} ${timeframe}`;
}
