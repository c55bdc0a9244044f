import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accountLook } from '../../../bot/rules/account-look.ts';
import { createKeptRule } from '../../../bot/rules/kept-rule.ts';
import type { AccountLook } from '../../../engine/alert-rules/account-reading.ts';
import type { RuleState } from '../../../engine/alert-rules/rule-latch.ts';
import { newRuleState, ruleStateSchema } from '../../../engine/alert-rules/rule-latch.ts';
import { createDeskView } from '../../../engine/desk/desk-view.ts';
import type { AlertRule, ConditionOf } from '../../../engine/domain/alert-rule.ts';
import { decimalFromEstimate } from '../../../engine/domain/decimal.ts';
import { minuteCandle, openHoldingWorld } from '../../engine/desk/desk-world.ts';
import { BTC, SOL } from '../../fakes/desk.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const MIDNIGHT = Date.UTC(2025, 4, 19);

type Condition = ConditionOf<'profit' | 'equity'>;

/** One look of an account at prices: what is held of each coin, since when and for how much, and what lies beside it. */
interface Moment {
  readonly at: number;
  readonly cash: number;
  readonly held: readonly { readonly symbol: string; readonly since: number; quantity: number; entry: number }[];
  readonly prices: Readonly<Record<string, number>>;
}

/** An account that trades and is moved by two random prices, from a quarter before midnight on. */
const account = fc
  .array(
    fc.record({
      moves: fc.tuple(fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 })),
      trades: fc.tuple(fc.integer({ min: 0, max: 11 }), fc.integer({ min: 0, max: 11 })),
      minutes: fc.constantFrom(1, 1, 1, 5, 20, 61),
    }),
    { minLength: 20, maxLength: 90 },
  )
  .map((steps) => {
    const moments: Moment[] = [];
    const prices: Record<string, number> = { [BTC]: 1000, [SOL]: 10 };
    let held: Moment['held'] = [];
    let cash = 10_000;
    let at = MIDNIGHT - 15 * MINUTE;
    for (const { moves, trades, minutes } of steps) {
      at += minutes * MINUTE;
      [BTC, SOL].forEach((symbol, index) => {
        const price = (prices[symbol] ?? 0) * (1 + (moves[index] ?? 0) / 2000);
        prices[symbol] = price;
        const mine = held.find((one) => one.symbol === symbol);
        // Now and then it goes in with about a third of the money, now and then it leaves.
        if (trades[index] === 0 && mine === undefined) {
          const quantity = 3000 / price;
          cash -= quantity * price;
          held = [...held, { symbol, since: at, quantity, entry: price }];
        } else if (trades[index] === 1 && mine !== undefined) {
          cash += mine.quantity * price;
          held = held.filter((one) => one !== mine);
        }
      });
      moments.push({ at, cash, held, prices: { ...prices } });
    }
    return moments;
  });

function equityAt({ cash, held, prices }: Moment): number {
  return held.reduce((sum, { symbol, quantity }) => sum + quantity * (prices[symbol] ?? 0), cash);
}

/** As the desk sees it: the day is counted from its first look. */
function looksOf(moments: readonly Moment[]): AccountLook[] {
  return moments.map((moment) => {
    const day = Math.floor(moment.at / DAY);
    const first = moments.find(({ at }) => Math.floor(at / DAY) === day) ?? moment;
    const positions = moment.held.map(({ symbol, entry }) => {
      return { symbol, fraction: (moment.prices[symbol] ?? 0) / entry - 1 };
    });
    return {
      at: moment.at,
      equity: equityAt(moment),
      dayReturnFraction: equityAt(moment) / equityAt(first) - 1,
      positions,
    };
  });
}

interface Told {
  readonly at: number;
  readonly symbol: string | null;
}

/** The rule of the house, said in another way and worked out anew for each moment from all that came before it. */
function toldByHand({ condition, repeats }: AlertRule & { readonly condition: Condition }, moments: readonly Moment[]) {
  const told: (Told & { readonly since: number; readonly index: number })[] = [];
  const level = condition.type === 'equity' ? condition.level : condition.fraction;
  const band = condition.type === 'equity' ? level * 0.005 : Math.abs(level) / 2;
  const sign = condition.when === 'above' ? 1 : -1;
  moments.forEach((moment, index) => {
    for (const { symbol, since, past } of seriesAt(condition, moments, index)) {
      if (told.length > 0 && !repeats) return;
      const value = past.at(-1)?.value ?? 0;
      if (past.length < 2 || sign * value < sign * level) continue;
      const lastOfThis = told.filter((one) => one.symbol === symbol && one.since === since).at(-1);
      const earlier = past.slice(0, -1);
      const wasAway = lastOfThis === undefined && sign * (earlier[0]?.value ?? 0) < sign * level;
      const cameBack = earlier.some((one, nth) => {
        if (lastOfThis === undefined ? nth === 0 : one.index <= lastOfThis.index) return false;
        // So long after anything of this rule was told: as it was known at that moment.
        const before = told.filter((other) => other.index < one.index || isEarlierKey(other, one.index, symbol));
        const last = before.at(-1);
        const rested = last === undefined || (moments[one.index]?.at ?? 0) - last.at >= HOUR;
        return rested && sign * one.value <= sign * level - band;
      });
      if (wasAway || cameBack) told.push({ at: moment.at, symbol, since, index });
    }
  });
  return told.map(({ at, symbol }) => ({ at, symbol }));

  /** Of two positions at one moment the first that was opened is looked at first. */
  function isEarlierKey(
    other: { index: number; symbol: string | null },
    index: number,
    symbol: string | null,
  ): boolean {
    if (other.index !== index || other.symbol === symbol) return false;
    const order = moments[index]?.held.map((one) => one.symbol) ?? [];
    return order.indexOf(other.symbol ?? '') < order.indexOf(symbol ?? '');
  }
}

/** What the condition reads at a moment, each with all it read since that thing began. */
function seriesAt(condition: Condition, moments: readonly Moment[], index: number) {
  const past = moments.slice(0, index + 1);
  if (condition.type === 'equity' || condition.of === 'day') {
    const values = looksOf(past).map(({ equity, dayReturnFraction }, nth) => {
      return { index: nth, value: condition.type === 'equity' ? equity : dayReturnFraction };
    });
    return [{ symbol: null, since: 0, past: values }];
  }
  const now = moments[index]?.held ?? [];
  const wanted = now.filter(({ symbol }) => condition.symbol === null || condition.symbol === symbol);
  return wanted.map(({ symbol, since, entry }) => ({
    symbol,
    since,
    past: past.flatMap(({ at, prices }, nth) => {
      return at < since ? [] : [{ index: nth, value: (prices[symbol] ?? 0) / entry - 1 }];
    }),
  }));
}

function play(rule: AlertRule, looks: readonly AccountLook[], restartAfter: number | null = null): Told[] {
  const stored = (state: RuleState) => {
    return createKeptRule({ id: 1, userId: 'telegram:1', number: 1, rule, state, createdAt: 0 });
  };
  let kept = stored(newRuleState(0));
  return looks.flatMap((look, index) => {
    // What is kept is what comes back from the database.
    if (index === restartAfter) kept = stored(ruleStateSchema.parse(JSON.parse(JSON.stringify(kept.state))));
    return kept.look(look).firings.map(({ at, symbol }) => ({ at, symbol }));
  });
}

const when = fc.constantFrom('above' as const, 'below' as const);
const fraction = fc.integer({ min: -30, max: 30 }).map((tenths) => tenths / 1000);
const conditions = {
  'the day': fc.record({ of: fc.constant('day' as const), symbol: fc.constant(null), when, fraction }),
  'a position': fc.record({
    of: fc.constant('position' as const),
    symbol: fc.constantFrom(null, BTC, SOL),
    when,
    fraction,
  }),
} as const;

describe('rules over a moving account', () => {
  test.each(['the day', 'a position'] as const)('tell of %s as often as one counts by hand', (name) => {
    let told = 0;
    fc.assert(
      fc.property(account, conditions[name], fc.boolean(), fc.nat(80), (moments, parts, repeats, restart) => {
        const rule = { condition: { type: 'profit', ...parts }, repeats } as const;
        const byHand = toldByHand(rule, moments);
        told += byHand.length;
        expect(play(rule, looksOf(moments))).toEqual(byHand);
        expect(play(rule, looksOf(moments), restart)).toEqual(byHand);
      }),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(50);
  });

  test('tell of a level of the equity as often as one counts by hand', () => {
    let told = 0;
    const level = fc.integer({ min: 9_700, max: 10_300 });
    fc.assert(
      fc.property(account, when, level, fc.boolean(), fc.nat(80), (moments, way, wanted, repeats, restart) => {
        const rule = { condition: { type: 'equity', when: way, level: wanted }, repeats } as const;
        const byHand = toldByHand(rule, moments);
        told += byHand.length;
        expect(play(rule, looksOf(moments))).toEqual(byHand);
        expect(play(rule, looksOf(moments), restart)).toEqual(byHand);
      }),
      { numRuns: 400 },
    );
    expect(told).toBeGreaterThan(50);
  });
});

describe('the account that rules see', () => {
  test('is what the fills and the price come to', async () => {
    const world = await openHoldingWorld();
    let price = 100_000;
    const view = createDeskView({
      ...{ clock: world.clock, ledger: world.ledger, journal: world.journal, instruments: world.simulated.instruments },
      priceOf: () => decimalFromEstimate(price, '0.1'),
      ...{ market: () => null, candles: () => [], readings: () => [] },
    });
    const fills = world.journal.of('order.filled').map(({ fill }) => fill);
    const paid = fills.reduce(
      (sum, { price: at, quantity, fee }) => sum + Number(at) * Number(quantity) + Number(fee),
      0,
    );
    const quantity = fills.reduce((sum, fill) => sum + Number(fill.quantity), 0);
    const cost = fills.reduce((sum, fill) => sum + Number(fill.price) * Number(fill.quantity), 0);
    expect(quantity).toBe(0.02);
    for (price of [100_000, 104_321.5, 87_654.3]) {
      const look = accountLook(view);
      const equity = 10_000 - paid + quantity * price;
      expect(look.equity).toBeCloseTo(equity, 8);
      expect(look.dayReturnFraction).toBeCloseTo(equity / 10_000 - 1, 10);
      expect(look.positions).toEqual([
        { symbol: minuteCandle(0, 1).symbol, fraction: expect.closeTo((quantity * price - cost) / cost, 10) },
      ]);
    }
  });
});
