import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { EXAMPLE_DECISION } from '../../../agent/prompt-tests/example-decision.ts';
import { FACTORS } from '../../../agent/reviewers/factors.ts';
import { NOTE_PROBLEMS } from '../../../agent/reviewers/note-check.ts';
import { quoteEvidence } from '../../../agent/reviewers/quote-evidence.ts';
import { VERDICT_PROBLEMS, VETO } from '../../../agent/reviewers/verdict-answer.ts';
import { evidenceText } from '../../../bot/i18n/evidence-words.ts';
import { createFormat } from '../../../bot/i18n/format.ts';
import { reasonText } from '../../../bot/i18n/reason-text.ts';
import { REVIEW_REASONS } from '../../../bot/i18n/reasons/reviews.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { BASELINE_FEATURES } from '../../../engine/features/baseline-features.ts';
import { EVIDENCE_SECTIONS } from '../../../prompts/prompt-file.ts';
import { DESK_NOW, INSTRUMENTS } from '../../fakes/desk.ts';

const formatOf = (language: 'ko' | 'en') =>
  createFormat({ language, zone: 'UTC', now: DESK_NOW, instruments: INSTRUMENTS, quoteCurrency: 'USDT' });

describe('what language models give as reasons', () => {
  test('has a sentence for each factor, the veto, and each answer that is none; and no sentence for nothing', () => {
    const codes = [
      ...Object.keys(FACTORS).map((factor) => `review.${factor}`),
      VETO,
      ...NOTE_PROBLEMS.map((problem) => `review.note-${problem}`),
      ...VERDICT_PROBLEMS.map((problem) => `reviewer.${problem}`),
    ];
    expect(Object.keys(REVIEW_REASONS).sort()).toEqual(codes.sort());
  });

  test('stands in the docs, word for word', () => {
    const page = readFileSync('docs/reason-codes-reviews.md', 'utf8');
    const rows = Object.entries(REVIEW_REASONS).map(([code, { en, ko }]) => `| \`${code}\` | ${en} | ${ko} |`);
    expect(rows.filter((row) => !page.includes(row))).toEqual([]);
  });

  test('reads in both languages, with the names of what was cited', () => {
    const why = reason('review.trend-up', { evidence: 'market.rsi14,indicator.rsi14,N-3' });
    expect(reasonText(why, formatOf('en'))).toBe('The trend points up (RSI, N-3).');
    expect(reasonText(why, formatOf('ko'))).toBe('상승 추세입니다(RSI, N-3).');
    const veto = reason(VETO, { severity: 'grave', evidence: 'market.spread' });
    expect(reasonText(veto, formatOf('en'))).toBe('Vetoed, grave danger (spread).');
    expect(reasonText(veto, formatOf('ko'))).toBe('거부권 행사, 위험도 매우 심각(스프레드).');
  });
});

test('every figure that reviewers are shown has a name without digits in both languages', () => {
  const features = { ...BASELINE_FEATURES, symbol: 'SOL', asOf: 0, values: BASELINE_FEATURES.names.map(() => 0.5) };
  const request = { ...EXAMPLE_DECISION, features: { ...features, featureSet: 'baseline@1' } };
  const ids = quoteEvidence(request, EVIDENCE_SECTIONS).ids.filter((id) => !/^[NG]-/.test(id));
  expect(ids.length).toBeGreaterThan(40);
  const unnamed = ids.flatMap((id) =>
    (['en', 'ko'] as const).filter(
      (language) => evidenceText(id, language) === id || /\d/.test(evidenceText(id, language)),
    ),
  );
  expect(unnamed).toEqual([]);
});
