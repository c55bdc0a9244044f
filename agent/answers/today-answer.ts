import { equitySentence, gateSentences } from './account-answers.ts';
import type { AnswerSentence } from './answer.ts';
import { citeDesk, type Draft, rangeOf, type Sources, type Span, type Topic } from './draft.ts';
import { FactSheet, joinPhrases, phrase, sentence } from './fact-sheet.ts';
import { citeNews, publishersPhrases } from './news-facts.ts';
import { DECISION_OUTCOMES } from './outcomes.ts';
import { citeTrades, within } from './trade-answers.ts';

const DAY_MS = 86_400_000;
const MANY = 10_000;
const NEWS_SHOWN = 2;

/** What happened in a span; without one since the last midnight UTC, where the desk's day begins. */
export async function answerToday(sources: Sources, topic: Topic): Promise<Draft> {
  const { view, records } = sources;
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view);
  const now = view.now();
  const span: Span = topic.span ?? { from: topic.moment ?? now - (now % DAY_MS), to: now + 1 };
  const sentences: AnswerSentence[] = [await decisionsSentence(sources, sheet, desk, topic, span)];
  const fills = (await records.fills({ ...within(span), limit: MANY })).filter(
    ({ fill }) => topic.symbol === null || fill.symbol === topic.symbol,
  );
  if (fills.length > 0) {
    const id = sheet.add(
      rangeOf(
        'F',
        fills.map(({ number }) => number),
      ),
      {
        count: fills.length,
        buys: fills.filter(({ fill }) => fill.side === 'buy').length,
        sells: fills.filter(({ fill }) => fill.side === 'sell').length,
      },
    );
    const slots = {
      count: sheet.slot('count', `${id}#count`),
      buys: sheet.slot('count', `${id}#buys`),
      sells: sheet.slot('count', `${id}#sells`),
    };
    sentences.push(
      sentence(
        'today.fills',
        phrase('Fills: {count} (bought {buys}, sold {sells}).', '체결 {count}건(매수 {buys}, 매도 {sells}).', slots),
      ),
    );
  }
  const trades = await records.trades({ ...within(span), symbol: topic.symbol ?? undefined, limit: MANY });
  if (trades.length > 0) {
    const id = citeTrades(sheet, trades);
    const slots = {
      count: sheet.slot('count', `${id}#count`),
      wins: sheet.slot('count', `${id}#wins`),
      net: sheet.slot('signed-money', `${id}#net`),
    };
    sentences.push(
      sentence(
        'today.trades',
        phrase(
          'Trades closed: {count} (with a profit: {wins}), together {net}.',
          '청산 {count}건 중 이익 {wins}건, 합계 {net}.',
          slots,
        ),
      ),
    );
  }
  sentences.push(
    ...(await newsSentences(sources, sheet, topic, span)),
    equitySentence(sheet, desk.id),
    ...gateSentences(sheet, desk.id, desk.facts),
  );
  return { outcome: 'answered', sentences, sheet, subject: { decisionId: null, symbol: topic.symbol } };
}

async function decisionsSentence(
  { records }: Sources,
  sheet: FactSheet,
  desk: ReturnType<typeof citeDesk>,
  topic: Topic,
  span: Span,
): Promise<AnswerSentence> {
  const counts = await records.countDecisions({ ...within(span), symbol: topic.symbol ?? undefined });
  const outcomes = DECISION_OUTCOMES.flatMap((outcome) => {
    const count = counts[outcome] ?? 0;
    return count === 0 ? [] : [{ outcome, count }];
  });
  if (outcomes.length === 0)
    return sentence(
      'today.quiet',
      phrase('No candidate came up in that time.', '그 기간에 나온 후보가 없습니다.'),
      desk.id,
    );
  const total = outcomes.reduce((sum, { count }) => sum + count, 0);
  const id = sheet.add(desk.id, { ...desk.facts, period: { ...span, total, outcomes } });
  const lead = phrase('Candidates since {from}: {total}.', '{from} 이후 후보 {total}건.', {
    from: sheet.slot('time', `${id}#period.from`),
    total: sheet.slot('count', `${id}#period.total`),
  });
  const parts = outcomes.map((_, index) => {
    const mark = index === outcomes.length - 1 ? '.' : ',';
    return phrase(`{count} {outcome}${mark}`, `{outcome} {count}${mark}`, {
      count: sheet.slot('count', `${id}#period.outcomes[${index}].count`),
      outcome: sheet.slot('term:outcome', `${id}#period.outcomes[${index}].outcome`),
    });
  });
  return sentence('today.decisions', [lead, ...parts]);
}

async function newsSentences(
  { news, view }: Sources,
  sheet: FactSheet,
  topic: Topic,
  span: Span,
): Promise<readonly AnswerSentence[]> {
  const coins = view.instruments().filter(({ symbol }) => topic.symbol === null || symbol === topic.symbol);
  const asOf = Math.min(view.now(), span.to - 1);
  const items = await news.find({
    assets: [...new Set(coins.map(({ base }) => base))],
    asOf,
    maxAgeMs: asOf - span.from,
    limit: NEWS_SHOWN,
  });
  return items.map((item) => {
    const id = citeNews(sheet, item);
    const slots = {
      title: sheet.slot('title', `${id}#title`),
      source: sheet.slot('quote', `${id}#source`),
      time: sheet.slot('time', `${id}#publishedAt`),
    };
    const told = phrase('News: “{title}” ({source}, {time}', '뉴스: “{title}” ({source}, {time}', slots);
    return sentence('today.news', joinPhrases([told, ...publishersPhrases(sheet, id, item), phrase(').', ').')], ''));
  });
}
