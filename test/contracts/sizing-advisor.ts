import { describe, expect, it } from 'vitest';
import type { ReviewRequest } from '../../engine/ports/reviewer.ts';
import type { SizingAdvisor } from '../../engine/ports/sizing-advisor.ts';

/** What every sizing advisor keeps. */
export function sizingAdvisorContract(name: string, create: () => SizingAdvisor, request: ReviewRequest): void {
  describe(`${name} keeps the sizing advisor contract`, () => {
    it('advises 0.05..1 of equity under its own name, or nothing', async () => {
      for (const strength of [0, 0.3, 0.5, 0.7, 0.9, 1]) {
        const advice = await create().advise(request, strength);
        if (advice === null) continue;
        expect(advice.advisor).not.toBe('');
        expect(advice.investmentFraction).toBeGreaterThanOrEqual(0.05);
        expect(advice.investmentFraction).toBeLessThanOrEqual(1);
      }
    });

    it('advises no more after losses than without them', async () => {
      const afterLosses = { ...request, portfolio: { ...request.portfolio, lossStreak: 5, winStreak: 0 } };
      const calm = (await create().advise(request, 0.6))?.investmentFraction ?? 1;
      const burnt = (await create().advise(afterLosses, 0.6))?.investmentFraction ?? 0;
      expect(burnt).toBeLessThanOrEqual(calm);
    });
  });
}
