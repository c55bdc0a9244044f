import type { NewsEvidence } from '../../engine/domain/evidence.ts';
import type { AnswerSentence } from './answer.ts';
import { citeDesk, coinSlot, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, phrase, sentence } from './fact-sheet.ts';

const DAY_MS = 86_400_000;
const LATELY_MS = 3 * DAY_MS;
const SHOWN = 5;
/** A tone nearer to zero than this is called neutral. */
const NEUTRAL = 0.15;

/** News on a coin or on all, as of now: nothing that the desk could not know yet. */
export async function answerNews({ view, news }: Sources, topic: Topic, isAboutMove: boolean): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const now = view.now();
  const asOf = Math.min(now, topic.moment ?? (topic.span === null ? now : topic.span.to - 1));
  const maxAgeMs = topic.span === null ? LATELY_MS : asOf - topic.span.from;
  const items = await news.find({ assets: assetsOf(view, topic), asOf, maxAgeMs, limit: SHOWN });
  const sentences: AnswerSentence[] = isAboutMove ? [moveSentence(sheet, view, desk, topic)] : [];
  sentences.push(...items.map((item) => itemSentence(sheet, item)));
  if (items.length === 0) sentences.push(noneSentence(sheet, desk, topic));
  return {
    outcome: items.length === 0 ? 'not-found' : 'answered',
    sentences,
    sheet,
    subject: { decisionId: null, symbol: topic.symbol },
  };
}

function assetsOf(view: Sources['view'], { symbol, unknownCoin }: Topic): readonly string[] {
  if (unknownCoin !== null) return [unknownCoin];
  return [
    ...new Set(
      view
        .instruments()
        .filter((one) => symbol === null || one.symbol === symbol)
        .map(({ base }) => base),
    ),
  ];
}

function itemSentence(sheet: FactSheet, item: NewsEvidence): AnswerSentence {
  const id = sheet.add(item.id, { ...item, derived: { tone: toneWord(item.tone) } });
  const slots = {
    time: sheet.slot('time', `${id}#publishedAt`),
    title: sheet.slot('title', `${id}#title`),
    source: sheet.slot('text', `${id}#source`),
    tone: sheet.slot('term:tone', `${id}#derived.tone`),
    by: sheet.slot('text', `${id}#toneBy`),
  };
  return sentence(
    `news.${id}`,
    phrase(
      '{time} “{title}” ({source}; tone {tone}, by {by}).',
      '{time} “{title}” ({source}, 분위기 {tone}, {by} 기준).',
      slots,
    ),
  );
}

function toneWord(tone: number): 'positive' | 'negative' | 'neutral' {
  if (Math.abs(tone) < NEUTRAL) return 'neutral';
  return tone > 0 ? 'positive' : 'negative';
}

function noneSentence(sheet: FactSheet, desk: string, topic: Topic): AnswerSentence {
  const none =
    topic.symbol === null
      ? phrase('No news of that time is stored.', '그 기간에 저장된 뉴스가 없습니다.')
      : phrase('No news of that time on {coin} is stored.', '그 기간에 저장된 {coin} 뉴스가 없습니다.', {
          coin: coinSlot(sheet, desk, topic.symbol),
        });
  return sentence('news.none', none, desk);
}

/** Why a price moves is not recorded anywhere; what was reported meanwhile is. */
function moveSentence(sheet: FactSheet, view: Sources['view'], desk: string, topic: Topic): AnswerSentence {
  const unknown = phrase(
    'What moves a price is not in any record; this is how far it went and what was reported.',
    '가격이 움직인 원인은 기록으로 알 수 없습니다. 변동 폭과 그동안의 보도만 알려드립니다.',
  );
  const context = topic.symbol === null ? null : view.market(topic.symbol);
  if (topic.symbol === null || context === null || context.change24hFraction === null)
    return sentence('news.move', unknown, desk);
  const base = view.instruments().find((one) => one.symbol === topic.symbol)?.base ?? topic.symbol;
  const id = sheet.add(`M-${base}`, { symbol: topic.symbol, ...context, metrics: ['change24h'] });
  const moved = phrase('{coin}: {name} {change}, now {price}.', '{coin}: {name} {change}, 현재 {price}.', {
    coin: sheet.slot('coin', `${id}#symbol`),
    name: sheet.slot('term:metric', `${id}#metrics[0]`),
    change: sheet.slot('signed-percent', `${id}#change24hFraction`),
    price: sheet.slot('price', `${id}#price`, topic.symbol),
  });
  return sentence('news.move', [unknown, moved]);
}
