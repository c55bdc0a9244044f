import type { SentimentReading, SeriesEvidence } from '../../engine/domain/evidence.ts';
import type { AnswerSentence } from './answer.ts';
import { citeDesk, type Draft, type Sources, type Topic } from './draft.ts';
import { FactSheet, joinPhrases, type Phrase, phrase, sentence } from './fact-sheet.ts';
import { chosenFigures, figureFacts, kindOf, valuePhrase } from './figures.ts';
import { moodWord } from './mood-words.ts';
import { asOfTime } from './news-answer.ts';
import { citeNews } from './news-facts.ts';

const HOUR_MS = 3_600_000;
/** As far back as the mood of the news looks. */
const MOOD_MS = 100 * HOUR_MS;
const LOOKED_AT = 50;
const CITED = 3;
const FIGURES_SHOWN = 12;
const NEAR_A_COIN = ['sentiment', 'derivatives', 'onchain', 'attention'] as const;

/**
 * The mood of the news by coin and the figures from outside the market, as of now. `asked` are beginnings of series:
 * then only those are told.
 */
export async function answerMood(sources: Sources, topic: Topic, asked: readonly string[]): Promise<Draft> {
  const { view, world } = sources;
  const sheet = new FactSheet();
  const asOf = asOfTime(view.now(), topic);
  const coins = coinsOf(view, topic);
  const { id, facts } = citeDesk(sheet, view);
  const readings = asked.length > 0 ? [] : coins.flatMap((coin) => world.sentiment.read(coin, asOf) ?? []);
  // Whoever asks about one coin is not told of payrolls.
  const kinds = asked.length === 0 && coins.length === 1 ? NEAR_A_COIN : undefined;
  const known = chosenFigures(await world.figures.series(asOf), { coins, kinds }).filter(
    ({ series }) => asked.length === 0 || asked.some((beginning) => series.startsWith(beginning)),
  );
  const figures = known.slice(0, FIGURES_SHOWN);
  const silent = coins.filter((coin) => readings.every(({ asset }) => asset !== coin));
  const desk = sheet.add(id, { ...facts, mood: { asOf, silent, more: known.length - figures.length } });

  const sentences: AnswerSentence[] = [];
  for (const reading of readings) sentences.push(await moodSentence(sources, sheet, reading, asOf, coins.length === 1));
  if (asked.length === 0 && silent.length > 0) sentences.push(silentSentence(sheet, desk));
  sentences.push(...figures.map((figure) => figureSentence(sheet, figure, asOf)));
  if (known.length > figures.length) sentences.push(moreSentence(sheet, desk));
  if (known.length === 0) sentences.push(noFigureSentence(sheet, desk));
  return {
    outcome: readings.length + figures.length === 0 ? 'not-found' : 'answered',
    sentences,
    sheet,
    subject: { decisionId: null, symbol: topic.symbol },
    suggestions: suggestionsOf(topic, coins[0] ?? 'BTC'),
  };
}

function coinsOf(view: Sources['view'], { symbol, unknownCoin }: Topic): readonly string[] {
  if (unknownCoin !== null) return [unknownCoin];
  const meant = view.instruments().filter((one) => symbol === null || one.symbol === symbol);
  return [...new Set(meant.map(({ base }) => base))];
}

function suggestionsOf({ language, unknownCoin }: Topic, coin: string): readonly string[] {
  // A coin that is not traded was never up for a decision.
  if (unknownCoin !== null) return language === 'ko' ? [`${coin} 뉴스`] : [`news on ${coin}`];
  return language === 'ko'
    ? [`${coin} 뉴스`, `왜 ${coin} 안 샀어?`]
    : [`news on ${coin}`, `why did you not buy ${coin}?`];
}

async function moodSentence(
  { news }: Sources,
  sheet: FactSheet,
  reading: SentimentReading,
  asOf: number,
  isAlone: boolean,
): Promise<AnswerSentence> {
  const { asset, value, change24h, newsIds } = reading;
  const id = sheet.add(`G-mood:${asset}`, { ...reading, derived: { word: moodWord(value) } });
  const slots = {
    asset: sheet.slot('text', `${id}#asset`),
    word: sheet.slot('term:mood', `${id}#derived.word`),
    value: sheet.slot('signed-number', `${id}#value`),
  };
  const counts = {
    stories: sheet.slot('count', `${id}#stories`),
    publishers: sheet.slot('count', `${id}#sources`),
  };
  const parts = [
    phrase('Mood of the news on {asset}: {word} ({value})', '{asset} 뉴스 분위기: {word}({value})', slots),
    ...changePhrases(sheet, id, change24h),
    phrase('; stories: {stories}, publishers: {publishers}', ', 기사 {stories}건, 매체 {publishers}곳', counts),
  ];
  if (isAlone) {
    const found = await news.find({ assets: [asset], asOf, maxAgeMs: MOOD_MS, limit: LOOKED_AT });
    const weightiest = found.find((item) => item.id === newsIds[0]);
    if (weightiest !== undefined) parts.push(weightiestPhrase(sheet, citeNews(sheet, weightiest)));
  }
  return sentence(`mood.${asset}`, joinPhrases([...parts, phrase('.', '.')], ''), id, ...newsIds.slice(0, CITED));
}

function changePhrases(sheet: FactSheet, id: string, change: number | null): readonly Phrase[] {
  if (change === null) return [];
  if (change === 0) return [phrase(', as it was a day before', ', 하루 전과 같음')];
  const slots = { change: sheet.slot('signed-number', `${id}#change24h`) };
  return [phrase(', {change} over a day', ', 하루 전보다 {change}', slots)];
}

function weightiestPhrase(sheet: FactSheet, id: string): Phrase {
  const slots = {
    title: sheet.slot('title', `${id}#title`),
    source: sheet.slot('quote', `${id}#source`),
    time: sheet.slot('time', `${id}#publishedAt`),
  };
  return phrase(
    '; weighing most: “{title}” ({source}, {time})',
    ', 가장 비중이 큰 기사 “{title}”({source}, {time})',
    slots,
  );
}

function silentSentence(sheet: FactSheet, desk: string): AnswerSentence {
  const slots = { coins: sheet.slot('coins', `${desk}#mood.silent`) };
  return sentence(
    'mood.silent',
    phrase(
      'Too little news is known about {coins} to read a mood from.',
      '{coins}: 분위기를 말하기에는 알려진 뉴스가 너무 적습니다.',
      slots,
    ),
  );
}

/** Name, value, what it was before, since when it could be known, and who publishes it. */
function figureSentence(sheet: FactSheet, figure: SeriesEvidence, asOf: number): AnswerSentence {
  const facts = figureFacts(figure, asOf);
  const id = sheet.add(`G-${figure.series}`, facts);
  const write = (field: 'value' | 'previous') =>
    valuePhrase(sheet, figure.unit, `${id}#derived.${field}`, field === 'value' ? `${id}#unit` : null);
  const parts: Phrase[] = [
    phrase('{name}: ', '{name}: ', { name: sheet.slot('term:series', `${id}#series`) }),
    write('value'),
  ];
  if (facts.derived.word !== null) {
    const word = { word: sheet.slot('term:mood', `${id}#derived.word`) };
    parts.push(phrase(' ({word})', '({word})', word));
  }
  if (figure.unit === 'fraction') parts.push(phrase(' an interval', '(회차당)'));
  if (facts.derived.previous !== null) parts.push(phrase(', before ', ', 직전 '), write('previous'));
  const known = {
    time: sheet.slot('time', `${id}#knownAt`),
    source: sheet.slot('quote', `${id}#source`),
  };
  parts.push(
    kindOf(figure.series) === 'macro'
      ? phrase(
          '; for {date}, known since {time}, {age} ago ({source}).',
          ', {date} 기준, {time} 공개, {age} 전({source}).',
          {
            ...known,
            date: sheet.slot('date', `${id}#at`),
            age: sheet.slot('duration', `${id}#derived.ageMs`),
          },
        )
      : phrase('; known since {time} ({source}).', ', {time} 공개({source}).', known),
  );
  return sentence(`mood.${figure.series}`, joinPhrases(parts, ''));
}

function moreSentence(sheet: FactSheet, desk: string): AnswerSentence {
  const slots = { count: sheet.slot('count', `${desk}#mood.more`) };
  return sentence(
    'mood.more',
    phrase(
      'And {count} more; ask for funding, open interest, macro or on-chain figures.',
      '그 밖에 {count}개 더 있습니다. 펀딩비, 미결제약정, 거시 지표, 온체인 지표를 물어보세요.',
      slots,
    ),
  );
}

/** A recording holds prices and news; figures come only with sources that somebody set up. */
function noFigureSentence(sheet: FactSheet, desk: string): AnswerSentence {
  const slots = { time: sheet.slot('time', `${desk}#mood.asOf`) };
  return sentence(
    'mood.no-figure',
    phrase(
      'No such figure (fear and greed, funding, macro) was known by {time}: the recording holds none, and what is fetched today was not known then.',
      '{time}까지 알려진 지표(공포탐욕, 펀딩비, 거시)가 없습니다. 녹화에는 들어 있지 않고, 오늘 가져오는 값은 그때 알 수 없던 값입니다.',
      slots,
    ),
  );
}
