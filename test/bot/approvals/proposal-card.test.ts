import { expect, it } from 'vitest';
import { proposalCard } from '../../../bot/approvals/proposal-card.ts';
import type { Language } from '../../../bot/i18n/language.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import type { DecisionRecord } from '../../../engine/domain/decision.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { pendingApproval } from '../../fakes/desk.ts';
import { AT, abstention, askedRecord, INSTRUMENTS, modelVote, verdict } from '../../fixtures/decision-record.ts';
import { plainText } from '../chat-rig.ts';

const NEWS = reason('news.nothing-against', { tone: -0.2, items: 8, newsIds: 'N-22,N-21,N-19,N-16' });
const RECORD: DecisionRecord = {
  ...askedRecord(12),
  model: modelVote('buy', 0.6125),
  verdicts: [
    verdict('rules:technical', 'buy', reason('technical.move-calming', { z1h: 2, volumeRatio: 3 })),
    verdict('rules:news-risk', 'buy', NEWS),
  ],
};

function card(language: Language, record: DecisionRecord | null): string {
  const voice = createVoice({ language, zone: 'UTC', now: AT, instruments: INSTRUMENTS, quoteCurrency: 'USDT' });
  const { choices, ...shown } = proposalCard(pendingApproval('A-1'), AT, voice, record);
  return plainText([{ ...shown, buttons: choices.map((choice) => ({ ...choice, action: '' })) }]);
}

it('says why in two sentences with what they rest on, and how each voted', () => {
  const text = card('en', RECORD);
  expect(text).toContain('No news speaks against it (8 items). [D-12] [N-22] [N-21] [N-19]');
  expect(text).not.toContain('N-16');
  expect(text).toMatch(/\S\. \[D-12\]\n/);
  expect(text).toMatch(/Model\s+buy \(61\.3%, needs 56\.3%\)/);
  expect(text).toMatch(/rules:technical\s+buy \(70%\)/);
  const korean = card('ko', RECORD);
  expect(korean).toContain('반대되는 뉴스가 없습니다 (뉴스 8건). [D-12] [N-22]');
  expect(korean).toMatch(/매수 \(61\.3%, 기준 56\.3%\)/);
});

it('tells the reason of a vote that was not given', () => {
  const abstained = [abstention('rules:technical', reason('technical.not-stretched', { rsi14: 50, z1h: 0.2 }))];
  const text = card('en', { ...RECORD, model: null, verdicts: abstained });
  expect(text).toMatch(/rules:technical\s+\S+/);
  expect(text).not.toContain('Model');
});

it('names the decision alone where its record cannot be read', () => {
  const text = card('en', null);
  expect(text).toContain('[D-12]');
  expect(text).not.toContain('rules:');
});

it('shows of a language model what weighed most with it, and its own words as a quotation', () => {
  const reviewer = { name: 'groq:openai/gpt-oss-20b', kind: 'language-model', version: 'review-news@1' } as const;
  const why = reason('review.news-quiet', { evidence: 'news.count' });
  const spoken = { ...verdict('x', 'buy', why), reviewer, note: 'The reports are quiet.' };
  const line =
    card('en', { ...RECORD, verdicts: [spoken] })
      .split('\n')
      .find((one) => one.includes('groq:')) ?? '';
  expect(line).toMatch(/groq:openai\/gpt-oss-20b\s+buy \(70%\) · .+ · “The reports are quiet.”$/);
  expect(line).not.toContain('review.news-quiet');
});
