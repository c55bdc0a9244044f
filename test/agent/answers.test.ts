import { describe, expect, it } from 'vitest';
import { createAnswerer } from '../../agent/answerer.ts';
import type { Answer, Language } from '../../agent/answers/answer.ts';
import { readPath } from '../../agent/answers/fact-sheet.ts';
import { renderAnswer, withCitations } from '../../agent/answers/render.ts';
import { checkAnswer } from '../../agent/grounding/check-answer.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import { type Reason, reason } from '../../engine/domain/reason.ts';
import type { DeskView, StrategyReading } from '../../engine/ports/desk-view.ts';
import { MemoryRecords } from '../fakes/memory-records.ts';
import {
  AT,
  abstainedRecord,
  approvedRecord,
  askedRecord,
  blockedRecord,
  cooldownRecord,
  decisionRecord,
  declinedRecord,
  deniedRecord,
  exitRecord,
  expiredRecord,
  heldRecord,
  modelVote,
  SOL,
  skippedRecord,
} from '../fixtures/decision-record.ts';
import {
  createHistory,
  createView,
  FIGURES,
  fillOf,
  NEWS,
  NOW,
  rendered,
  renderingFor,
  TRADE,
  textOf,
  WORLD,
} from './fixtures/desk.ts';

const LANGUAGES: readonly Language[] = ['en', 'ko'];
const HOUR = 3_600_000;

function desk(records = createHistory(), view: Partial<DeskView> = {}) {
  return createAnswerer({ view: createView(view), records, news: NEWS, world: WORLD });
}

const flat: Partial<DeskView> = { positions: () => [] };

function only(record: DecisionRecord) {
  const fills = record.order === null ? [] : [fillOf(7, record.id)];
  return desk(new MemoryRecords().add(record, { fills }), flat);
}

const OUTCOMES: readonly DecisionRecord[] = [
  decisionRecord(12),
  approvedRecord(13),
  askedRecord(14),
  heldRecord(15),
  abstainedRecord(16),
  deniedRecord(17),
  cooldownRecord(18),
  declinedRecord(19),
  expiredRecord(20),
  blockedRecord(21),
  skippedRecord(22),
  exitRecord(23, AT),
];

const QUESTIONS = [
  '왜 샀어?',
  '왜 팔았어?',
  '왜 청산했어?',
  '비트 왜 샀어?',
  '왜 SOL 안 샀어?',
  '왜 XRP 안 샀어?',
  '왜 이더 안 샀어?',
  '14:25에 SOL 왜 안 샀어?',
  '어제 왜 SOL 샀어?',
  '왜 리플 샀어?',
  '도지 왜 샀어?',
  '일론이 트윗해서 샀지?',
  '뉴스 때문에 SOL 샀지?',
  '뭐가 달랐으면 샀어?',
  '뭐가 달랐으면 XRP 샀어?',
  '누가 반대했어?',
  'D-13 누가 반대했어?',
  '뭐 들고 있어?',
  'SOL 들고 있어?',
  '이더 들고 있어?',
  '얼마 벌었어?',
  '오늘 얼마 벌었어?',
  '이번 주 수익',
  '어제 손익',
  'SOL로 얼마 벌었어?',
  '수수료 얼마 나갔어',
  '오늘 무슨 일 있었어?',
  '어제 어땠어?',
  '지금 위험은?',
  '솔라나 얼마야?',
  '시세 어때',
  '리플 뉴스',
  '솔라나 뉴스',
  '왜 SOL 떨어졌어?',
  'ETF 승인 소식 있어?',
  '솔라나 자금 소식 있어?',
  '시장 분위기 어때?',
  '펀딩비 알려줘',
  '승인할 거 있어?',
  '마지막 거래 뭐야?',
  '뭐 샀어?',
  '제일 잘한 거래는?',
  '최악의 거래는?',
  '승률 어때?',
  '상태 어때',
  '안녕',
  '고마워',
  '도와줘',
  '아무 말',
  'D-5 왜?',
  'T-3 왜?',
  'F-7 왜?',
  'N-90 왜?',
  'D-99 왜?',
  'why did you buy?',
  'why did you sell SOL?',
  'why did you short ETH?',
  'why did you not buy SOL at 14:45?',
  'why did you not buy BTC yesterday?',
  'you bought because Elon tweeted, right?',
  'did you buy SOL because of the RSI?',
  'what would have had to differ?',
  'who disagreed?',
  'what do you hold?',
  'how much did I make today?',
  'how much did fees cost me this week?',
  'what happened today?',
  'what is the risk?',
  'price of SOL',
  'any news on SOL?',
  'any news about the issuers?',
  'fear and greed?',
  'how is the sentiment on SOL?',
  'anything pending?',
  'what was the last trade?',
  'worst trade',
  'win rate',
  'are you running?',
  'why D-14',
  'why O-5',
  'why A-5',
];

async function asked(question: string, language: Language = 'en'): Promise<Answer> {
  return desk().answer(question, { language });
}

describe('every answer stands on the record', () => {
  it.each(QUESTIONS)('to "%s": no number that its citations do not hold, in either language', async (question) => {
    const answer = await asked(question);
    for (const language of LANGUAGES) {
      const sentences = rendered(answer, language);
      expect(checkAnswer(answer, sentences).ungrounded, textOf(answer, language)).toEqual([]);
      expect(textOf(answer, language)).not.toMatch(/[{}]|undefined|NaN|\[object/);
    }
  });

  it.each([
    [{ code: 'too-risky', text: null }, 'Their reason: too risky.', /거절 사유: \S/],
    [{ code: 'other', text: 'the stop is too far' }, 'Their reason: “the stop is too far”.', /“the stop is too far”/],
    [{ code: 'other', text: 'far '.repeat(40) }, `Their reason: “${'far '.repeat(15).trimEnd()}…”.`, /far…”/],
  ] as const)('of a no, with why in short (%o)', async (given, english, korean) => {
    const answerer = desk(new MemoryRecords().add(declinedRecord(19), { given }), flat);
    for (const language of LANGUAGES) {
      const answer = await answerer.decisions(SOL.symbol, { language });
      const text = textOf(answer, language);
      if (language === 'en') expect(text.toLowerCase()).toContain(english.toLowerCase());
      else expect(text).toMatch(korean);
      expect(checkAnswer(answer, rendered(answer, language)).ungrounded).toEqual([]);
    }
  });

  it.each(OUTCOMES.map((record) => [record.id, record] as const))('of every outcome (%s)', async (id, record) => {
    const answerer = only(record);
    for (const language of LANGUAGES) {
      for (const answer of [
        await answerer.why(id, { language }),
        await answerer.answer(`${id} 뭐가 달랐으면 샀어?`, { language }),
        await answerer.answer('who disagreed?', { language }),
        await answerer.whyNot(SOL.symbol, AT, { language }),
        await answerer.decisions(SOL.symbol, { language }),
      ]) {
        const sentences = rendered(answer, language);
        expect(checkAnswer(answer, sentences).ungrounded, textOf(answer, language)).toEqual([]);
        expect(sentences.every(({ citations }) => citations.length > 0)).toBe(true);
      }
    }
  });

  it('reads the same in the zone of the person', async () => {
    const answer = await asked('왜 SOL 샀어?');
    const sentences = renderAnswer(answer, renderingFor('ko', 'Asia/Seoul'));
    expect(sentences[0]?.text).toContain('23:05');
    expect(checkAnswer(answer, sentences, { zone: 'Asia/Seoul' }).ungrounded).toEqual([]);
    expect(checkAnswer(answer, sentences, { zone: 'UTC' }).ungrounded).not.toEqual([]);
  });

  it('makes every slot from the field that its path names', async () => {
    for (const question of QUESTIONS) {
      const answer = await asked(question);
      for (const { slots } of answer.sentences) {
        for (const slot of Object.values(slots))
          expect(slot.value, slot.path).toEqual(readPath(answer.facts, slot.path));
      }
    }
  });

  it('writes no digit into a template', async () => {
    for (const question of QUESTIONS) {
      for (const { template } of (await asked(question)).sentences) {
        expect(template.en.replace(/\{[^}]+\}/g, '')).not.toMatch(/\d/);
        expect(template.ko.replace(/\{[^}]+\}/g, '')).not.toMatch(/\d/);
      }
    }
  });

  it('cites something for every sentence that claims anything', async () => {
    const silent = new Set(['help', 'not-understood', 'greeting', 'thanks']);
    for (const question of QUESTIONS) {
      for (const { key, citations } of (await asked(question)).sentences) {
        if (!silent.has(key)) expect(citations, `${question}: ${key}`).not.toEqual([]);
      }
    }
  });

  it('signs every answer as made by rules', async () => {
    expect((await asked('왜 샀어?')).answeredBy.label).toEqual({
      ko: '규칙 기반, 언어 모델 없음',
      en: 'rules, no language model',
    });
  });
});

describe('what an answer says', () => {
  const lines = async (question: string, language: Language = 'en', answerer = desk()) =>
    textOf(await answerer.answer(question, { language })).split('\n');

  it('tells why it bought in at most eight cited lines', async () => {
    expect(await lines('why did you buy SOL?')).toEqual([
      'Bought 4.77 SOL at 171.91, 14:05: 820.01 USDT, 8.16% of equity. [D-12] [F-7]',
      expect.stringMatching(/^Proposed by the turtle breakout strategy\. Signal: .*171\.42.* \[D-12\]$/),
      'The baseline model (1.0.0) put buy at 61.37%, 5.12 points above the 56.25% it needs; most weight: 15-minute return (+0.31), RSI (-0.12). [D-12]',
      'rules:technical said buy: The trend agrees: +1.32% in an hour, RSI 66.3; Volume is 2.14 × its mean. rules:news-risk said buy: News tone supports it: 0.43 over 1 items (N-90). [D-12]',
      'News at hand: “Solana rises 8% as funds return” (CoinDesk, 12:30). [D-12] [N-90]',
      "Size: 89.11% of equity asked, held down to 8.17% by the advisor's ratio; 10.07 USDT would be lost at the stop price, before slippage. All 6 risk rules passed; nearest to its limit: loss at the stop, 0.93% against 1.00%. [D-12]",
      'The position is still open: +11.21 USDT unrealised at 174.26. [D-12] [J-1234]',
      "It would have held below 56.25% (5.12 points to spare), or at one reviewer's no. These are the recorded inputs that triggered the rule; the model's inner reasons cannot be observed. [D-12]",
    ]);
  });

  it('tells why it did not, and what would have had to differ, in Korean', async () => {
    const said = await lines('왜 XRP 안 샀어?');
    expect(said[0]).toBe('12:05 XRP: 평균 회귀 전략에서 매수를 제안했습니다. 결과: 보류(의견 불일치). [D-10]');
    expect(said.at(-1)).toBe(
      '필요했던 것: 모델 확률 56.25% 이상(4.06%p 부족), rules:technical의 매수 의견(보류 대신). 규모와 위험 규칙은 투표 뒤에 확인하므로 통과했을지는 기록에 없습니다. [D-10]',
    );
  });

  it('names the rule that denied, its value and its limit', async () => {
    expect((await lines('why did you not buy SOL at 14:25?')).at(-1)).toBe(
      'Exposure to one coin would have had to stay within 25.00%: it was 27.14%, 2.14 points too much. [D-13]',
    );
  });

  it('tells how long a cooldown still had to run', async () => {
    const said = await lines('D-18 뭐가 달랐으면 샀어?', 'ko', only(cooldownRecord(18)));
    expect(said.at(-1)).toBe('손실 후 대기 값이 15분 이상이어야 했는데 7분으로 8분 모자랐습니다. [D-18]');
  });

  it('says that no strategy spoke when there was no candidate, and which one lies nearest', async () => {
    const said = await lines('why did you not buy SOL yesterday at 03:00?');
    expect(said[0]).toBe(
      'No strategy raised a signal for SOL between 20 May 02:45 and 20 May 03:15, so there was nothing to vote on. [J-1234]',
    );
    expect(said[1]).toBe('The nearest candidate is D-5 (buy SOL, 20 May 14:05): traded. [D-5]');
  });

  it('corrects a purchase that never was, with what was considered instead', async () => {
    const said = await lines('why did you buy XRP?');
    expect(said[0]).toBe('The record holds no purchase of XRP. [J-1234]');
    expect(said[1]).toBe('It was considered, though: [D-10]');
  });

  it('corrects a sale at a time when there was none, with the nearest one', async () => {
    expect(await lines('why did you sell SOL today?')).toEqual([
      'The record holds no sale of SOL at that time. [J-1234]',
      'The nearest is D-6: sell SOL, 20 May 17:05. [D-6]',
    ]);
  });

  it('tells of a stop that rested at the venue from the entry that set it, and counts only fills of the entry', async () => {
    const record = decisionRecord(12);
    const stopped = { ...TRADE, number: 9, entryDecisionId: 'D-12', exitDecisionId: 'D-12', closedAt: AT + HOUR };
    const records = new MemoryRecords().add(record, {
      fills: [fillOf(7, 'D-12'), fillOf(8, 'D-12', { side: 'sell', price: '169.9', at: AT + HOUR })],
      trade: stopped,
    });
    records.allTrades = [stopped];
    const answerer = desk(records, flat);
    const said = await lines('why did you close SOL?', 'en', answerer);
    expect(said[0]).toMatch(/^Closed: trade 9, long 5\.02 SOL from 163\.44 to 166\.18, \+12\.92 USDT, closed 15:05: /);
    expect(said[1]).toBe(
      'The stop had been set with the entry D-12 (14:05) at 169.94, for a loss of at most 10.07 USDT at that price; it rests at the venue and waits for no vote. [D-12]',
    );
    expect(await lines('왜 팔았어?', 'ko', answerer)).toHaveLength(2);
    expect((await lines('why did you buy SOL?', 'en', answerer))[0]).toBe(
      'Bought 4.77 SOL at 171.91, 14:05: 820.01 USDT, 8.16% of equity. [D-12] [F-7]',
    );
    const answer = await answerer.answer('왜 손절했어?', { language: 'ko' });
    expect(checkAnswer(answer, rendered(answer)).ungrounded).toEqual([]);
  });

  it('does not take over a cause that the record does not hold', async () => {
    const said = await lines('일론이 트윗해서 SOL 샀지?');
    expect(said[0]).toBe('D-12 기록에는 “일론이 트윗”에 해당하는 내용이 없습니다. [D-12]');
    expect(said[1]).toContain('기록에 있는 계기는 터틀 돌파 전략입니다.');
  });

  it('says that news was seen but did not raise the signal', async () => {
    expect((await lines('you bought SOL because solana funds return, right?'))[0]).toBe(
      'News of that kind lay before the reviewers, “Solana rises 8% as funds return” (CoinDesk, 12:30), but it did not raise the signal. [D-12] [N-90]',
    );
  });

  it('says that a coin is not traded here', async () => {
    expect(await lines('도지 왜 샀어?')).toEqual([
      'DOGE는 여기서 거래하지 않아 결정 기록이 없습니다. 거래 대상: BTC, ETH, XRP, SOL. [J-1234]',
    ]);
  });

  it('shows a rule reviewer recorded without its label as the rule that it is', async () => {
    const record = decisionRecord(30);
    const [first, second] = record.verdicts;
    const unlabelled = { ...first!, reviewer: { ...first!.reviewer, name: 'technical' } };
    const said = textOf(await only({ ...record, verdicts: [unlabelled, second!] }).why('D-30', { language: 'en' }));
    expect(said).toContain('rules:technical said buy');
  });

  it('answers in the language of the question, whatever the setting', async () => {
    expect((await asked('왜 샀어?', 'en')).language).toBe('ko');
    expect((await asked('why?', 'ko')).language).toBe('en');
    expect((await asked('?', 'ko')).language).toBe('ko');
  });

  it('knows what "그건" is from the answer before', async () => {
    const first = await asked('마지막 거래 뭐야?');
    const then = await desk().answer('그건 왜?', { language: 'ko', subject: first.subject });
    expect(then.subject.decisionId).toBe('D-15');
    const denied = await asked('why did you not buy SOL at 14:25?');
    const how = await desk().answer('what would have had to differ?', { language: 'en', subject: denied.subject });
    expect(how.subject.decisionId).toBe('D-13');
  });

  it('says so when it does not understand, and what it can answer', async () => {
    const answer = await asked('저녁 뭐 먹지');
    expect(answer.outcome).toBe('not-understood');
    expect(answer.suggestions).toContain('왜 샀어?');
    expect(textOf(answer)).toBe('이해하지 못했습니다. 저는 기록에 있는 것만 답합니다. 예를 들면:');
  });

  it('says that nothing is held, and reads the gates', async () => {
    const empty = desk(new MemoryRecords(), {
      ...flat,
      gates: () => ({ paused: false, panicked: true, halted: null }),
    });
    expect((await lines('뭐 들고 있어?', 'ko', empty))[0]).toBe('보유 중인 포지션이 없습니다. [J-1234]');
    expect((await lines('what is the risk?', 'en', empty)).at(-1)).toBe('The panic latch is set: no entries. [J-1234]');
  });

  it('answers every question of an empty desk without a fault', async () => {
    const empty = desk(new MemoryRecords(), { ...flat, pendingApprovals: () => [], market: () => null });
    for (const question of QUESTIONS) {
      const answer = await empty.answer(question, { language: 'en' });
      for (const language of LANGUAGES) {
        const sentences = rendered(answer, language);
        expect(sentences.length, question).toBeGreaterThan(0);
        expect(checkAnswer(answer, sentences).ungrounded, textOf(answer, language)).toEqual([]);
      }
    }
  });

  it('reads a day as the person has it', async () => {
    // 15:30 UTC is half past midnight in Seoul: their today has only begun, their yesterday holds the trades.
    const seoul = { language: 'ko', zone: 'Asia/Seoul' } as const;
    expect((await desk().answer('오늘 왜 SOL 샀어?', seoul)).outcome).toBe('not-found');
    expect((await desk().answer('어제 왜 SOL 샀어?', seoul)).subject.decisionId).toBe('D-12');
    expect(NOW).toBe(Date.UTC(2025, 4, 21, 15, 30));
  });
});

describe('what the news had to do with it', () => {
  const base = decisionRecord(12);
  const withWorld: DecisionRecord = {
    ...base,
    inputs: {
      ...base.inputs,
      news: [{ ...base.inputs.news[0]!, storySources: 3, url: null, flags: [] }],
      sentiment: { asset: 'SOL', value: 0.71, change24h: 0.1, items: 9, stories: 6, sources: 4, newsIds: ['N-90'] },
      series: FIGURES,
    },
  };
  const newsOf = async (record: DecisionRecord, language: Language) => {
    const answer = await only(record).why(record.id, { language });
    const sentences = rendered(answer, language);
    expect(checkAnswer(answer, sentences).ungrounded).toEqual([]);
    return sentences.filter(({ key }) => key === 'why.news').map(withCitations);
  };

  it('is told with publishers, mood and figures where the record has them', async () => {
    expect(await newsOf(withWorld, 'en')).toEqual([
      'News at hand: “Solana rises 8% as funds return” (CoinDesk, 12:30; 3 publishers). Mood of the news: very positive (+0.71; stories: 6, publishers: 4). Figures at hand: Fear & Greed Index 72, SOL funding rate (binance) -0.0123%, SOL open interest (binance) 1,204,551,310 USD. [D-12] [N-90]',
    ]);
    expect(await newsOf(withWorld, 'ko')).toEqual([
      '당시 뉴스: “자금 복귀에 솔라나 8% 상승” (CoinDesk, 12:30, 매체 3곳). 뉴스 분위기: 매우 긍정(+0.71, 기사 6건, 매체 4곳). 당시 지표: 공포·탐욕 지수 72, SOL 펀딩비 (binance) -0.0123%, SOL 미결제약정 (binance) 1,204,551,310달러. [D-12] [N-90]',
    ]);
    expect(await newsOf({ ...withWorld, inputs: { ...withWorld.inputs, news: [] } }, 'en')).toEqual([
      expect.stringMatching(/^No news lay before the reviewers\. Mood of the news: very positive/),
    ]);
  });

  it('is told as before where the record is older than these', async () => {
    expect(await newsOf({ ...withWorld, inputs: { ...base.inputs, sentiment: null, series: [] } }, 'en')).toEqual([
      'News at hand: “Solana rises 8% as funds return” (CoinDesk, 12:30). [D-12] [N-90]',
    ]);
  });

  it('counts the publishers of news that somebody supposes to be the cause', async () => {
    const said = textOf(
      await only(withWorld).answer('you bought SOL because solana funds return, right?', { language: 'en' }),
    );
    expect(said.split('\n')[0]).toBe(
      'News of that kind lay before the reviewers, “Solana rises 8% as funds return” (CoinDesk, 12:30; 3 publishers), but it did not raise the signal. [D-12] [N-90]',
    );
  });

  const alarm = { tone: -0.72, limit: -0.6, stories: 4, sources: 3, newsIds: 'N-90,N-91' };
  const sold: DecisionRecord = {
    ...exitRecord(31, AT),
    signal: { ...exitRecord(31, AT).signal, source: 'emergency:news', reason: reason('exit.news-alarm', alarm) },
  };

  it('is the reason itself where the alarm sold', async () => {
    for (const language of LANGUAGES) {
      const answer = await only(sold).answer(language === 'ko' ? '왜 팔았어?' : 'why did you sell?', { language });
      expect(checkAnswer(answer, rendered(answer)).ungrounded).toEqual([]);
      expect(textOf(answer)).toContain(
        language === 'ko'
          ? '제안: 뉴스 경보. 신호: 뉴스 분위기가 -0.72까지 나빠졌습니다(경보 기준 -0.6). 기사 4건, 매체 3곳 (N-90,N-91). [D-31]'
          : 'Proposed by the news alarm. Signal: The news turned as bad as -0.72 (alarm at -0.6): 4 stories by 3 publishers (N-90,N-91). [D-31]',
      );
    }
    const premise = await only(sold).answer('you sold because of the bad news, right?', { language: 'en' });
    expect(textOf(premise)).toContain('Yes, the signal of D-31 speaks of that. [D-31]');
    const korean = await only(sold).answer('뉴스가 나빠서 팔았지?', { language: 'ko' });
    expect(textOf(korean)).toContain('네, D-31의 신호에 그 내용이 있습니다. [D-31]');
  });

  it('is what stopped a purchase while the alarm stands', async () => {
    const denial = { rule: 'news-alarm', outcome: 'denied', value: -0.72, limit: -0.6 } as const;
    const denied: DecisionRecord = {
      ...deniedRecord(32),
      gates: [{ at: AT, price: 171.88, rules: [denial] }],
      reason: reason('risk.news-alarm', { value: -0.72, limit: -0.6 }),
    };
    const english = await only(denied).whyNot(SOL.symbol, AT, { language: 'en' });
    expect(textOf(english).split('\n').slice(-2)).toEqual([
      'What stopped it: The news about it is as bad as -0.72; below -0.6 nothing is bought. [D-32]',
      'Mood of the news would have had to be at least -0.6: it was -0.72, 0.12 too little. [D-32]',
    ]);
    const korean = await only(denied).whyNot(SOL.symbol, AT, { language: 'ko' });
    expect(textOf(korean).split('\n').slice(-2)).toEqual([
      '막은 이유: 뉴스 분위기가 -0.72로 나쁩니다. -0.6 아래에서는 사지 않습니다. [D-32]',
      '뉴스 분위기 값이 -0.6 이상이어야 했는데 -0.72로 0.12 모자랐습니다. [D-32]',
    ]);
    for (const answer of [english, korean]) expect(checkAnswer(answer, rendered(answer)).ungrounded).toEqual([]);
  });
});

describe('how near an entry was', () => {
  const at = NOW - 4 * 60_000;
  const turtleLong = reason('turtle.reading', {
    ...{ at, direction: 'long', bars: 20, close: 174.26, level: 175.1, distanceFraction: 0.84 / 174.26 },
  });
  const turtleShort = reason('turtle.reading', {
    ...{ at, direction: 'short', bars: 55, close: 174.26, level: 171.02, distanceFraction: 3.24 / 174.26 },
  });
  const reversionLong = reason('mean-reversion.reading', {
    ...{ at, direction: 'long', rsi: 41.27, rsiLimit: 30, rsiMissing: 11.27, close: 174.26, band: 172.9 },
    distanceFraction: 1.36 / 174.26,
  });
  const reversionShort = reason('mean-reversion.reading-rsi', {
    ...{ at, direction: 'short', rsi: 66.4, rsiLimit: 70, rsiMissing: 3.6, close: 174.26, band: 174.2 },
    distanceFraction: 0,
  });
  const of = (strategy: string, reading: Reason): StrategyReading => ({ strategy, at, reading });
  const READINGS = [
    of('turtle', turtleLong),
    of('turtle', turtleShort),
    of('mean-reversion', reversionLong),
    of('mean-reversion', reversionShort),
  ];
  const silent = (readings: readonly StrategyReading[] = READINGS, view: Partial<DeskView> = {}) =>
    desk(new MemoryRecords(), { ...flat, readings: (symbol) => (symbol === SOL.symbol ? readings : []), ...view });
  const nearness = async (question: string, answerer = silent()) => {
    const answer = await answerer.answer(question, { language: 'en' });
    const sentences = rendered(answer).filter(({ key }) => key.startsWith('why-not.reading.'));
    return sentences.map(withCitations);
  };

  const LONG_KO = [
    '터틀 돌파 전략: 15:26 종가 174.26. 롱 진입은 20봉 채널 경계 175.10을 벗어나 마감해야 하며, 0.48% 남았습니다. [S-SOL]',
    '평균 회귀 전략: 15:26 종가 174.26, RSI 41.3. 롱 진입 조건까지 가격은 볼린저 밴드 172.90에서 0.78%, RSI는 기준 30에서 11.3 떨어져 있었습니다. [S-SOL]',
  ];
  const SHORT_EN = [
    'The mean-reversion strategy: Closed at 174.26 (15:26), beyond the Bollinger band at 174.20; for a short entry the RSI at 66.4 was still 3.6 away from 70. [S-SOL]',
    'The turtle breakout strategy: Closed at 174.26 (15:26); a short entry needs a close beyond the 55-bar channel at 171.02, 1.86% away. [S-SOL]',
  ];

  it('is told of the side asked about, the nearest strategy first', async () => {
    expect(await nearness('왜 SOL 안 샀어?')).toEqual(LONG_KO);
    expect(await nearness('why did you not short SOL?')).toEqual(SHORT_EN);
  });

  it('is told of the nearer side where none is named', async () => {
    const [first, second, ...more] = await nearness('why not SOL?');
    expect([first, second, more]).toEqual([
      SHORT_EN[0],
      expect.stringContaining('a long entry needs a close beyond the 20-bar channel at 175.10'),
      [],
    ]);
  });

  it('stands between what is said today and the nearest candidate', async () => {
    const records = new MemoryRecords().add(decisionRecord(12, { at: NOW - 2 * 24 * HOUR }));
    const answerer = desk(records, { ...flat, readings: () => READINGS });
    const answer = await answerer.answer('why did you not buy SOL?', { language: 'en' });
    expect(answer.sentences.map(({ key }) => key)).toEqual([
      'why-not.silent',
      'why-not.reading.turtle',
      'why-not.reading.mean-reversion',
      'why-not.nearest',
    ]);
  });

  it.each([
    '왜 SOL 안 샀어?',
    'why did you not short SOL?',
    'why not SOL?',
    'why did you not buy SOL at 15:10?',
    'why did you not buy SOL today?',
  ])('rests on its citations, to "%s", in either language', async (question) => {
    const answer = await silent().answer(question, { language: 'en' });
    expect(answer.sentences).toHaveLength(3);
    for (const language of LANGUAGES) {
      const sentences = rendered(answer, language);
      expect(checkAnswer(answer, sentences).ungrounded, textOf(answer, language)).toEqual([]);
      expect(textOf(answer, language)).not.toMatch(/[{}]|undefined|NaN|N\/A/);
      const wrong = sentences.map((one) => ({ ...one, text: one.text.replace('174.26', '174.27') }));
      expect(checkAnswer(answer, wrong).ungrounded.map(({ token }) => token)).toEqual(['174.27', '174.27']);
    }
  });

  it.each([
    'why did you not buy SOL at 14:55?',
    'why did you not buy SOL yesterday?',
    'why did you not buy ETH?',
    'why did you not sell SOL?',
    'why did you not close SOL?',
    '왜 안 샀어?',
  ])('is not told to "%s"', async (question) => {
    expect(await nearness(question)).toEqual([]);
  });

  it('is not told where a position is held: that, and no distance, keeps a first entry away', async () => {
    const { positions } = createView();
    expect(await nearness('why did you not buy SOL?', silent(READINGS, { positions }))).toEqual([]);
  });

  it('is not told before the warm-up', async () => {
    expect(await nearness('why did you not buy SOL?', silent([]))).toEqual([]);
  });

  it('changes only in the sentence whose reading changed', async () => {
    const before = await nearness('왜 SOL 안 샀어?');
    const changed = reason(reversionLong.code, { ...reversionLong.values, rsi: 38.11, rsiMissing: 8.11 });
    const after = await nearness('왜 SOL 안 샀어?', silent([of('turtle', turtleLong), of('mean-reversion', changed)]));
    expect(after[0]).toBe(before[0]);
    expect(after[1]).toBe(before[1]?.replace('41.3', '38.1').replace('11.3', '8.1'));
    expect(await nearness('왜 SOL 안 샀어?', silent([of('mean-reversion', reversionLong)]))).toEqual([before[1]]);
  });
});

describe('an answer changes with its record, and only where the record changed', () => {
  const sentencesOf = async (record: DecisionRecord) => {
    const answer = await only(record).why(record.id, { language: 'en' });
    return new Map(rendered(answer, 'en').map((sentence) => [sentence.key, withCitations(sentence)]));
  };
  const base = decisionRecord(12);
  const [technical, news] = base.verdicts;

  const PERTURBATIONS: readonly (readonly [what: string, record: DecisionRecord, keys: readonly string[]])[] = [
    ["the model's probability", { ...base, model: modelVote('buy', 0.5812) }, ['votes.model', 'why.limits']],
    [
      "a reviewer's verdict",
      { ...base, verdicts: [technical!, { ...news!, outcome: 'voted', stance: 'hold', confidence: 0.7, reasons: [] }] },
      ['votes.reviewers'],
    ],
    [
      'the reason of the signal',
      {
        ...base,
        signal: {
          ...base.signal,
          reason: { ...base.signal.reason, values: { ...base.signal.reason.values, close: 172.31 } },
        },
      },
      ['why.trigger'],
    ],
    ['the source', { ...base, signal: { ...base.signal, source: 'strategy:mean-reversion' } }, ['why.trigger']],
    [
      'equity',
      { ...base, inputs: { ...base.inputs, portfolio: { ...base.inputs.portfolio, equity: 5_000 } } },
      ['why.done'],
    ],
    [
      'the title of the news',
      { ...base, inputs: { ...base.inputs, news: [{ ...base.inputs.news[0]!, title: { en: 'Other' } }] } },
      ['why.news'],
    ],
    ['the worst loss', { ...base, sizing: { ...base.sizing!, worstLoss: '12.5' } }, ['why.size']],
    [
      'the value of a rule',
      {
        ...base,
        gates: [
          {
            ...base.gates[0]!,
            rules: base.gates[0]!.rules.map((rule) => (rule.rule === 'trade-risk' ? { ...rule, value: 0.0097 } : rule)),
          },
        ],
      },
      ['why.size'],
    ],
    [
      'latency, which is in no claim',
      { ...base, verdicts: base.verdicts.map((one) => ({ ...one, latencyMs: 999 })) },
      [],
    ],
  ];

  it.each(PERTURBATIONS)('when only %s differs', async (_what, record, keys) => {
    const [before, after] = [await sentencesOf(base), await sentencesOf(record)];
    expect([...after.keys()]).toEqual([...before.keys()]);
    expect([...before.keys()].filter((key) => before.get(key) !== after.get(key))).toEqual(keys);
  });

  it('changes only its first claim when a fill differs', async () => {
    const say = async (price: string) => {
      const records = new MemoryRecords().add(base, { fills: [fillOf(7, base.id, { price })] });
      return rendered(await desk(records, flat).why(base.id, { language: 'en' }), 'en').map(({ text }) => text);
    };
    const [before, after] = [await say('171.91'), await say('172.45')];
    expect(before.filter((text, index) => text !== after[index])).toEqual([before[0]]);
  });

  const DELETIONS: readonly (readonly [what: string, record: DecisionRecord, gone: readonly string[]])[] = [
    ['the model', { ...base, model: null }, ['votes.model', 'why.limits']],
    ['the verdicts', { ...base, verdicts: [] }, ['votes.reviewers']],
    ['sizing and gates', { ...base, sizing: null, gates: [] }, ['why.size']],
  ];

  it.each(DELETIONS)('drops the claim when %s is gone', async (_what, record, gone) => {
    const [before, after] = [await sentencesOf(base), await sentencesOf(record)];
    expect([...before.keys()].filter((key) => !after.has(key))).toEqual(gone);
  });

  it('no longer cites news that is not in the record', async () => {
    const after = await sentencesOf({ ...base, inputs: { ...base.inputs, news: [] } });
    expect(after.get('why.news')).toBe('No news lay before the reviewers. [D-12]');
  });

  it('no longer reports a result when there is none', async () => {
    const records = new MemoryRecords().add(base, {
      fills: [fillOf(7, base.id)],
      horizons: [{ horizonMs: HOUR, at: AT + HOUR, price: 173, returnFraction: 0.0065 }],
    });
    const told = await desk(records, flat).why(base.id, { language: 'en' });
    expect(textOf(told)).toContain('After 1h the price had moved +0.65%. [D-12]');
    expect((await sentencesOf(base)).has('why.result')).toBe(false);
  });
});
