import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EXAMPLE_DECISION } from '../../../agent/prompt-tests/example-decision.ts';
import { FACTORS, ROLE_FACTORS } from '../../../agent/reviewers/factors.ts';
import { quoteEvidence } from '../../../agent/reviewers/quote-evidence.ts';
import { REVIEW_PROMPTS } from '../../../agent/reviewers/review-prompts.ts';
import { reviewQuestion } from '../../../agent/reviewers/review-question.ts';
import { readVerdict, VERDICT_PROBLEMS, verdictSchema } from '../../../agent/reviewers/verdict-answer.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { ReviewerRole } from '../../../engine/domain/verdict.ts';
import { EVIDENCE_SECTIONS, loadPrompt, PromptError } from '../../../prompts/prompt-file.ts';

const evidence = quoteEvidence(EXAMPLE_DECISION, EVIDENCE_SECTIONS);
const expected = (role: ReviewerRole = 'technical') => ({ role, evidence });

const BALLOT = {
  symbol: 'SOL',
  reasons: [{ factor: 'trend-up', evidence: ['market.change1h', 'indicator.return60'] }],
  stance: 'buy',
  confidence: 0.7,
  note: 'RSI is 65.4 and the hour gained 1.18%.',
} as const;
const RISK = {
  ...BALLOT,
  reasons: [{ factor: 'account-calm', evidence: ['account.drawdown'] }],
  veto: false,
  severity: 'minor',
  note: null,
};

const read = (answer: unknown, role?: ReviewerRole) =>
  readVerdict(typeof answer === 'string' ? answer : JSON.stringify(answer), expected(role));
const but = (over: object) => ({ ...BALLOT, ...over });

describe('a verdict', () => {
  test('is read as it is written', () => {
    expect(read(BALLOT)).toEqual({
      outcome: 'voted',
      stance: 'buy',
      confidence: 0.7,
      reasons: [reason('review.trend-up', { evidence: 'market.change1h,indicator.return60' })],
      note: 'RSI is 65.4 and the hour gained 1.18%.',
      noteProblem: null,
    });
  });

  test('may stand in a fence, and after thoughts', () => {
    const json = JSON.stringify(BALLOT, null, 2);
    for (const text of [
      `\`\`\`json\n${json}\n\`\`\``,
      `<think>Is it {"stance":"sell"}?</think>\n${json}`,
      ` \n${json}\n`,
    ]) {
      expect(read(text)).toMatchObject({ outcome: 'voted', stance: 'buy' });
    }
  });

  test('keeps two digits of a confidence, and cites each id once', () => {
    const reasons = [{ factor: 'trend-up', evidence: ['N-41', 'N-41', 'market.atr'] }];
    expect(read(but({ confidence: 0.123456789, reasons }))).toMatchObject({
      confidence: 0.12,
      reasons: [{ values: { evidence: 'N-41,market.atr' } }],
    });
  });

  test('loses a note that holds what the evidence does not, and says so after its reasons', () => {
    expect(read(but({ note: 'RSI is 70.' }))).toMatchObject({
      stance: 'buy',
      reasons: [{ code: 'review.trend-up' }, reason('review.note-ungrounded')],
      note: null,
      noteProblem: 'ungrounded',
    });
    expect(read(but({ note: ' ' }))).toMatchObject({ reasons: [{ code: 'review.trend-up' }], note: null });
  });

  test('may hold for any reason, and needs one that fits for a side', () => {
    const because = (factor: string) => [{ factor, evidence: ['market.rsi14'] }];
    expect(read(but({ stance: 'hold', reasons: because('trend-up') })).outcome).toBe('voted');
    expect(read(but({ stance: 'sell', reasons: because('volume-alive') })).outcome).toBe('voted');
    expect(read(but({ stance: 'sell' }))).toEqual({ outcome: 'unusable', problem: 'contradictory' });
    expect(read(but({ reasons: because('volume-thin') }))).toEqual({ outcome: 'unusable', problem: 'contradictory' });
  });
});

describe('an answer that is no verdict', () => {
  const one = BALLOT.reasons[0];
  test.each([
    ['nothing', '', 'empty'],
    ['thoughts alone', '<think>hm</think>', 'empty'],
    ['a refusal', 'I cannot give financial advice.', 'refused'],
    ['a refusal in Korean', '죄송하지만 답변할 수 없습니다.', 'wrong-language'],
    ['a sentence before the object', `Here it is: ${JSON.stringify(BALLOT)}`, 'not-json'],
    ['half an object', JSON.stringify(BALLOT).slice(0, -9), 'not-json'],
    ['two objects', `${JSON.stringify(BALLOT)}${JSON.stringify(BALLOT)}`, 'not-json'],
    ['a list', `[${JSON.stringify(BALLOT)}]`, 'other-shape'],
    ['a field too many', but({ order: 'buy 5 SOL' }), 'other-shape'],
    ['a field too few', { ...BALLOT, note: undefined }, 'other-shape'],
    ['a number as a text', but({ confidence: '0.7' }), 'other-shape'],
    ['no reason', but({ reasons: [] }), 'other-shape'],
    ['five reasons', but({ reasons: [one, one, one, one, one] }), 'other-shape'],
    ['a reason without evidence', but({ reasons: [{ factor: 'trend-up', evidence: [] }] }), 'other-shape'],
    ['a veto of one who has none', but({ veto: false, severity: 'none' }), 'other-shape'],
    ['a stance of its own', but({ stance: 'strong buy' }), 'other-word'],
    ['a stance in another language', but({ stance: '매수' }), 'other-word'],
    ['a factor of its own', but({ reasons: [{ factor: 'gut', evidence: ['N-41'] }] }), 'other-word'],
    ["another role's factor", but({ reasons: [{ factor: 'news-good', evidence: ['N-41'] }] }), 'other-word'],
    ['a name that every object has', but({ reasons: [{ factor: 'toString', evidence: ['N-41'] }] }), 'other-word'],
    ['a confidence in per cent', but({ confidence: 70 }), 'out-of-range'],
    ['a confidence below nothing', but({ confidence: -0.01 }), 'out-of-range'],
    ['another coin', but({ symbol: 'BTC' }), 'other-symbol'],
    ['a pair', but({ symbol: 'SOL/USDT' }), 'other-symbol'],
    ['evidence nobody gave', but({ reasons: [{ factor: 'trend-up', evidence: ['N-99'] }] }), 'unknown-evidence'],
    ['a note in Korean', but({ note: '추세가 상승합니다.' }), 'wrong-language'],
    ['one reason twice', but({ reasons: [one, one] }), 'contradictory'],
    ['two stances', JSON.stringify(BALLOT).replace('"stance"', '"stance":"sell","stance"'), 'contradictory'],
  ])('%s', (_, answer, problem) => {
    expect(read(answer)).toEqual({ outcome: 'unusable', problem });
  });

  test('is told by one of ten words, whatever it is, and never throws', () => {
    const names = fc.constantFrom('symbol', 'stance', 'confidence', 'reasons', 'note', 'veto', 'x', '__proto__');
    const anything = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.json({ maxDepth: 2 }),
      fc
        .dictionary(names, fc.oneof(fc.constantFrom('SOL', 'buy', 0.5, null), fc.jsonValue({ maxDepth: 1 })))
        .map((one) => JSON.stringify({ ...BALLOT, ...one })),
    );
    fc.assert(
      fc.property(anything, fc.constantFrom(...(Object.keys(ROLE_FACTORS) as ReviewerRole[])), (text, role) => {
        const verdict = readVerdict(text, expected(role));
        if (verdict.outcome === 'unusable') expect(VERDICT_PROBLEMS).toContain(verdict.problem);
        else {
          expect(verdict.confidence >= 0 && verdict.confidence <= 1).toBe(true);
          for (const { code } of verdict.reasons) expect(code).toMatch(/^review\.[a-z-]+$/);
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('the risk role', () => {
  test('lets a trade pass, and vetoes one, with the veto before its reasons', () => {
    expect(read(RISK, 'risk')).toMatchObject({
      stance: 'buy',
      reasons: [{ code: 'review.account-calm' }],
    });
    const reasons = [{ factor: 'spread-wide', evidence: ['market.spread'] }];
    expect(read({ ...RISK, stance: 'hold', veto: true, severity: 'grave', reasons }, 'risk')).toMatchObject({
      stance: 'hold',
      reasons: [
        reason('review.veto', { severity: 'grave', evidence: 'market.spread' }),
        reason('review.spread-wide', { evidence: 'market.spread' }),
      ],
    });
  });

  test.each([
    ['a veto that votes for the trade', { veto: true, severity: 'grave' }, 'contradictory'],
    ['a veto for next to nothing', { stance: 'hold', veto: true, severity: 'minor' }, 'contradictory'],
    ['a hold without a veto', { stance: 'hold' }, 'contradictory'],
    ['a grave danger that it lets pass', { severity: 'grave' }, 'contradictory'],
    ['a severity of its own', { severity: 'apocalyptic' }, 'other-word'],
    ['no word on a veto', { veto: undefined }, 'other-shape'],
    ['a veto that is no yes or no', { veto: 'no' }, 'other-shape'],
  ])('is not understood with %s', (_, over, problem) => {
    expect(read({ ...RISK, ...over }, 'risk')).toEqual({ outcome: 'unusable', problem });
  });
});

describe('the schema', () => {
  test('names every field, allows no other, and lists what may be cited', () => {
    const { required, additionalProperties, properties } = verdictSchema(expected());
    expect(required).toEqual(['symbol', 'reasons', 'stance', 'confidence', 'note']);
    expect(additionalProperties).toBe(false);
    expect(properties.reasons.items.properties.evidence.items.enum).toEqual(evidence.ids);
    expect(verdictSchema(expected('risk')).required).toContain('veto');
  });

  test('has room for every factor in some role', () => {
    const given = new Set(Object.values(ROLE_FACTORS).flat());
    expect([...given].sort()).toEqual(Object.keys(FACTORS).sort());
  });
});

describe('a question to a reviewer', () => {
  test.each(Object.entries(REVIEW_PROMPTS))('of the role %s fits to its prompt', (role, id) => {
    const question = reviewQuestion(loadPrompt(id), role as ReviewerRole, EXAMPLE_DECISION);
    const boundary = question.user.slice(0, question.user.indexOf('\n'));
    expect(boundary).toMatch(/^<evidence [0-9a-f]{24}>$/);
    expect(question.prompt.text).toContain(boundary);
    expect(question.prompt.text).not.toContain('{{');
    expect(question).toEqual(reviewQuestion(loadPrompt(id), role as ReviewerRole, structuredClone(EXAMPLE_DECISION)));
  });

  test('is not asked with a prompt of another answer', () => {
    expect(() => reviewQuestion(loadPrompt('review-risk'), 'technical', EXAMPLE_DECISION)).toThrow(
      new PromptError('review-risk@1 asks for risk-verdict@1, not for verdict@1.'),
    );
  });
});
