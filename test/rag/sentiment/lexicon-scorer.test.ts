import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BilingualText } from '../../../rag/document.ts';
import { lexiconScorer } from '../../../rag/sentiment/lexicon-scorer.ts';
import { toneScorers } from '../../../rag/sentiment/registry.ts';
import { toneLabel } from '../../../rag/sentiment/tone-label.ts';

interface Recorded {
  readonly id: string;
  readonly title: BilingualText;
  readonly body?: BilingualText;
  readonly summary?: BilingualText;
}

const RECORDED = readFileSync('engine/recordings/may-2025/news.jsonl', 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded)
  .map(({ id, title, body, summary }) => ({ id, title, body: body ?? summary ?? {} }));

const english = (en: string) => lexiconScorer.score({ title: { en }, body: {} });
const korean = (ko: string) => lexiconScorer.score({ title: { ko }, body: {} });
const labels = (score: (text: string) => number, texts: readonly string[]) =>
  texts.map((text) => [text, toneLabel(score(text))]);
const all = (texts: readonly string[], label: string) => texts.map((text) => [text, label]);

describe.each(toneScorers)('the tone of $name', (scorer) => {
  it('stays within −1 and 1 and says the same thing twice, whatever it reads', () => {
    const text = fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom('hack ', 'not ', '급등', '%', '5 mn vs '));
    const bilingual = fc.record({ en: fc.option(text, { nil: undefined }), ko: fc.option(text, { nil: undefined }) });
    fc.assert(
      fc.property(bilingual, bilingual, (title, body) => {
        const tone = scorer.score({ title, body });
        expect(Math.abs(tone)).toBeLessThanOrEqual(1);
        expect(scorer.score({ title, body })).toBe(tone);
      }),
    );
  });

  it('is 0 where nothing is said', () => {
    expect(scorer.score({ title: {}, body: {} })).toBe(0);
    expect(scorer.score({ title: { en: '', ko: '' }, body: { en: '' } })).toBe(0);
  });

  it('reads a title of ten million characters like its beginning', () => {
    const started = performance.now();
    expect(
      Math.abs(scorer.score({ title: { en: 'hack '.repeat(2_000_000), ko: '해킹'.repeat(5_000_000) }, body: {} })),
    ).toBeLessThanOrEqual(1);
    expect(performance.now() - started).toBeLessThan(4_500);
  });

  it('reads words that are names of every object in the language', () => {
    expect(scorer.score({ title: { en: 'constructor __proto__ toString', ko: 'constructor' }, body: {} })).toBe(0);
  });
});

describe('what goes up or down decides', () => {
  const good = [
    'Profit rose 12%',
    'Net loss narrowed to $3 million',
    'Unemployment fell to 3.9%',
    'Inflation eases more than expected',
    'ETF outflows slow',
    'Hack fears ease',
    'Gas fees fall to a five-year low',
    'Share of coins held on exchanges falls',
  ];
  const bad = [
    'Operating costs rose sharply',
    'Sales fell 4% in March',
    'Liquidations surged past $1 billion',
    'Recession fears grow',
    'Interest rates climb again',
    'Jobless claims hit a ten-month high',
    'Demand weakened across the region',
  ];
  it('reads it in English', () => {
    expect(labels(english, good)).toEqual(all(good, 'positive'));
    expect(labels(english, bad)).toEqual(all(bad, 'negative'));
  });

  const goodKorean = ['영업이익 20% 증가', '영업손실 축소', '실업률 하락', '순유출 둔화', '금리 인하', '규제 완화'];
  const badKorean = ['매출 감소', '물가 상승', '청산 급증', '규제 강화', '순유입 감소', '수수료 급등'];
  it('reads it in Korean', () => {
    expect(labels(korean, goodKorean)).toEqual(all(goodKorean, 'positive'));
    expect(labels(korean, badKorean)).toEqual(all(badKorean, 'negative'));
  });
});

describe('figures set against each other', () => {
  it.each([
    ['Profit was EUR 5 mn, compared with EUR 3 mn a year earlier', 'positive'],
    ['Profit was EUR 3 mn, compared with EUR 5 mn a year earlier', 'negative'],
    ['Loss of EUR 2 mn, compared with a loss of EUR 5 mn', 'positive'],
    ['The quarter ended with a profit of $2 million versus a loss of $1 million', 'positive'],
    ['A loss of $2 million versus a profit of $1 million', 'negative'],
    ['Turnover totalled EUR 7 mn, up from EUR 6 mn', 'positive'],
    ['Turnover totalled EUR 6 mn, down from EUR 7 mn', 'negative'],
    ['Sales of 4 % against EUR 5 mn', 'neutral'],
  ])('%s: %s', (text, label) => expect(toneLabel(english(text))).toBe(label));
});

describe('negation and what undoes an event', () => {
  it.each([
    ['Bitcoin does not crash', 'Bitcoin crash'],
    ['ETF never approved', 'ETF approved'],
    ['Regulator lifts ban on trading', 'Regulator ban on trading'],
    ['Court dismisses lawsuit against exchange', 'Lawsuit against exchange'],
    ['Exchange denies insolvency rumours', 'Exchange insolvency'],
    ['Exchange outage resolved', 'Exchange outage'],
    ['SEC rejects ETF approval', 'ETF approval'],
    ['No evidence of a hack', 'Evidence of a hack'],
  ])('%s turns %s', (denied, said) => expect(Math.sign(english(denied))).toBe(-Math.sign(english(said))));

  it.each([
    ['비트코인 하락하지 않았다', '비트코인 하락'],
    ['ETF 승인되지 않아', 'ETF 승인'],
    ['상장폐지 철회', '상장폐지'],
    ['거래소 해킹 피해 없어', '거래소 해킹 피해'],
    ['규제 우려 해소', '규제 우려'],
    ['유의종목 지정 해제', '유의종목 지정'],
    ['이더리움 안 오른다', '이더리움 오른다'],
  ])('%s turns %s', (denied, said) => expect(Math.sign(korean(denied))).toBe(-Math.sign(korean(said))));

  const clean = [
    'bitcoin rallies',
    'exchange hacked',
    'profit rose',
    'stocks plunge',
    'merger approved',
    'bank insolvent',
  ];
  it('turns the sign of a plain statement it is put before', () => {
    for (const statement of clean) {
      expect(Math.sign(english(`it is not true that ${statement}`))).not.toBe(Math.sign(english(statement)));
      expect(english(`never ${statement}`) * english(statement)).toBeLessThan(0);
    }
  });
});

describe('how much and how sure', () => {
  it('hears adverbs', () => {
    expect(english('Sales fell sharply')).toBeLessThan(english('Sales fell'));
    expect(english('Sales fell slightly')).toBeGreaterThan(english('Sales fell'));
    expect(korean('비트코인 소폭 하락')).toBeGreaterThan(korean('비트코인 하락'));
  });

  it('believes a rumour less than a report', () => {
    expect(english('Exchange reportedly hacked')).toBeGreaterThan(english('Exchange hacked'));
    expect(korean('ETF 승인 가능성')).toBeLessThan(korean('ETF 승인'));
  });

  it('takes a question for no answer', () => {
    const asked = ['Will bitcoin crash?', 'Is the rally over?', 'Can ether surge to a record?'];
    expect(labels(english, asked)).toEqual(all(asked, 'neutral'));
    expect(toneLabel(korean('비트코인 폭락할까?'))).toBe('neutral');
  });
});

describe('words of the trade', () => {
  it('knows whose positions were closed', () => {
    expect(toneLabel(english('$300 million in longs liquidated'))).toBe('negative');
    expect(toneLabel(english('Half a billion in liquidations as leveraged longs unwind'))).toBe('negative');
    expect(english('$200 million in shorts liquidated')).toBeGreaterThanOrEqual(0);
    expect(toneLabel(korean('롱 포지션 3억 달러 청산'))).toBe('negative');
    expect(korean('숏 포지션 2,200만 달러 청산')).toBeGreaterThanOrEqual(0);
  });

  const good = [
    'Spot ETF approved',
    'Bitcoin hits all-time high',
    'ETF inflows jump',
    'Exchange resumes withdrawals',
    '$SOL 🚀',
  ];
  const bad = [
    'Bridge exploit drains funds',
    'Stablecoin depegs',
    'Rug pull',
    'Venue to delist token',
    'Country bans mining',
    '$SOL 📉',
  ];
  it('reads them in English', () => {
    expect(labels(english, good)).toEqual(all(good, 'positive'));
    expect(labels(english, bad)).toEqual(all(bad, 'negative'));
    expect(english('Bitcoin halving')).toBe(0);
  });

  const goodKorean = ['ETF 승인', '비트코인 급등', '순유입 확대', '10만 달러 돌파', '입출금 재개', '급락 뒤 반등'];
  const badKorean = [
    '상장폐지',
    '비트코인 폭락',
    '자금 유출',
    '거래소 해킹',
    '입출금 중단',
    '거래지원 종료',
    '10만 달러 붕괴',
  ];
  it('reads them in Korean', () => {
    expect(labels(korean, goodKorean)).toEqual(all(goodKorean, 'positive'));
    expect(labels(korean, badKorean)).toEqual(all(badKorean, 'negative'));
  });

  it('lets a set phrase mean what it means', () => {
    expect(english('More than 200 people work here')).toBe(0);
    expect(english('The index is set up by up to five people')).toBe(0);
  });

  it('takes stolen money that is frozen for good news, and other money that is for bad', () => {
    expect(toneLabel(korean('탈취금 1억 달러 동결'))).toBe('positive');
    expect(toneLabel(korean('거래소 자산 동결'))).toBe('negative');
    expect(korean('한은, 금리 동결')).toBe(0);
  });

  it('hears less in what police and courts do about one victim', () => {
    expect(english('Police charge thief who stole coins')).toBeGreaterThan(english('Thief stole coins'));
    expect(korean('경찰, 코인 사기 적발')).toBeGreaterThan(korean('코인 사기'));
  });

  it('averages the languages that have a word for it', () => {
    const both = lexiconScorer.score({ title: { en: 'Exchange hacked', ko: '거래소' }, body: {} });
    expect(both).toBe(english('Exchange hacked'));
  });
});

describe('the recorded news', () => {
  const tones = RECORDED.map(({ id, title, body }) => ({
    id,
    en: lexiconScorer.score({ title: { en: title.en }, body: { en: body.en } }),
    ko: lexiconScorer.score({ title: { ko: title.ko }, body: { ko: body.ko } }),
  }));

  it('has the same sign in both languages where both say something, but for two in a hundred', () => {
    const heard = tones.filter(({ en, ko }) => en !== 0 && ko !== 0);
    const opposed = heard.filter(({ en, ko }) => en * ko < 0);
    expect(heard.length).toBeGreaterThan(90);
    expect(opposed.length / heard.length).toBeLessThanOrEqual(0.02);
  });
});
