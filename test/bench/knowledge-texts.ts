import type { SourceItem } from '../../rag/document.ts';
import { hasShared, sharedCsv } from '../eval/shared-data.ts';

/** Texts of news to fill a collection with: the shared ones where they lie beside the checkout, made-up ones elsewhere. */
export interface NewsTexts {
  readonly from: string;
  /** Each as often as asked for: beyond what there is, sentences of several texts are put together anew. */
  items(count: number): readonly SourceItem[];
  /** Headlines and short questions, in turn. */
  questions(count: number): readonly string[];
}

interface Text {
  readonly title: string;
  readonly body: string;
  readonly source: string;
  readonly publishedAt: number;
  readonly tickers: readonly string[];
}

const SHORT_QUESTIONS: readonly string[] = [
  'bitcoin price',
  'why did ether fall',
  'exchange hack stolen funds',
  'spot ETF inflows this week',
  'SEC lawsuit against an exchange',
  'stablecoin regulation in Europe',
  'what do whales buy',
  'miners sell bitcoin',
  '비트코인 가격',
  'rate cut by the Federal Reserve and crypto',
  'solana network outage',
  'dogecoin rally',
];

/** The last moment of the shared news; made-up texts lie in the year before it as well. */
export const NEWS_END = Date.UTC(2025, 5, 1);

export function newsTexts(seed = 7): NewsTexts {
  const texts = hasShared('news.csv.gz') ? sharedTexts() : madeUpTexts(random(seed));
  return {
    from: hasShared('news.csv.gz') ? `${texts.length} shared texts` : `${texts.length} made-up texts`,
    items: (count) => {
      const next = random(seed);
      return Array.from({ length: count }, (_, place) => itemOf(texts[place] ?? recombined(texts, next)));
    },
    questions: (count) =>
      Array.from({ length: count }, (_, place) => {
        const short = SHORT_QUESTIONS[(place >> 1) % SHORT_QUESTIONS.length] ?? '';
        return place % 2 === 0 ? (texts[(place * 7919) % texts.length]?.title ?? short) : short;
      }),
  };
}

function sharedTexts(): readonly Text[] {
  const news = sharedCsv('news.csv.gz').map(({ title = '', summary = '', source = '', published_ms, tickers }) => ({
    title,
    body: summary,
    source: source === '' ? 'unknown' : source,
    publishedAt: Number(published_ms),
    tickers: tickers === undefined || tickers === '' ? [] : tickers.split(/[|,; ]+/),
  }));
  const short = sharedCsv('news_bitcoin_short_2021_2024.csv.gz').map(({ text = '', published_ms }) => ({
    title: text,
    body: '',
    source: 'short',
    publishedAt: Number(published_ms),
    tickers: [],
  }));
  return [...news, ...short].filter(({ title }) => title.trim() !== '');
}

/** Three sentences of texts picked at random under the headline of a fourth, so that words keep company they know. */
function recombined(texts: readonly Text[], next: () => number): Text {
  const pick = () => texts[Math.floor(next() * texts.length)] as Text;
  const first = pick();
  const title = `${first.title.split(' ').slice(0, 6).join(' ')} ${pick().title.split(' ').slice(-5).join(' ')}`;
  const body = [pick(), pick(), pick()].map((text) => (text.body === '' ? text.title : text.body)).join(' ');
  return { ...first, title, body: body.slice(0, 600), publishedAt: first.publishedAt + Math.floor(next() * 3_600_000) };
}

function itemOf({ title, body, source, publishedAt, tickers }: Text): SourceItem {
  return {
    publishedAt,
    source,
    kind: 'news',
    title: { en: title },
    body: body === '' ? {} : { en: body },
    assets: tickers,
  };
}

const COINS = ['Bitcoin', 'Ethereum', 'Solana', 'Dogecoin', 'Cardano', 'Litecoin', 'Stellar', 'Monero'];
const WORDS = 4_000;

/** Sentences of numbered words, the first ones by far the commonest, as words are. */
function madeUpTexts(next: () => number): readonly Text[] {
  const word = () => `word${Math.floor(WORDS ** next())}`;
  const sentence = (length: number) => Array.from({ length }, word).join(' ');
  return Array.from({ length: 20_000 }, () => {
    const coin = COINS[Math.floor(next() ** 2 * COINS.length)] ?? 'Bitcoin';
    return {
      title: `${coin} ${sentence(8)}`,
      body: `${sentence(15)}. ${coin} ${sentence(12)}.`,
      source: `paper${Math.floor(next() * 30)}`,
      publishedAt: NEWS_END - Math.floor(next() * 365 * 86_400_000),
      tickers: [],
    };
  });
}

/** Mulberry32: the same sequence for a seed everywhere. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
