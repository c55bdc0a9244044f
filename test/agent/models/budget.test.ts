import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BudgetLedger, type Reservation } from '../../../agent/models/budget.ts';
import { costOf, priceOf } from '../../../agent/models/prices.ts';

const NOON = Date.UTC(2026, 10, 20, 12);
const NONE = { dayTokens: null, dayUsd: null, assistantDayUsd: null };
/** Sums of fractions are right to the last digits only. */
const DUST = 1e-9;

const amount = fc.record({ tokens: fc.integer({ min: 0, max: 900 }), usd: fc.integer({ min: 0, max: 90 }) });
const step = fc.oneof(
  fc.record({ type: fc.constant('reserve' as const), most: amount, isTalk: fc.boolean() }),
  fc.record({
    type: fc.constant('settle' as const),
    which: fc.nat(20),
    share: fc.double({ min: 0, max: 1, noNaN: true }),
  }),
);

test('whatever is asked at once and however it ends, a day never spends more than its caps', () => {
  let [granted, denied] = [0, 0];
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const caps = { dayTokens: 2_000, dayUsd: 200, assistantDayUsd: 80 };
      const ledger = new BudgetLedger(caps, () => NOON);
      const open: { reservation: Reservation; most: { tokens: number; usd: number }; isTalk: boolean }[] = [];
      let talked = 0;
      for (const next of steps) {
        if (next.type === 'reserve') {
          const { most, isTalk } = next;
          const reservation = ledger.reserve(isTalk ? 'assistant' : 'review', most);
          if (typeof reservation === 'string') denied += 1;
          else open.push({ reservation, most, isTalk });
          granted += Number(typeof reservation !== 'string');
        } else {
          const [call] = open.splice(next.which % Math.max(open.length, 1), 1);
          const used = { tokens: (call?.most.tokens ?? 0) * next.share, usd: (call?.most.usd ?? 0) * next.share };
          call?.reservation.settle(used);
          // A second time counts nothing.
          call?.reservation.settle(used);
          if (call?.isTalk) talked += used.usd;
        }
      }
      // Even if every call that is still open takes all it may.
      for (const { reservation, most, isTalk } of open) {
        reservation.settle(most);
        if (isTalk) talked += most.usd;
      }
      expect(ledger.spent.tokens).toBeLessThanOrEqual(caps.dayTokens + DUST);
      expect(ledger.spent.usd).toBeLessThanOrEqual(caps.dayUsd + DUST);
      expect(talked).toBeLessThanOrEqual(caps.assistantDayUsd + DUST);
    }),
    { numRuns: 300 },
  );
  // The walks are worth something only where both happen.
  expect(Math.min(granted, denied)).toBeGreaterThan(10);
});

test('what was set aside and not used is there again', () => {
  const ledger = new BudgetLedger({ ...NONE, dayTokens: 100 }, () => NOON);
  const first = ledger.reserve('review', { tokens: 90, usd: 0 });
  expect(ledger.reserve('review', { tokens: 20, usd: 0 })).toBe('day-tokens');
  if (typeof first !== 'string') first.settle({ tokens: 10, usd: 0 });
  expect(ledger.reserve('review', { tokens: 90, usd: 0 })).not.toBeTypeOf('string');
});

test('a call that ends after midnight counts for the day it began in', () => {
  let now = NOON;
  const ledger = new BudgetLedger({ ...NONE, dayTokens: 100 }, () => now);
  const late = ledger.reserve('review', { tokens: 90, usd: 0 });
  now += 12 * 3_600_000;
  expect(ledger.reserve('review', { tokens: 100, usd: 0 })).not.toBeTypeOf('string');
  if (typeof late !== 'string') late.settle({ tokens: 90, usd: 0 });
  expect(ledger.spent).toEqual({ day: '2026-11-21', tokens: 0, usd: 0 });
});

test('prices: ones own first, then those that are known, a dated name like its own; nothing is guessed', () => {
  const own = { 'groq:openai/gpt-oss-20b': { inputUsdPerMillion: 1, outputUsdPerMillion: 2 } };
  expect(priceOf({ provider: 'groq', model: 'openai/gpt-oss-20b' }, false, own)).toEqual(
    own['groq:openai/gpt-oss-20b'],
  );
  expect(priceOf({ provider: 'compatible', model: 'openai/gpt-oss-20b' }, false, own)).toBeNull();
  expect(priceOf({ provider: 'ollama', model: 'llama3.1:8b' }, true, {})).toEqual({
    inputUsdPerMillion: 0,
    outputUsdPerMillion: 0,
  });
  const haiku = priceOf({ provider: 'anthropic', model: 'claude-haiku-4-5-20251001' }, false, {});
  expect(haiku && costOf(haiku, 1_000, 200)).toBeCloseTo(0.002, 12);
  expect(priceOf({ provider: 'openai', model: 'constructor' }, false, {})).toBeNull();
});
