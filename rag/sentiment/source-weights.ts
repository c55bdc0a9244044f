import type { DocumentKind } from '../document.ts';

/** What one document of a kind weighs by itself; a post can be written by anybody in a minute. */
const KIND_WEIGHTS: Readonly<Record<DocumentKind, number>> = { notice: 1, news: 0.8, macro: 1, post: 0.25 };

/** Venues speak first-hand of their own listings, halts and losses. */
const VENUE_NOTICE = 1.5;
const VENUES = new Set(
  'binance upbit 업비트 bithumb 빗썸 coinone 코인원 korbit 코빗 gopax coinbase kraken okx bybit bitget kucoin bitfinex bitstamp gemini deribit cmegroup cme'.split(
    ' ',
  ),
);

/** Agencies, regulators and papers that put their name to a report and correct it. */
const AGENCY_REPORT = 1.3;
const AGENCIES = new Set(
  'reuters bloomberg ap associatedpress afp dowjones wallstreetjournal wsj financialtimes ft nikkei yonhap yonhapnews 연합뉴스 연합인포맥스 cnbc sec cftc federalreserve fed bis ecb 한국은행 금융위원회 금융감독원'.split(
    ' ',
  ),
);

/** Newsrooms of the trade. */
const TRADE_REPORT = 1;
const TRADE_PRESS = new Set(
  'coindesk theblock cointelegraph decrypt blockworks dlnews bitcoinmagazine forexlive 토큰포스트 tokenpost 블록미디어 blockmedia 코인데스크코리아 디센터 decenter'.split(
    ' ',
  ),
);

/** Returns the name under which a source counts as one witness: `The Block` and `the-block` are the same. */
export function sourceName(source: string): string {
  return source
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{Letter}\p{Number}]/gu, '');
}

/** Returns what a document of a source weighs in an asset index, 0.25 to 1.5. A post is a post, whatever name it bears. */
export function sourceWeight(name: string, kind: DocumentKind): number {
  if (kind === 'post') return KIND_WEIGHTS.post;
  if (kind === 'notice' && VENUES.has(name)) return VENUE_NOTICE;
  if (AGENCIES.has(name)) return AGENCY_REPORT;
  if (TRADE_PRESS.has(name)) return TRADE_REPORT;
  return KIND_WEIGHTS[kind];
}
