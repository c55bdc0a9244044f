import type { NewsEvidence } from '../../engine/domain/evidence.ts';
import { textIn } from '../../rag/document.ts';
import type { SearchHit } from '../../rag/retriever.ts';
import type { AnswerSentence, Language } from './answer.ts';
import { citeDesk, coinSlot, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';
import { citeNews, publishersPhrases, quotable } from './news-facts.ts';
import { quotedPiece } from './quoted-piece.ts';

const DAY_MS = 86_400_000;
const LATELY_MS = 3 * DAY_MS;
const SHOWN = 5;
const WORDS_SHOWN = 60;

/** What is asked of the news, besides coin and time. */
export interface NewsQuestion {
  /** What the reports should be about; null: whatever weighs most. */
  readonly words: string | null;
  /** Someone wants to know why a price moved. */
  readonly isAboutMove: boolean;
}

/** News on a coin, on all, or on what the question names, as of now: nothing that the desk could not know yet. */
export async function answerNews(sources: Sources, topic: Topic, question: NewsQuestion): Promise<Draft> {
  return question.words === null
    ? latestNews(sources, topic, question.isAboutMove)
    : searchedNews(sources, topic, question.words);
}

async function latestNews({ view, news }: Sources, topic: Topic, isAboutMove: boolean): Promise<Draft> {
  const sheet = new FactSheet();
  const desk = citeDesk(sheet, view).id;
  const asOf = asOfTime(view.now(), topic);
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

/** What was known when the question's time ended; of the future nothing is known. */
export function asOfTime(now: number, { moment, span }: Pick<Topic, 'moment' | 'span'>): number {
  return Math.min(now, moment ?? (span === null ? now : span.to - 1));
}

async function searchedNews({ view, news }: Sources, topic: Topic, words: string): Promise<Draft> {
  const sheet = new FactSheet();
  const asOf = asOfTime(view.now(), topic);
  const { id, facts } = citeDesk(sheet, view);
  const desk = sheet.add(id, { ...facts, asOf });
  const answer = await news.search({
    text: words,
    assets: topic.symbol === null && topic.unknownCoin === null ? null : assetsOf(view, topic),
    asOf,
    maxAgeMs: topic.span === null ? null : asOf - topic.span.from,
    limit: SHOWN,
  });
  const hits = answer.outcome === 'found' ? answer.hits : [];
  const asked = sheet.slot('quote', `${sheet.add('question', { words: shortWords(words) })}#words`);
  const slots = { words: asked, time: sheet.slot('time', `${desk}#asOf`) };
  const lead = phrase('About “{words}”, known by {time}:', '“{words}” 관련 뉴스, {time}까지 알려진 것:', slots);
  return {
    outcome: hits.length === 0 ? 'not-found' : 'answered',
    sentences:
      hits.length === 0
        ? [irrelevantSentence(sheet, desk, topic, slots)]
        : [sentence('news.search', lead, desk), ...hits.map((hit) => hitSentence(sheet, hit, words, topic.language))],
    sheet,
    subject: { decisionId: null, symbol: topic.symbol },
    suggestions: hits.length === 0 ? suggestionsOf(view, topic, shortWords(words)) : [],
  };
}

function shortWords(words: string): string {
  const characters = [...quotable(words)];
  return characters.length <= WORDS_SHOWN ? characters.join('') : `${characters.slice(0, WORDS_SHOWN).join('')}…`;
}

/** Nothing is shown rather than what merely shares a word. */
function irrelevantSentence(sheet: FactSheet, desk: string, topic: Topic, slots: Phrase['slots']): AnswerSentence {
  if (topic.symbol === null) {
    const none = phrase(
      'No report known by {time} has to do with “{words}”.',
      '{time}까지 알려진 뉴스 중에 “{words}”{과/와} 관련된 것이 없습니다.',
      slots,
    );
    return sentence('news.irrelevant', none, desk);
  }
  const none = phrase(
    'No report on {coin} known by {time} has to do with “{words}”.',
    '{time}까지 알려진 {coin} 뉴스 중에 “{words}”{과/와} 관련된 것이 없습니다.',
    { ...slots, coin: coinSlot(sheet, desk, topic.symbol) },
  );
  return sentence('news.irrelevant', none, desk);
}

function suggestionsOf(view: Sources['view'], { language, symbol }: Topic, words: string): readonly string[] {
  const coin = view.instruments().find((one) => one.symbol === symbol)?.base;
  if (coin !== undefined) return [language === 'ko' ? `${coin} 뉴스` : `news on ${coin}`, `/news ${words}`];
  return language === 'ko' ? ['뉴스 있어?', '시장 분위기 어때?'] : ['any news?', 'how is the mood of the market?'];
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
  const id = citeNews(sheet, item);
  return sentence(
    `news.${id}`,
    joinPhrases([...titlePhrases(sheet, id, item), phrase(').', ').'), ...link(sheet, id)], ''),
  );
}

/** A report that was searched for shows the words that were found, unless the headline is all there is. */
function hitSentence(sheet: FactSheet, hit: SearchHit, words: string, language: Language): AnswerSentence {
  const { news, quote } = hit;
  const passage = unshownPassage(hit, language);
  const piece = quotedPiece(passage, words);
  const id = citeNews(sheet, news, { quote: piece.text });
  const title = joinPhrases(titlePhrases(sheet, id, news), '');
  if (piece.text === '')
    return sentence(`news.${id}`, joinPhrases([title, phrase(').', ').'), ...link(sheet, id)], ''));
  const before = piece.cutBefore || (quote.part === 'body' && quote.start > 0) ? '…' : '';
  const after = piece.cutAfter ? '…' : '';
  const quoted = phrase(`): ${before}“{quote}”${after}`, `): ${before}“{quote}”${after}`, {
    quote: sheet.slot('quote', `${id}#quote`),
  });
  return sentence(`news.${id}`, joinPhrases([title, quoted, ...link(sheet, id)], ''));
}

/**
 * Nothing where a translation of the headline was shown and the words were found in the other language: who cannot read
 * them is told nothing by them. A head begins with the headline, which is not said twice.
 */
function unshownPassage({ news, quote }: SearchHit, language: Language): string {
  if (quote.language !== language && news.title[language] !== undefined) return '';
  const [headline = ''] = quote.text.split('\n', 1);
  const isShown = quote.part === 'head' && quotable(headline) === quotable(textIn(news.title, language));
  return isShown ? quote.text.slice(headline.length) : quote.text;
}

/** Time, headline, and in a bracket that is left open who says so and in what tone. */
function titlePhrases(sheet: FactSheet, id: string, item: NewsEvidence): readonly Phrase[] {
  const slots = {
    time: sheet.slot('time', `${id}#publishedAt`),
    title: sheet.slot('title', `${id}#title`),
    source: sheet.slot('quote', `${id}#source`),
    tone: sheet.slot('term:tone', `${id}#derived.tone`),
    by: sheet.slot('quote', `${id}#toneBy`),
  };
  const told = phrase(
    '{time} “{title}” ({source}; tone {tone}, by {by}',
    '{time} “{title}” ({source}, 분위기 {tone}, {by} 기준',
    slots,
  );
  const flagged = phrase('; text that addresses machines', ', 기계에 지시하는 문구 포함');
  const flags = item.flags?.includes('instruction-like') === true ? [flagged] : [];
  return [told, ...publishersPhrases(sheet, id, item), ...flags];
}

/** The address as plain text; a surface decides whether it can be followed. */
function link(sheet: FactSheet, id: string): readonly Phrase[] {
  return sheet.has(`${id}#url`) ? [phrase(' {url}', ' {url}', { url: sheet.slot('quote', `${id}#url`) })] : [];
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
