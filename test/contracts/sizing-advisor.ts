import { describe, expect, it } from 'vitest';
import type { ReviewRequest } from '../../engine/ports/reviewer.ts';
import type { AdviceGiven, SizingAdvisor, SizingRequest } from '../../engine/ports/sizing-advisor.ts';
import { limits, settings } from '../engine/decision/decision-fixtures.ts';

const ALLOWED = { limits: limits(), riskFraction: settings().riskFraction };

/** What every sizing advisor keeps. */
export function sizingAdvisorContract(name: string, create: () => SizingAdvisor, request: ReviewRequest): void {
  const ask = (asked: SizingRequest) => create().advise(asked, new AbortController().signal);

  describe(`${name} keeps the sizing advisor contract`, () => {
    it('advises 0.05..1 of equity under its own name, or nothing', async () => {
      for (const strength of [0, 0.3, 0.5, 0.7, 0.9, 1]) {
        const advice = await ask({ ...request, ...ALLOWED, strength });
        if (advice === null) continue;
        expect(advice.advisor).not.toBe('');
        if (!('investmentFraction' in advice)) continue;
        expect(advice.investmentFraction).toBeGreaterThanOrEqual(0.05);
        expect(advice.investmentFraction).toBeLessThanOrEqual(1);
      }
    });

    it('advises no more after losses than without them', async () => {
      const afterLosses = { ...request, portfolio: { ...request.portfolio, lossStreak: 5, winStreak: 0 } };
      const calm = ratioOf(await ask({ ...request, ...ALLOWED, strength: 0.6 })) ?? 1;
      const burnt = ratioOf(await ask({ ...afterLosses, ...ALLOWED, strength: 0.6 })) ?? 0;
      expect(burnt).toBeLessThanOrEqual(calm);
    });
  });
}

function ratioOf(advice: AdviceGiven | null): number | undefined {
  return advice !== null && 'investmentFraction' in advice ? advice.investmentFraction : undefined;
}
