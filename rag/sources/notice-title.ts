import type { Topic } from '../document.ts';

/**
 * What a venue announces, by the words of its titles; the first that fits. Delisting comes before listing, for
 * `거래지원 종료` holds `거래지원`, and `delist` holds `list`.
 */
const TOPIC_WORDS: readonly (readonly [topic: Topic, words: RegExp])[] = [
  [
    'delisting',
    /거래\s*지원\s*종료|상장\s*폐지|유의\s*종목\s*지정|유의\s*촉구|\bdelist|remov\w* .*(?:trading pair|margin)|cease trading/i,
  ],
  [
    'maintenance',
    /점검|입출금.*(?:중단|재개|일시)|(?:중단|재개).*입출금|네트워크 업그레이드|하드\s*포크|\bmaintenance\b|\bsuspen|\bresum|network upgrade|hard fork|wallet upgrade/i,
  ],
  [
    'listing',
    /신규\s*거래\s*지원|거래\s*지원\s*안내|마켓\s*(?:디지털\s*자산\s*)?추가|디지털\s*자산\s*추가|(?:신규|원화\s*마켓)\s*상장|market support for|will list\b|\blists?\b|\bwill (?:add|launch)\b|new .*listing/i,
  ],
];

/** A title says what it is about at its beginning; one without end is not searched to its end. */
const TITLE_CHARACTERS = 500;

/** What stands in brackets and is a market, a currency or a unit, and never the coin that is announced. */
const NOT_THE_COIN = new Set(['KRW', 'USD', 'EUR', 'KST', 'UTC', 'API', 'APP', 'PC', 'NFT', 'FAQ', 'AM', 'PM', 'TBD']);
const BRACKETED = /\(([^()]{1,60})\)/g;
const COIN = /^[A-Z0-9]{2,15}$/;

/** Returns what a notice is about by its title, or undefined where the words do not say. */
export function noticeTopic(title: string): Topic | undefined {
  return TOPIC_WORDS.find(([, words]) => words.test(title.slice(0, TITLE_CHARACTERS)))?.[0];
}

/**
 * Returns the coins a title names in brackets, as venues write them: `인튜이션(TRUST) 신규 거래지원 안내 (KRW, BTC, USDT 마켓)`
 * gives TRUST. A bracket that lists markets names no coin.
 */
export function noticeAssets(title: string): readonly string[] {
  const brackets = [...title.slice(0, TITLE_CHARACTERS).matchAll(BRACKETED)].map(([, inside]) => inside ?? '');
  const names = brackets
    .filter((inside) => !/마켓|market/i.test(inside))
    .flatMap((inside) => inside.split(/[,/·]|\s+/))
    .filter((name) => COIN.test(name) && /[A-Z]/.test(name) && !NOT_THE_COIN.has(name));
  return [...new Set(names)];
}
