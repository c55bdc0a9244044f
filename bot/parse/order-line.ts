import type { DecimalText } from '../../engine/domain/decimal.ts';
import { decimal, estimateOf } from '../../engine/domain/decimal.ts';
import type { Instrument } from '../../engine/domain/instrument.ts';
import type { AskedSize } from '../../engine/domain/signal.ts';
import { hangulNumeral } from './hangul-numeral.ts';
import { isMultiplier, parseAmount } from './number.ts';
import type { Parsed } from './parsed.ts';
import { echoOf, parsed, unreadable } from './parsed.ts';
import { findInstruments } from './symbol.ts';

/** What stands in a line such as `0.5 btc stop 104000` or `솔라나 절반`; what was not said is null. */
export interface OrderLine {
  readonly instrument: Instrument | null;
  readonly size: AskedSize | null;
  /** False for a bare number whose unit was guessed (`btc 200`): it may have meant money. */
  readonly sizeIsExplicit: boolean;
  readonly limit: PriceWish | null;
  readonly stop: PriceWish | null;
  readonly target: PriceWish | null;
}

/** A price, or its distance from the price of the trade as a fraction. */
export type PriceWish =
  | { readonly type: 'price'; readonly price: DecimalText }
  | { readonly type: 'distance'; readonly fraction: number };

type PriceField = 'limit' | 'stop' | 'target';

const TOKEN = new RegExp(
  [
    String.raw`[+-]?[$₩]?(?:\d[\d.,]*|\.\d+)(?:e[+-]?\d+)?(?:[십백천만억]+(?:\d+[십백천만억]+)*|(?:k|mm|m|mil|million)(?![a-z]))?`,
    String.raw`[a-z]+(?:[/\-_:][a-z]+)*`,
    '[가-힣]+',
    String.raw`\S`,
  ].join('|'),
  'gu',
);

const SHARES: Readonly<Record<string, number>> = {
  half: 0.5,
  quarter: 0.25,
  all: 1,
  everything: 1,
  max: 1,
  full: 1,
  절반: 0.5,
  반: 0.5,
  반절: 0.5,
  전부: 1,
  전량: 1,
  모두: 1,
  몽땅: 1,
  다: 1,
  올인: 1,
};

const UNITS: Readonly<Record<string, 'notional' | 'percent' | 'quantity' | 'won'>> = {
  usdt: 'notional',
  usd: 'notional',
  $: 'notional',
  dollar: 'notional',
  dollars: 'notional',
  bucks: 'notional',
  달러: 'notional',
  불: 'notional',
  테더: 'notional',
  '%': 'percent',
  percent: 'percent',
  pct: 'percent',
  퍼센트: 'percent',
  퍼: 'percent',
  프로: 'percent',
  coin: 'quantity',
  coins: 'quantity',
  개: 'quantity',
  krw: 'won',
  won: 'won',
  '₩': 'won',
  원: 'won',
};

const PRICE_FIELDS: Readonly<Record<string, PriceField>> = {
  '@': 'limit',
  at: 'limit',
  limit: 'limit',
  price: 'limit',
  지정가: 'limit',
  가격: 'limit',
  stop: 'stop',
  sl: 'stop',
  'stop-loss': 'stop',
  stoploss: 'stop',
  손절: 'stop',
  손절가: 'stop',
  스탑: 'stop',
  스톱: 'stop',
  target: 'target',
  tp: 'target',
  'take-profit': 'target',
  익절: 'target',
  익절가: 'target',
  목표: 'target',
  목표가: 'target',
};

const FILLERS: ReadonlySet<string> = new Set(
  `of my the a an worth in for to with and please market now some it position just loss
   = : , . ! 을 를 에 의 좀 정도 어치 만큼 지금 바로 그냥 시장가 시장가로 포지션 주세요 해주세요 해줘 해`.split(/\s+/),
);

const TAIL_PARTICLES = /(?:어치|만큼|정도|치)?(?:을|를|만|로|으로|에|의|은|는|이|가)?$/;

interface Draft {
  readonly instruments: readonly Instrument[];
  readonly tokens: readonly string[];
  at: number;
  instrument: Instrument | null;
  size: AskedSize | null;
  sizeIsExplicit: boolean;
  readonly prices: Partial<Record<PriceField, PriceWish>>;
}

type Refused = Extract<Parsed<never>, { outcome: 'refused' }>;

/** Reads a normalised order line in any word order. A word that means nothing here is refused, never skipped. */
export function parseOrderLine(line: string, instruments: readonly Instrument[]): Parsed<OrderLine> {
  const tokens = line.toLowerCase().match(TOKEN) ?? [];
  const draft: Draft = {
    instruments,
    tokens,
    at: 0,
    instrument: null,
    size: null,
    sizeIsExplicit: true,
    prices: {},
  };
  while (draft.at < tokens.length) {
    const refused = readToken(draft);
    if (refused !== null) return refused;
  }
  const { instrument, size, sizeIsExplicit, prices } = draft;
  return parsed({
    instrument,
    size,
    sizeIsExplicit,
    limit: prices.limit ?? null,
    stop: prices.stop ?? null,
    target: prices.target ?? null,
  });
}

function readToken(draft: Draft): Refused | null {
  const token = draft.tokens[draft.at] ?? '';
  draft.at += 1;
  if (isNumberToken(token)) return readSize(draft, token);
  const word = wordKnownAs(token, draft.instruments);
  const share = SHARES[word];
  if (share !== undefined && Object.hasOwn(SHARES, word)) return setSize(draft, { type: 'fraction', fraction: share });
  const field = Object.hasOwn(PRICE_FIELDS, word) ? PRICE_FIELDS[word] : undefined;
  if (field !== undefined) return readPrice(draft, field);
  if (FILLERS.has(word)) return null;
  const spelled = numeralWithUnit(token);
  if (spelled !== null) return readSpelledSize(draft, spelled);
  return readInstrument(draft, token);
}

function isNumberToken(token: string): boolean {
  return /^[+-]?[$₩]?[\d.]*\d/.test(token) || /^(nan|inf|infinity)$/.test(token);
}

/** Returns the word without Korean particles when only so it is one that the grammar knows. */
function wordKnownAs(token: string, instruments: readonly Instrument[]): string {
  if (isGrammarWord(token) || findInstruments(token, instruments).length > 0) return token;
  const stem = token.replace(TAIL_PARTICLES, '');
  return stem !== '' && isGrammarWord(stem) ? stem : token;
}

function isGrammarWord(word: string): boolean {
  return Object.hasOwn(SHARES, word) || Object.hasOwn(PRICE_FIELDS, word) || FILLERS.has(word);
}

function unitOf(token: string | undefined): (typeof UNITS)[string] | null {
  if (token === undefined) return null;
  const stem = Object.hasOwn(UNITS, token) ? token : token.replace(TAIL_PARTICLES, '');
  return Object.hasOwn(UNITS, stem) ? (UNITS[stem] ?? null) : null;
}

function readSize(draft: Draft, token: string): Refused | null {
  const currency = /[$₩]/.exec(token)?.[0];
  const digits = withMultiplier(draft, token.replace(/[$₩]/, ''));
  const amount = parseAmount(digits);
  if (amount.outcome === 'refused') return amount;
  const following = unitOf(draft.tokens[draft.at]);
  if (following !== null) draft.at += 1;
  const unit = currency === undefined ? following : unitOf(currency);
  return setAmount(draft, amount.value, unit);
}

/** Takes a multiplier that stands alone after the number: `2 million`, `3 만`. */
function withMultiplier(draft: Draft, digits: string): string {
  const next = draft.tokens[draft.at];
  if (next === undefined || !isMultiplier(next) || !/\d$/.test(digits)) return digits;
  draft.at += 1;
  return `${digits}${next}`;
}

function setAmount(draft: Draft, amount: DecimalText, unit: (typeof UNITS)[string] | null): Refused | null {
  // A desk trades in one currency: an amount in the other is another amount.
  const inWon = draft.instruments[0]?.quote === 'KRW';
  if (unit === 'won' && !inWon) return unreadable('parse.won', { text: amount });
  if (unit === 'notional' && inWon) return unreadable('parse.dollars', { text: amount });
  if (unit === 'notional' || unit === 'won') return setSize(draft, { type: 'notional', notional: amount });
  if (unit === 'percent') return setPercent(draft, amount);
  const next = draft.tokens[draft.at];
  const beforeCoin = next !== undefined && findInstruments(next, draft.instruments).length > 0;
  draft.sizeIsExplicit = unit === 'quantity' || beforeCoin;
  return setSize(draft, { type: 'quantity', quantity: amount });
}

function setPercent(draft: Draft, amount: DecimalText): Refused | null {
  const percent = decimal(amount);
  if (percent.greaterThan(100)) return unreadable('parse.over-100', { text: amount });
  return setSize(draft, { type: 'fraction', fraction: estimateOf(percent.div(100)) });
}

function setSize(draft: Draft, size: AskedSize): Refused | null {
  if (draft.size !== null) return unreadable('parse.two-sizes');
  draft.size = size;
  return null;
}

function readPrice(draft: Draft, field: PriceField): Refused | null {
  while (FILLERS.has(draft.tokens[draft.at] ?? '')) draft.at += 1;
  const token = draft.tokens[draft.at];
  // `at market`: the filler above has taken the word, and nothing or something else follows.
  if (token === undefined || !isNumberToken(token)) {
    if (field === 'limit') return null;
    return unreadable('parse.price-missing', { text: draft.tokens[draft.at - 1] ?? '' });
  }
  draft.at += 1;
  const amount = parseAmount(withMultiplier(draft, token.replace(/[$₩]/, '')));
  if (amount.outcome === 'refused') return amount;
  const unit = unitOf(draft.tokens[draft.at]);
  if (unit !== null) draft.at += 1;
  if (draft.prices[field] !== undefined) return unreadable('parse.two-prices');
  if (unit !== 'percent') draft.prices[field] = { type: 'price', price: amount.value };
  else if (decimal(amount.value).greaterThanOrEqualTo(100)) return unreadable('parse.over-100', { text: amount.value });
  else draft.prices[field] = { type: 'distance', fraction: estimateOf(decimal(amount.value).div(100)) };
  return null;
}

interface SpelledSize {
  readonly amount: string;
  readonly unit: (typeof UNITS)[string] | null;
}

/** Reads `오천달러`, `이백불어치`, `두개`: a number and its unit in one Hangul word. */
function numeralWithUnit(token: string): SpelledSize | null {
  const match = /^([가-힣]+?)(달러|불|테더|퍼센트|프로|개|원)?(?:어치|만큼|정도|치)?(?:을|를|만|로|으로)?$/.exec(token);
  const [, amount = '', unit] = match ?? [];
  return hangulNumeral(amount) === null ? null : { amount, unit: unit === undefined ? null : unitOf(unit) };
}

function readSpelledSize(draft: Draft, spelled: SpelledSize): Refused | null {
  const amount = parseAmount(spelled.amount);
  if (amount.outcome === 'refused') return amount;
  if (spelled.unit !== null) return setAmount(draft, amount.value, spelled.unit);
  const following = unitOf(draft.tokens[draft.at]);
  if (following !== null) draft.at += 1;
  return setAmount(draft, amount.value, following);
}

function readInstrument(draft: Draft, token: string): Refused | null {
  const found = findInstruments(token, draft.instruments);
  const [instrument, second] = found;
  if (instrument === undefined) {
    const code = draft.instrument === null ? 'parse.unknown-market' : 'parse.unknown-word';
    return unreadable(code, { text: echoOf(token), markets: marketsOf(draft.instruments) });
  }
  if (second !== undefined)
    return unreadable('parse.two-listings', { first: instrument.symbol, second: second.symbol });
  if (draft.instrument !== null && draft.instrument.symbol !== instrument.symbol) {
    return unreadable('parse.two-markets', { first: draft.instrument.base, second: instrument.base });
  }
  draft.instrument = instrument;
  return null;
}

/** Returns the coins that the desk trades, as one readable list. */
export function marketsOf(instruments: readonly Instrument[]): string {
  return [...new Set(instruments.map((instrument) => instrument.base))].join(', ');
}
