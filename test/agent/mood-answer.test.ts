import { describe, expect, it } from 'vitest';
import { createAnswerer } from '../../agent/answerer.ts';
import type { Language } from '../../agent/answers/answer.ts';
import type { Sources } from '../../agent/answers/draft.ts';
import { fearGreedWord, moodWord } from '../../agent/answers/mood-words.ts';
import { checkAnswer } from '../../agent/grounding/check-answer.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';
import { SOL } from '../fixtures/decision-record.ts';
import { createView, EMPTY_WORLD, FIGURES, MOOD, NEWS, NOW, rendered, textOf, WORLD } from './fixtures/desk.ts';

const LANGUAGES: readonly Language[] = ['en', 'ko'];

function answererOf(world: Sources['world']) {
  return createAnswerer({ view: createView(), records: new MemoryRecords(), news: NEWS, world });
}

const ask = (question: string, language: Language, world = WORLD) => answererOf(world).answer(question, { language });
const told = async (question: string, language: Language, world = WORLD) =>
  textOf(await ask(question, language, world), language).split('\n');

const FEAR_GREED_EN = 'Fear & Greed Index: 72 (greed), before 68; known since 13:05 (alternative.me). [G-fear-greed]';
const FUNDING_KO = 'SOL 펀딩비 (binance): -0.0123%(회차당), 직전 0.0100%, 13:05 공개(binance). [G-funding:binance:SOL]';

describe('the mood of the news', () => {
  it('is told of a coin with its change, its stories and its weightiest report', async () => {
    expect((await told('how is the sentiment on SOL?', 'en'))[0]).toBe(
      'Mood of the news on SOL: positive (+0.43), -0.12 over a day; stories: 5, publishers: 4; weighing most: “Solana rises 8% as funds return” (CoinDesk, 12:30). [G-mood:SOL] [N-90] [N-81]',
    );
    expect((await told('솔라나 분위기 어때?', 'ko'))[0]).toBe(
      'SOL 뉴스 분위기: 긍정(+0.43), 하루 전보다 -0.12, 기사 5건, 매체 4곳, 가장 비중이 큰 기사 “자금 복귀에 솔라나 8% 상승”(CoinDesk, 12:30). [G-mood:SOL] [N-90] [N-81]',
    );
  });

  it('is told of every traded coin where none is named, and says of which too little is known', async () => {
    const said = await told('시장 분위기 어때?', 'ko');
    expect(said.slice(0, 3)).toEqual([
      'SOL 뉴스 분위기: 긍정(+0.43), 하루 전보다 -0.12, 기사 5건, 매체 4곳. [G-mood:SOL] [N-90] [N-81]',
      'BTC, ETH, XRP: 분위기를 말하기에는 알려진 뉴스가 너무 적습니다. [J-1234]',
      '공포·탐욕 지수: 72(탐욕), 직전 68, 13:05 공개(alternative.me). [G-fear-greed]',
    ]);
  });

  it('says nothing of a change that is not known, and that there was none', async () => {
    const world = (change24h: number | null) => ({ ...WORLD, sentiment: { read: () => ({ ...MOOD, change24h }) } });
    expect((await told('sentiment on SOL?', 'en', world(null)))[0]).toContain('positive (+0.43); stories: 5');
    expect((await told('sentiment on SOL?', 'en', world(0)))[0]).toContain('(+0.43), as it was a day before; stories');
  });

  it('reads as of the time that the question names', async () => {
    const asked: number[] = [];
    const read = (_asset: string, asOf: number) => {
      asked.push(asOf);
      return null;
    };
    await ask('how was the sentiment on SOL yesterday?', 'en', { ...EMPTY_WORLD, sentiment: { read } });
    await ask('how is the sentiment on SOL?', 'en', { ...EMPTY_WORLD, sentiment: { read } });
    expect(asked).toEqual([Date.UTC(2025, 4, 21) - 1, NOW]);
  });

  it.each([
    [0.75, 'very-positive'],
    [0.43, 'positive'],
    [0.1, 'neutral'],
    [-0.15, 'negative'],
    [-0.6, 'very-negative'],
  ])('%f is %s', (value, word) => expect(moodWord(value)).toBe(word));
});

describe('figures from outside the market', () => {
  it('are told each in its unit, with what they were and since when they are known', async () => {
    expect((await told('시장 분위기 어때?', 'en')).slice(2)).toEqual([
      FEAR_GREED_EN,
      'SOL funding rate (binance): -0.0123% an interval, before 0.0100%; known since 13:05 (binance). [G-funding:binance:SOL]',
      'SOL open interest (binance): 1,204,551,310 USD; known since 13:05 (binance). [G-open-interest:binance:SOL]',
      'US consumer prices: 320.32 index 1982-84=100, before 319.62; for 1 Apr, known since 13 May 12:30, 8d 3h ago (fred). [G-macro:CPIAUCSL]',
      'US 10-year yield: 4.48%, before 4.43%; for 19 May, known since 20 May 20:16, 19h 14m ago (fred). [G-macro:DGS10]',
      'Bitcoin fee, next block: 3 sat/vB, before 5; known since 13:05 (mempool.space). [G-onchain:mempool-fee]',
    ]);
  });

  it('are told alone where one is asked for by name', async () => {
    expect(await told('fear and greed?', 'en')).toEqual([FEAR_GREED_EN]);
    expect(await told('펀딩비 알려줘', 'ko')).toEqual([FUNDING_KO]);
    expect(await told('공포탐욕지수 얼마야?', 'ko')).toEqual([
      '공포·탐욕 지수: 72(탐욕), 직전 68, 13:05 공개(alternative.me). [G-fear-greed]',
    ]);
    expect((await told('금리 알려줘', 'ko')).map((line) => line.split(':')[0])).toEqual([
      '미국 소비자물가지수',
      '미국 국채 10년 금리',
    ]);
  });

  it('leave out those of other coins, and of the economy where one coin is asked about', async () => {
    const said = textOf(await answererOf(WORLD).mood(SOL.symbol, { language: 'en' }));
    expect(said).not.toMatch(/DOGE|Bitcoin|10-year/);
    expect(said).toContain('SOL open interest');
  });

  it('are counted where there are more than anybody reads', async () => {
    const many = FIGURES.flatMap((figure) =>
      ['a', 'b', 'c', 'd'].map((venue) => ({ ...figure, series: figure.series.replace('binance', venue) })),
    );
    const said = await told('how is the mood?', 'en', { ...WORLD, figures: { series: async () => many } });
    expect(said.at(-1)).toBe('And 12 more; ask for funding, open interest, macro or on-chain figures. [J-1234]');
  });

  it('are said to be missing where a recording is all there is', async () => {
    const answer = await ask('펀딩비 알려줘', 'ko', EMPTY_WORLD);
    expect(answer.outcome).toBe('not-found');
    expect(textOf(answer)).toBe(
      '15:30까지 알려진 지표(공포탐욕, 펀딩비, 거시)가 없습니다. 녹화에는 들어 있지 않고, 오늘 가져오는 값은 그때 알 수 없던 값입니다. [J-1234]',
    );
  });

  it.each([
    [25, 'extreme-fear'],
    [26, 'fear'],
    [47, 'neutral'],
    [55, 'greed'],
    [76, 'extreme-greed'],
  ])('fear and greed at %i is %s', (value, word) => expect(fearGreedWord(value)).toBe(word));
});

describe('every sentence of it', () => {
  const QUESTIONS = ['분위기 어때?', 'is the news bad for XRP?', 'sentiment on DOGE', 'funding rate of SOL?', 'cpi?'];

  it.each(QUESTIONS)('rests on what it cites, to "%s"', async (question) => {
    for (const world of [WORLD, EMPTY_WORLD]) {
      const answer = await ask(question, 'en', world);
      expect(answer.intent).toBe('mood');
      for (const language of LANGUAGES) {
        const sentences = rendered(answer, language);
        expect(checkAnswer(answer, sentences).ungrounded, textOf(answer, language)).toEqual([]);
        expect(textOf(answer, language)).not.toMatch(/[{}]|undefined|NaN|N\/A/);
        expect(sentences.every(({ citations }) => citations.length > 0)).toBe(true);
      }
    }
  });

  it('is found out where a value is wrong', async () => {
    const answer = await ask('fear and greed?', 'en');
    const wrong = rendered(answer).map((one) => ({ ...one, text: one.text.replace('72', '27') }));
    expect(checkAnswer(answer, wrong).ungrounded.map(({ token }) => token)).toEqual(['27']);
  });
});
