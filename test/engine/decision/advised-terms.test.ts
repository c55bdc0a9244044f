import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NO_DEADLINE } from '../../../engine/decision/deadline.ts';
import { createDecisionDesk } from '../../../engine/decision/decision-desk.ts';
import { replayDecision } from '../../../engine/decision/replay-decision.ts';
import { rulesNewsReviewer } from '../../../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../../../engine/decision/rules-technical-reviewer.ts';
import type { SizingInputs, SizingResult } from '../../../engine/decision/sizing.ts';
import { refitSizing, sizeEntry } from '../../../engine/decision/sizing.ts';
import { adviceOf } from '../../../engine/decision/sizing-advice.ts';
import { sizingBand } from '../../../engine/decision/sizing-bands.ts';
import { decimal, estimateOf } from '../../../engine/domain/decimal.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { AdvisedTerms, Sizing } from '../../../engine/domain/sizing.ts';
import type { ReviewCall } from '../../../engine/domain/verdict.ts';
import type { AdviceGiven, SizingAdvisor } from '../../../engine/ports/sizing-advisor.ts';
import {
  BTC,
  fakeModel,
  inputs,
  limits,
  market,
  NOW,
  newsItem,
  portfolio,
  settings,
  signal,
  throughTheJournal,
} from './decision-fixtures.ts';

const CALL: ReviewCall = {
  id: 'L-1',
  provider: 'groq',
  model: 'm',
  prompt: 'investment-ratio@1',
  promptSha256: 'aa'.repeat(32),
  requestSha256: 'bb'.repeat(32),
  temperature: 0,
  seed: 7,
  reply: '{}',
  replySha256: 'cc'.repeat(32),
  inputTokens: 400,
  outputTokens: 40,
  costUsd: null,
  latencyMs: 210,
};

function terms(over: Partial<AdvisedTerms> = {}): AdvisedTerms {
  return {
    outcome: 'advised',
    maxLossFraction: 0.01,
    takeProfitFraction: 0.5,
    note: 'The bands are narrow.',
    call: CALL,
    ...over,
  };
}

function advised(over: Partial<AdvisedTerms> = {}, investmentFraction = 1): AdviceGiven {
  return { investmentFraction, advisor: 'groq:m', terms: terms(over) };
}

/** Half of equity is asked, 0.01 of it may be lost, and the stop lies 1 % away. */
function world(over: Partial<SizingInputs> = {}): SizingInputs {
  return {
    signal: signal(),
    instrument: BTC,
    market: market(),
    portfolio: portfolio(),
    limits: limits({ maxSymbolExposureFraction: 1 }),
    settings: settings(),
    strength: 0.8,
    advice: advised(),
    ...over,
  };
}

function sized(result: SizingResult): Sizing {
  if (result.outcome !== 'sized') throw new Error(`not sized: ${JSON.stringify(result)}`);
  return result.sizing;
}

describe('the loss that an advisor accepts', () => {
  it('makes a size smaller: 0.1 % of equity at a stop 1.1 % away, fees included, is nine hundredths', () => {
    const { quantity, worstLoss, clamps } = sized(sizeEntry(world({ advice: advised({ maxLossFraction: 0.001 }) })));
    expect(quantity).toBe('0.09');
    expect(clamps).toEqual([{ cap: 'advised-loss', from: 0.5, to: expect.closeTo(0.0909504, 6) }]);
    expect(estimateOf(worstLoss)).toBeLessThanOrEqual(100);
  });

  it('makes none larger', () => {
    const bold = sized(sizeEntry(world({ advice: advised({ maxLossFraction: 1 }) })));
    expect(bold.quantity).toBe('0.5');
    expect(bold.clamps).toEqual([]);
  });

  it('binds the answer to a proposal as well, when the price has moved towards the target', () => {
    const asked = sized(sizeEntry(world({ advice: advised({ maxLossFraction: 0.001 }) })));
    const later = world({ market: market({ price: 100_400 }), advice: adviceOf(asked) });
    const refitted = sized(refitSizing(asked, later));
    expect(refitted.clamps.at(-1)?.cap).toBe('advised-loss');
    expect(estimateOf(refitted.worstLoss)).toBeLessThanOrEqual(100);
  });

  it('may leave too little, and then its name is told', () => {
    const shy = advised({ maxLossFraction: 0.000001 });
    expect(sizeEntry(world({ advice: shy }))).toMatchObject({
      outcome: 'too-small',
      reason: { code: 'sizing.below-minimum', values: { cap: 'advised-loss' } },
    });
  });
});

describe('the target that an advisor wishes for', () => {
  it.each<[string, number, number | null, string | null]>([
    ['comes nearer than the plan has it', 0.015, 2_000, '101500'],
    ['never moves further away', 0.5, 2_000, '102000'],
    ['stands where the plan has none', 0.03, null, '103000'],
    ['is never nearer than the stop', 0.0001, 2_000, '101000'],
    ["leaves a plan's own target that is nearer than the stop", 0.0001, 500, '100500'],
  ])('%s', (_, takeProfitFraction, targetDistance, target) => {
    const planned = signal({ plan: { targetDistance } });
    const { targetPrice } = sized(sizeEntry(world({ signal: planned, advice: advised({ takeProfitFraction }) })));
    expect(targetPrice).toBe(target);
  });

  it('is never nearer than what the fees of both sides take', () => {
    const near = signal({ plan: { stopDistance: 50, targetDistance: null } });
    const { targetPrice } = sized(sizeEntry(world({ signal: near, advice: advised({ takeProfitFraction: 0.0001 }) })));
    expect(targetPrice).toBe('100100');
  });

  it('lies below the entry of a short', () => {
    const short = signal({ direction: 'short', plan: { targetDistance: null } });
    const { targetPrice } = sized(sizeEntry(world({ signal: short, advice: advised({ takeProfitFraction: 0.03 }) })));
    expect(targetPrice).toBe('97000');
  });

  it('does not fall through the floor of the world', () => {
    const short = signal({ direction: 'short', plan: { targetDistance: null } });
    expect(
      sized(sizeEntry(world({ signal: short, advice: advised({ takeProfitFraction: 1 }) }))).targetPrice,
    ).toBeNull();
  });
});

describe('advice in the record', () => {
  it('stands as it was given, and makes the same size again', () => {
    const given = advised({ maxLossFraction: 0.001, takeProfitFraction: 0.015 });
    const first = sized(sizeEntry(world({ advice: given })));
    expect(first.advised).toEqual(terms({ maxLossFraction: 0.001, takeProfitFraction: 0.015 }));
    expect(adviceOf(first)).toEqual(given);
    expect(sized(sizeEntry(world({ advice: adviceOf(throughTheJournal(first)) })))).toEqual(first);
  });

  it('names who gave none, and why', () => {
    const none: AdviceGiven = { outcome: 'abstained', advisor: 'groq:m', reason: reason('advisor.refused') };
    const { advisor, advised: said, clamps } = sized(sizeEntry(world({ advice: none, strength: 0.6 })));
    expect([advisor, said, clamps]).toEqual(['none', none, [{ cap: 'no-advice', from: 0.5, to: 0.2 }]]);
  });

  it('holds nothing of terms that came without a ratio', () => {
    const odd = advised({ maxLossFraction: 0.001 }, Number.NaN);
    expect(sized(sizeEntry(world({ advice: odd, strength: 0.6 })))).toEqual(
      sized(sizeEntry(world({ advice: null, strength: 0.6 }))),
    );
  });
});

const { asOf: _asOf, news: _news, series: _series, ...SEEN } = inputs();

function considered(advise: SizingAdvisor['advise'], deadline = NO_DEADLINE) {
  const desk = createDecisionDesk({
    clock: { now: () => NOW },
    deadline,
    model: fakeModel(),
    reviewers: [rulesTechnicalReviewer, rulesNewsReviewer],
    advisor: { name: 'groq:m', advise },
    news: { find: async () => [newsItem({ tone: 0.4 })] },
    series: { series: async () => [] },
    deadlines: { newsMs: 1_000, modelMs: 1_000, reviewerMs: 1_000, advisorMs: 25 },
  });
  return desk.consider(signal(), 1, () => SEEN);
}

describe('an advisor at the desk', () => {
  const expired = { after: () => Object.assign(Promise.resolve(), { cancel: () => {} }) };
  const hanging = () => new Promise<null>(() => {});

  it('is withdrawn from when it is late, and the record says so', async () => {
    let withdrawn = false;
    const { record } = await considered(
      (_, asked) => {
        asked.addEventListener('abort', () => {
          withdrawn = true;
        });
        return hanging();
      },
      { after: (ms) => (ms === 25 ? expired.after() : NO_DEADLINE.after(ms)) },
    );
    expect(withdrawn).toBe(true);
    expect(record.sizing?.advised).toEqual({
      outcome: 'abstained',
      advisor: 'groq:m',
      reason: { code: 'advisor.late', values: { deadlineMs: 25 } },
    });
  });

  it.each<[string, unknown]>([
    ['advisor.failed', () => Promise.reject(new Error('away'))],
    ['advisor.malformed', 'all of it'],
    ['advisor.malformed', { investmentFraction: '1', advisor: 'groq:m' }],
    ['advisor.malformed', { investmentFraction: Number.NaN, advisor: 'groq:m' }],
    ['advisor.malformed', { investmentFraction: 1, advisor: 'groq:m', terms: terms({ maxLossFraction: 2 }) }],
    ['advisor.malformed', { investmentFraction: 1, advisor: 'groq:m', terms: terms({ takeProfitFraction: 0 }) }],
    ['advisor.malformed', { outcome: 'abstained', advisor: 'groq:m' }],
  ])('is %s where it gives %o', async (code, given) => {
    const { record, request } = await considered(async () => (typeof given === 'function' ? given() : given));
    expect(record.sizing?.advised).toMatchObject({ outcome: 'abstained', reason: { code } });
    expect(record.sizing?.advisor).toBe('none');
    expect(request?.quantity).toBe(record.sizing?.quantity);
  });

  it('speaks under no name but its own', async () => {
    const { record } = await considered(async () => ({ investmentFraction: 1, advisor: 'rules:bands' }));
    expect(record.sizing?.advisor).toBe('groq:m');
  });

  it('makes a record that replays to the same bytes, whatever it said', async () => {
    const voters = { model: fakeModel(), reviewers: [rulesTechnicalReviewer, rulesNewsReviewer] };
    for (const given of [advised({ maxLossFraction: 0.001, takeProfitFraction: 0.012 }), null, advised({}, 0.05)]) {
      const { record } = await considered(async () => given);
      expect(record.outcome).toBe('acted');
      expect(await replayDecision(throughTheJournal(record), voters)).toMatchObject({ same: true });
    }
  });
});

describe('whatever an advisor advises', () => {
  const odd = fc.oneof(fc.double(), fc.double({ min: 0, max: 1 }), fc.constantFrom(0, -1, 1e308, Number.NaN));
  const scene = fc.record({
    ratio: odd,
    maxLossFraction: odd,
    takeProfitFraction: odd,
    strength: fc.double({ min: 0, max: 1, noNaN: true }),
    price: fc.double({ min: 0.5, max: 200_000, noNaN: true }),
    stopFraction: fc.double({ min: 0.0005, max: 0.2, noNaN: true }),
    targetFraction: fc.option(fc.double({ min: 0.0005, max: 0.2, noNaN: true })),
    equity: fc.double({ min: 10, max: 1e7, noNaN: true }),
    exposureFraction: fc.double({ min: 0, max: 1.5, noNaN: true }),
    direction: fc.constantFrom('long' as const, 'short' as const),
    lossStreak: fc.nat(4),
    winStreak: fc.nat(9),
    volatility: fc.option(fc.double({ min: 0, max: 0.004, noNaN: true })),
  });

  it('the size is at most what the best ratio without terms would give, and the target no further than the plan', () => {
    fc.assert(
      fc.property(scene, (it) => {
        const { maxLossFraction, takeProfitFraction, price, equity } = it;
        const state = world({
          strength: it.strength,
          market: market({ price, volatility: it.volatility }),
          signal: signal({
            direction: it.direction,
            plan: {
              stopDistance: price * it.stopFraction,
              targetDistance: it.targetFraction === null ? null : price * it.targetFraction,
            },
          }),
          instrument: { ...BTC, tickSize: '0.0001' },
          limits: limits(),
          portfolio: portfolio({
            equity,
            exposure: it.exposureFraction * equity,
            lossStreak: it.lossStreak,
            winStreak: it.winStreak,
          }),
        });
        const band = sizingBand({ ...it, volatility: it.volatility });
        const best = sizeEntry({ ...state, advice: { investmentFraction: band.ceiling, advisor: 'rules' } });
        const result = sizeEntry({ ...state, advice: advised({ maxLossFraction, takeProfitFraction }, it.ratio) });
        if (best.outcome === 'unsizable') return void expect(result.outcome).toBe('unsizable');
        if (result.outcome === 'unsizable') return;
        if (best.outcome === 'too-small') expect(result.outcome).toBe('too-small');
        const quantity = decimal(result.sizing.quantity);
        expect(quantity.lessThanOrEqualTo(decimal(best.sizing.quantity))).toBe(true);
        expect(estimateOf(result.sizing.notional)).toBeLessThanOrEqual(band.ceiling * equity * (1 + 1e-9));
        expect(estimateOf(result.sizing.worstLoss)).toBeLessThanOrEqual(limits().maxRiskFraction * equity * (1 + 1e-9));
        expect(result.sizing.stopPrice).toBe(best.sizing.stopPrice);
        const [wished, planned] = [result.sizing.targetPrice, best.sizing.targetPrice];
        if (planned !== null) {
          const far = (target: string | null) => Math.abs(estimateOf(target ?? 'none') - price);
          expect(far(wished)).toBeLessThanOrEqual(far(planned) + 1e-9 * price);
        }
      }),
      { numRuns: 500 },
    );
  });
});
