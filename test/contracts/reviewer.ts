import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../engine/decision/canonical-json.ts';
import type { Reviewer, ReviewRequest } from '../../engine/ports/reviewer.ts';

/** What every reviewer keeps, whether it is rules or a language model; `request` is one that it can judge. */
export function reviewerContract(name: string, create: () => Reviewer, request: ReviewRequest): void {
  const ask = (asked: ReviewRequest) => create().review(asked, new AbortController().signal);

  describe(`${name} keeps the reviewer contract`, () => {
    it('names itself, and rules never pass for a language model', () => {
      const { identity } = create();
      expect(identity.name).not.toBe('');
      expect(identity.version).not.toBe('');
      expect(identity.name.startsWith('rules:')).toBe(identity.kind === 'rules');
    });

    it('votes under its own name, with a stance, a confidence of 0..1 and reasons', async () => {
      const reviewer = create();
      const verdict = await reviewer.review(request, new AbortController().signal);
      expect(verdict.reviewer).toEqual(reviewer.identity);
      expect(verdict.outcome).toBe('voted');
      if (verdict.outcome !== 'voted') return;
      expect(['buy', 'sell', 'hold']).toContain(verdict.stance);
      expect(verdict.confidence).toBeGreaterThanOrEqual(0);
      expect(verdict.confidence).toBeLessThanOrEqual(1);
      expect(verdict.reasons.length).toBeGreaterThan(0);
      for (const { code } of verdict.reasons) expect(code).toMatch(/^[a-z]+\.[a-z0-9-]+$/);
    });

    it('can be written down and asked again with the same answer', async () => {
      if (create().identity.kind !== 'rules') return;
      expect(canonicalJson(await ask(request))).toBe(canonicalJson(await ask(request)));
    });

    it('leaves the request as it was', async () => {
      const before = canonicalJson(request);
      await ask(request);
      expect(canonicalJson(request)).toBe(before);
    });

    it('abstains or holds when there is nothing to judge by, and never assents', async () => {
      const { market, portfolio } = request;
      const verdict = await ask({
        ...request,
        features: null,
        market: { ...market, volatility: null, change1hFraction: null, rsi14: null, volumeRatio: null },
        portfolio: { ...portfolio, equity: Number.NaN, drawdownFraction: Number.NaN },
        news: [],
      });
      expect(verdict.outcome === 'abstained' || verdict.stance === 'hold').toBe(true);
    });
  });
}
