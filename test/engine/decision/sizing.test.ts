import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sizeExit } from '../../../engine/decision/exit-sizing.ts';
import { rulesSizingAdvisor } from '../../../engine/decision/rules-sizing-advisor.ts';
import { signalStrength } from '../../../engine/decision/signal-strength.ts';
import type { SizingInputs, SizingResult } from '../../../engine/decision/sizing.ts';
import { halveSizing, refitSizing, sizeEntry } from '../../../engine/decision/sizing.ts';
import { placeInBand, sizingBand } from '../../../engine/decision/sizing-bands.ts';
import { worstLossOf } from '../../../engine/decision/trade-prices.ts';
import { decimal, estimateOf, roundDownTo } from '../../../engine/domain/decimal.ts';
import type { AskedSize } from '../../../engine/domain/signal.ts';
import type { Sizing } from '../../../engine/domain/sizing.ts';
import { sizingAdvisorContract } from '../../contracts/sizing-advisor.ts';
import {
  ASSENTS,
  BTC,
  humanSignal,
  inputs,
  limits,
  MODEL_ABSTAINS,
  market,
  modelVote,
  portfolio,
  reviewRequest,
  settings,
  signal,
  verdict,
} from './decision-fixtures.ts';

sizingAdvisorContract('rules:bands', () => rulesSizingAdvisor, reviewRequest());

function world(over: Partial<SizingInputs> = {}): SizingInputs {
  return {
    signal: signal(),
    instrument: BTC,
    market: market(),
    portfolio: portfolio(),
    limits: limits(),
    settings: settings(),
    strength: 0.8,
    advice: { investmentFraction: 1, advisor: 'rules:bands' },
    ...over,
  };
}

function sized(result: SizingResult): Sizing {
  if (result.outcome !== 'sized') throw new Error(`not sized: ${JSON.stringify(result)}`);
  return result.sizing;
}

describe('sizingBand', () => {
  it.each<[string, number, number, number, number | null, number, number]>([
    ['strong', 0.5, 1, 0.8, 0.0003, 0, 0],
    ['medium', 0.2, 0.5, 0.8, 0.001, 0, 0],
    ['medium', 0.2, 0.5, 0.6, 0.0003, 0, 0],
    ['medium', 0.2, 0.6, 0.6, 0.0003, 0, 2],
    ['medium', 0.2, 1, 0.6, 0.0003, 0, 9],
    ['weak', 0.05, 0.2, 0.4, 0.0003, 0, 0],
    ['weak', 0.05, 0.2, 0.9, 0.002, 0, 9],
    ['weak', 0.05, 0.2, 0.9, null, 0, 0],
    ['after-losses', 0.05, 0.1, 0.9, 0.0003, 2, 0],
    ['after-losses', 0.05, 0.1, 0.9, 0.0003, Number.NaN, 0],
  ])('%s %d–%d at strength %d, volatility %d, %d losses, %d wins', (name, floor, ceiling, ...from) => {
    const [strength, volatility, lossStreak, winStreak] = from;
    const band = sizingBand({ strength, volatility, lossStreak, winStreak });
    expect(band.name).toBe(name);
    expect(band.floor).toBe(floor);
    expect(band.ceiling).toBeCloseTo(ceiling, 12);
  });

  it('reaches from the floor to the top with strength', () => {
    const band = sizingBand({ strength: 1, volatility: 0.0003, lossStreak: 0, winStreak: 0 });
    expect(placeInBand(0.7, band)).toBe(0);
    expect(placeInBand(1, band)).toBe(1);
  });
});

describe('signalStrength', () => {
  it('is the mean of the source, the model over its threshold and the reviewers', () => {
    const votes = { model: modelVote('buy', 0.55), verdicts: ASSENTS };
    expect(signalStrength(signal({ confidence: 0.7 }), votes)).toBeCloseTo((0.7 + 0.5 + 0.7 + 0.7) / 4, 12);
  });

  it('counts who abstained or disagreed as nothing', () => {
    const votes = { model: MODEL_ABSTAINS, verdicts: [verdict('rules:technical', 'hold'), verdict('x', 'abstained')] };
    expect(signalStrength(signal({ confidence: 0.8 }), votes)).toBe(0.2);
  });
});

describe('the size of an engine entry', () => {
  it('risks the fraction of the settings at the stop: 0.5 % over a stop of 1 % is half of equity', () => {
    const roomy = limits({ maxSymbolExposureFraction: 1 });
    expect(sized(sizeEntry(world({ limits: roomy })))).toEqual({
      askedFraction: 0.5,
      advisedFraction: 1,
      advisor: 'rules:bands',
      clamps: [],
      fraction: 0.5,
      quantity: '0.5',
      notional: '50000',
      // 0.5 × (1000 + 0.0005 × (100000 + 99000))
      worstLoss: '549.75',
      stopPrice: '99000',
      targetPrice: '102000',
      trailDistance: '800',
    });
  });

  it('lists every clamp in the order in which it cut', () => {
    const tight = world({
      advice: { investmentFraction: 0.45, advisor: 'x' },
      strength: 0.6,
      portfolio: portfolio({
        exposure: 90_000,
        position: { direction: 'long', quantity: '0.1', notional: 10_000, units: 1 },
      }),
    });
    const { clamps, quantity, fraction } = sized(sizeEntry(tight));
    expect(clamps.map(({ cap }) => cap)).toEqual(['advice', 'max-symbol-exposure', 'max-exposure']);
    expect(clamps.map(({ to }) => to)).toEqual([0.45, expect.closeTo(0.3, 12), expect.closeTo(0.1, 12)]);
    expect(estimateOf(quantity)).toBeCloseTo(0.1, 2);
    expect(fraction).toBeLessThanOrEqual(0.1 + 1e-12);
  });

  it('counts the fees in the risk at the stop', () => {
    const near = world({
      signal: signal({ plan: { stopDistance: 100, riskFraction: 0.01 } }),
      limits: limits({ maxRiskFraction: 0.001, maxSymbolExposureFraction: 1 }),
    });
    const { worstLoss, clamps } = sized(sizeEntry(near));
    expect(clamps.at(-1)?.cap).toBe('trade-risk');
    expect(estimateOf(worstLoss)).toBeLessThanOrEqual(100);
    expect(estimateOf(worstLoss)).toBeGreaterThan(99);
  });

  it('takes the floor of the band where nobody advises', () => {
    const { clamps, advisor, fraction } = sized(sizeEntry(world({ advice: null, strength: 0.6 })));
    expect(clamps).toEqual([{ cap: 'no-advice', from: 0.5, to: 0.2 }]);
    expect([advisor, fraction]).toEqual(['none', 0.2]);
  });

  it('pays spot in full, with its fee', () => {
    const spot = world({ instrument: { ...BTC, kind: 'spot' }, portfolio: portfolio({ cash: 10_005 }) });
    expect(sized(sizeEntry(spot)).quantity).toBe('0.1');
  });

  it('says which cap left too little', () => {
    const full = world({ portfolio: portfolio({ exposure: 99_999 }) });
    expect(sizeEntry(full)).toMatchObject({
      outcome: 'too-small',
      sizing: { quantity: '0' },
      reason: { code: 'sizing.below-minimum', values: { cap: 'max-exposure', minNotional: '5' } },
    });
  });

  it.each([
    ['sizing.stop-invalid', signal({ plan: { stopDistance: -5 } })],
    ['sizing.stop-invalid', signal({ plan: { stopDistance: 100_000 } })],
    ['sizing.stop-invalid', signal({ plan: { stopDistance: 0.01 } })],
    ['sizing.target-invalid', signal({ plan: { targetDistance: Number.NaN } })],
    ['sizing.inputs-invalid', signal({ plan: { riskFraction: Number.NaN } })],
    ['sizing.inputs-invalid', signal({ plan: { limitPrice: 'soon' } })],
  ])('refuses a plan that makes no sense: %s', (code, odd) => {
    expect(sizeEntry(world({ signal: odd }))).toMatchObject({ outcome: 'unsizable', reason: { code } });
  });

  it.each([Number.NaN, 0, -1, Number.POSITIVE_INFINITY])('refuses an equity of %d', (equity) => {
    expect(sizeEntry(world({ portfolio: portfolio({ equity }) }))).toMatchObject({ outcome: 'unsizable' });
  });
});

describe("the size of a person's order", () => {
  const own = (asked: AskedSize | null) => world({ signal: humanSignal({ asked }), advice: null });

  it.each<[AskedSize, string]>([
    [{ type: 'quantity', quantity: '0.1239' }, '0.123'],
    [{ type: 'notional', notional: '2500' }, '0.025'],
    [{ type: 'fraction', fraction: 0.9 }, '0.9'],
  ])('is what was asked, cut only to the lot: %o', (asked, quantity) => {
    const sizing = sized(sizeEntry(own(asked)));
    expect(sizing.quantity).toBe(quantity);
    expect(sizing.clamps).toEqual([]);
    expect(sizing.stopPrice).toBeNull();
  });

  it.each<[string, AskedSize | null]>([
    ['sizing.size-missing', null],
    ['sizing.size-invalid', { type: 'quantity', quantity: '-1' }],
    ['sizing.size-invalid', { type: 'notional', notional: 'all' }],
    ['sizing.size-invalid', { type: 'fraction', fraction: Number.NaN }],
  ])('is refused as %s when there is none', (code, asked) => {
    expect(sizeEntry(own(asked))).toMatchObject({ outcome: 'unsizable', reason: { code } });
  });
});

describe('an answered proposal', () => {
  it('is cut to what the caps leave at the new price, and never grows', () => {
    const proposed = sized(sizeEntry(world()));
    expect(proposed.quantity).toBe('0.4');
    const dearer = sized(refitSizing(proposed, world({ market: market({ price: 100_200 }) })));
    expect(dearer.quantity).toBe('0.399');
    expect(dearer.stopPrice).toBe('99000');
    expect(sized(refitSizing(proposed, world({ market: market({ price: 99_900 }) }))).quantity).toBe('0.4');
  });

  it('halves down to the lot, and half of too little is too little', () => {
    const proposed = sized(sizeEntry(world()));
    expect(sized(halveSizing({ ...proposed, quantity: '0.005' }, world())).quantity).toBe('0.002');
    expect(halveSizing({ ...proposed, quantity: '0.001' }, world())).toMatchObject({ outcome: 'too-small' });
  });
});

describe('whatever the advisor says', () => {
  const ratio = fc.oneof(fc.double(), fc.constantFrom(Number.NaN, -1, Number('1e309'), 0, -0));
  const advice = fc.option(ratio.map((investmentFraction) => ({ investmentFraction, advisor: 'odd' })));
  const scene = fc.record({
    advice,
    strength: fc.double({ min: 0, max: 1, noNaN: true }),
    price: fc.double({ min: 0.5, max: 200_000, noNaN: true }),
    stopFraction: fc.double({ min: 0.0005, max: 0.2, noNaN: true }),
    equity: fc.double({ min: 10, max: 1e7, noNaN: true }),
    exposureFraction: fc.double({ min: 0, max: 2, noNaN: true }),
    heldFraction: fc.double({ min: 0, max: 1, noNaN: true }),
    pendingFraction: fc.double({ min: 0, max: 0.5, noNaN: true }),
    direction: fc.constantFrom('long' as const, 'short' as const),
    lossStreak: fc.nat(6),
    winStreak: fc.nat(12),
    volatility: fc.option(fc.double({ min: 0, max: 0.01, noNaN: true })),
  });

  it('no cap is exceeded, the quantity is whole lots, and nothing is negative', () => {
    fc.assert(
      fc.property(scene, (it) => {
        const { equity } = it;
        const caps = limits();
        const exposure = it.exposureFraction * equity;
        const pendingNotional = it.pendingFraction * equity;
        const notional = it.heldFraction * equity;
        const state = world({
          advice: it.advice,
          strength: it.strength,
          market: market({ price: it.price, volatility: it.volatility }),
          signal: signal({
            direction: it.direction,
            plan: { stopDistance: it.price * it.stopFraction, targetDistance: null },
          }),
          instrument: { ...BTC, tickSize: '0.0001' },
          limits: caps,
          portfolio: portfolio({
            equity,
            exposure,
            pendingNotional,
            pendingSymbolNotional: pendingNotional,
            lossStreak: it.lossStreak,
            winStreak: it.winStreak,
            position: { direction: it.direction, quantity: '1', notional, units: 1 },
          }),
        });
        const result = sizeEntry(state);
        if (result.outcome === 'unsizable') throw new Error(result.reason.code);
        const { sizing } = result;
        const quantity = decimal(sizing.quantity);
        const value = estimateOf(sizing.notional);
        // What estimates lose in their last digits; far below a lot.
        const hair = 1e-9 * (equity + it.price);
        expect(quantity.greaterThanOrEqualTo(0)).toBe(true);
        expect(roundDownTo(quantity, BTC.lotSize).equals(quantity)).toBe(true);
        if (quantity.isZero()) return;
        expect(exposure + pendingNotional + value).toBeLessThanOrEqual(caps.maxExposureFraction * equity + hair);
        expect(notional + pendingNotional + value).toBeLessThanOrEqual(caps.maxSymbolExposureFraction * equity + hair);
        expect(estimateOf(sizing.worstLoss)).toBeLessThanOrEqual(caps.maxRiskFraction * equity + hair);
        const band = sizingBand({ ...it, volatility: it.volatility });
        expect(value).toBeLessThanOrEqual(band.ceiling * equity + hair);
        expect(value).toBeLessThanOrEqual(sizing.askedFraction * equity + hair);
      }),
      { numRuns: 500 },
    );
  });
});

describe('worstLossOf', () => {
  it('is exact, to the last decimal, on both sides', () => {
    expect(worstLossOf(decimal('0.3'), decimal('0.1'), decimal('0.07'), '0.001').toFixed()).toBe('0.009051');
    expect(worstLossOf(decimal('0.3'), decimal('0.1'), decimal('0.13'), '0.001').toFixed()).toBe('0.009069');
  });

  it('counts all that was paid where there is no stop', () => {
    expect(worstLossOf(decimal('2'), decimal('100'), null, '0.001').toFixed()).toBe('200.4');
  });
});

describe('the size of an exit', () => {
  const held = portfolio({ position: { direction: 'long', quantity: '0.4', notional: 40_000, units: 1 } });
  const exit = (asked: AskedSize | null, over: Parameters<typeof inputs>[0] = {}) =>
    sizeExit(signal({ action: 'exit', plan: { asked } }), inputs({ portfolio: held, ...over }));

  it.each<[AskedSize | null, string]>([
    [null, '0.4'],
    [{ type: 'fraction', fraction: 1 }, '0.4'],
    [{ type: 'fraction', fraction: 0.5 }, '0.2'],
    [{ type: 'fraction', fraction: 0.3333 }, '0.133'],
    [{ type: 'quantity', quantity: '0.1' }, '0.1'],
    [{ type: 'quantity', quantity: '5' }, '0.4'],
    [{ type: 'notional', notional: '10000' }, '0.1'],
  ])('of %o is %s', (asked, quantity) => {
    expect(exit(asked)).toEqual({ outcome: 'sized', quantity });
  });

  it('takes everything where the rest could never be sold', () => {
    const tiny = portfolio({ position: { direction: 'long', quantity: '0.4', notional: 40, units: 1 } });
    const cheap = { portfolio: tiny, market: market({ price: 20 }) };
    expect(exit({ type: 'fraction', fraction: 0.5 }, cheap)).toEqual({ outcome: 'sized', quantity: '0.4' });
  });

  it('gets out entirely without a price', () => {
    expect(exit(null, { market: market({ price: Number.NaN }) })).toEqual({ outcome: 'sized', quantity: '0.4' });
  });

  it.each([
    ['exit.no-position', { portfolio: portfolio() }, null],
    [
      'exit.no-position',
      { portfolio: portfolio({ position: { direction: 'short', quantity: '1', notional: 1, units: 1 } }) },
      null,
    ],
    ['sizing.size-invalid', {}, { type: 'fraction', fraction: -1 }],
    ['sizing.below-minimum', {}, { type: 'fraction', fraction: 0.0001 }],
  ] satisfies [string, Parameters<typeof inputs>[0], AskedSize | null][])('is refused: %s', (code, over, asked) => {
    expect(exit(asked, over)).toMatchObject({ outcome: 'refused', reason: { code } });
  });
});
