import { expect, test } from 'vitest';
import type { ModelNotice } from '../../../bot/alerts/model-watch.ts';
import { createModelWatch } from '../../../bot/alerts/model-watch.ts';
import { noticeMessage } from '../../../bot/app/model-watch.ts';
import { LANGUAGES } from '../../../bot/i18n/language.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import type { ModelStanding } from '../../../bot/minds/standing.ts';
import { reviewersText, standingPairs } from '../../../bot/minds/standing.ts';
import { DESK_NOW, INSTRUMENTS } from '../../fakes/desk.ts';

const CALM: ModelStanding = {
  providers: [{ provider: 'groq', state: 'ready' }],
  spent: { day: '2026-11-20', tokens: 0, usd: 0 },
  isSpent: false,
  dayTokens: 1_000,
  dayUsd: 1,
  cassette: 'live',
};

function watching() {
  const told: ModelNotice[] = [];
  let standing: ModelStanding | null = CALM;
  const watch = createModelWatch(
    () => standing,
    (notice) => told.push(notice),
  );
  return {
    told,
    now(change: Partial<ModelStanding> | null) {
      standing = change === null ? null : { ...CALM, ...change };
      watch.check();
    },
  };
}

const spent = (tokens: number, usd: number, day = '2026-11-20') => ({ spent: { day, tokens, usd } });

test('tells once that four fifths are spent, once that all is, and anew the next day', () => {
  const { told, now } = watching();
  now(spent(799, 0.1));
  expect(told).toEqual([]);
  now(spent(810, 0.1));
  now(spent(820, 0.1));
  expect(told).toEqual([{ type: 'low', share: 0.81 }]);
  now(spent(999, 1));
  now(spent(999, 1));
  expect(told.slice(1)).toEqual([{ type: 'spent' }]);
  now(spent(0, 0.85, '2026-11-21'));
  expect(told.slice(2)).toEqual([{ type: 'low', share: 0.85 }]);
});

test('a question that was not asked for want of budget means that it is spent, whatever the sum says', () => {
  const { told, now } = watching();
  now({ ...spent(500, 0.5), isSpent: true });
  expect(told).toEqual([{ type: 'spent' }]);
});

test('no cap, and a cap of nothing, run out of nothing', () => {
  const { told, now } = watching();
  now({ ...spent(9_999_999, 0), dayTokens: null, dayUsd: 0 });
  expect(told).toEqual([]);
});

test('tells that a provider is left alone, and that it is back; a pause it asked for is nothing to ring for', () => {
  const { told, now } = watching();
  const groq = (state: 'ready' | 'resting' | 'paused') => now({ providers: [{ provider: 'groq', state }] });
  for (const state of ['paused', 'ready', 'resting', 'resting', 'paused', 'ready', 'ready'] as const) groq(state);
  expect(told).toEqual([
    { type: 'resting', provider: 'groq' },
    { type: 'back', provider: 'groq' },
  ]);
});

test('a desk of rules has nothing to tell', () => {
  const { told, now } = watching();
  now(null);
  expect(told).toEqual([]);
});

test.each(LANGUAGES)('every notice and standing has its words: %s', (language) => {
  const voice = createVoice({ language, zone: 'UTC', now: DESK_NOW, instruments: INSTRUMENTS, quoteCurrency: 'USDT' });
  const notices: readonly ModelNotice[] = [
    ...[{ type: 'low', share: 0.81 } as const, { type: 'spent' } as const],
    ...[{ type: 'resting', provider: 'groq' } as const, { type: 'back', provider: 'groq' } as const],
  ];
  const texts = notices.map((notice) => JSON.stringify(noticeMessage(notice, voice).blocks));
  expect(new Set(texts).size).toBe(4);
  expect(texts[0]).toContain('81%');
  const standing = { ...CALM, ...spent(1_234, 0.0042), providers: [{ provider: 'groq', state: 'resting' } as const] };
  const [[label, value] = []] = standingPairs({ ...standing, cassette: 'record' }, voice);
  expect(label).not.toBe('');
  for (const part of ['groq', '1,234', '0.0042']) expect(value).toContain(part);
  expect(standingPairs(null, voice)).toEqual([]);
});

test.each([
  [
    ['rules:technical', 'rules:news-risk'],
    'two reviewers (rules:technical, rules:news-risk; rules, no language model)',
  ],
  [['groq:a', 'ollama:b'], 'two reviewers (groq:a, ollama:b; language models)'],
  [
    ['groq:a', 'rules:technical'],
    'two reviewers (groq:a, rules:technical; a rule stands in where no language model is set up)',
  ],
])('a rule is never taken for a language model: %j', (names, told) => {
  expect(reviewersText(names, { language: 'en' })).toBe(told);
});
