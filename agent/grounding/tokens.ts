/** Something in a text that can be true or false of a record. */
export type Token =
  | { readonly kind: 'time'; readonly text: string; readonly parts: TimeParts }
  | { readonly kind: 'duration'; readonly text: string; readonly least: number; readonly most: number }
  | {
      readonly kind: 'number';
      readonly text: string;
      readonly value: number;
      /** Half of the last shown place: how far the record may be from what is shown. */
      readonly tolerance: number;
      readonly sign: '+' | '-' | null;
      readonly unit: 'percent' | 'money' | 'quantity' | 'bare';
      /** What stands directly before it: "price", "RSI", 확률. */
      readonly before: string;
    }
  | { readonly kind: 'citation'; readonly text: string }
  | { readonly kind: 'ticker'; readonly text: string };

export interface TimeParts {
  readonly year?: number | undefined;
  readonly month?: number | undefined;
  readonly day?: number | undefined;
  readonly hour?: number | undefined;
  readonly minute?: number | undefined;
  readonly second?: number | undefined;
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const MONTH =
  '(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)(?![a-z])\\.?';
const CLOCK = '(?:[ T,]*(\\d{1,2}):(\\d{2})(?::(\\d{2}))?)?';

interface Reader {
  readonly pattern: RegExp;
  readonly read: (match: RegExpExecArray, text: string) => Token;
}

/** In order: what an earlier reader takes, a later one does not see. */
const READERS: readonly Reader[] = [
  {
    pattern: /(?<![\p{L}\d])[ADFJMNOST]-[A-Z\d]+(?:…[ADFJMNOST]-[A-Z\d]+)?(?![\p{L}\d])/gu,
    read: ([text]) => ({ kind: 'citation', text }),
  },
  {
    pattern: /(?<![\p{L}\d])G-[a-z][\p{L}\d]*(?:[-:._][\p{L}\d]+)*/gu,
    read: ([text]) => ({ kind: 'citation', text }),
  },
  { pattern: new RegExp(`(\\d{4})-(\\d{2})-(\\d{2})${CLOCK}`, 'gu'), read: (match) => time(match, [1, 2, 3, 4, 5, 6]) },
  {
    pattern: new RegExp(`(?:(\\d{4})년 ?)?(\\d{1,2})월 ?(\\d{1,2})일${CLOCK}`, 'gu'),
    read: (match) => time(match, [1, 2, 3, 4, 5, 6]),
  },
  {
    pattern: new RegExp(`(?<![\\d.])(\\d{1,2}) ${MONTH}(?: (\\d{4}))?${CLOCK}`, 'giu'),
    read: (match) => time(match, [3, 2, 1, 4, 5, 6]),
  },
  {
    pattern: /(?<![\d.])(\d{1,2}):(\d{2})(?::(\d{2}))?(?!\d)/gu,
    read: (match) => time(match, [null, null, null, 1, 2, 3]),
  },
  { pattern: /(?<![\d.,])(\d+)(일|시간|분|초|d|h|m|s)(?: (\d+)(시간|분|초|h|m|s))?(?![a-z\d])/gu, read: duration },
  {
    pattern:
      /([+\-−]?)\$?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)( ?%p|\s?%| points?\b| USDT\b| USD\b| [A-Z]{2,6}\b|[kKMB]\b|만|억)?/gu,
    read: number,
  },
];

/** Returns everything checkable in a text. `coins` are the tickers to look for. */
export function tokensOf(text: string, coins: readonly string[]): readonly Token[] {
  const tokens: Token[] = [];
  let rest = text;
  for (const { pattern, read } of READERS) {
    const source = rest;
    for (const match of source.matchAll(pattern)) {
      tokens.push(read(match, text));
      rest = blank(rest, match.index, match[0].length);
    }
  }
  const words = new Set(text.match(/(?<![A-Za-z])[A-Z]{2,6}(?![A-Za-z])/g) ?? []);
  return [...tokens, ...coins.filter((coin) => words.has(coin)).map((coin): Token => ({ kind: 'ticker', text: coin }))];
}

function blank(text: string, index: number, length: number): string {
  return text.slice(0, index) + '\u0000'.repeat(length) + text.slice(index + length);
}

type Place = number | null;

function time(match: RegExpExecArray, places: readonly [Place, Place, Place, Place, Place, Place]): Token {
  const [year, month, day, hour, minute, second] = places.map((place) =>
    place === null ? undefined : numberOf(match[place]),
  );
  return { kind: 'time', text: match[0].trim(), parts: { year, month, day, hour, minute, second } };
}

function numberOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const month = MONTHS.indexOf(text.slice(0, 3).toLowerCase());
  return month < 0 ? Number(text) : month + 1;
}

const UNIT_MS: Readonly<Record<string, number>> = {
  일: 86_400_000,
  d: 86_400_000,
  시간: 3_600_000,
  h: 3_600_000,
  분: 60_000,
  m: 60_000,
  초: 1_000,
  s: 1_000,
};

/** What is left out below the last shown unit is not zero: `3h 12m` stands for up to a minute more. */
function duration(match: RegExpExecArray): Token {
  const first = Number(match[1]) * (UNIT_MS[match[2] ?? ''] ?? 0);
  const second = match[3] === undefined ? 0 : Number(match[3]) * (UNIT_MS[match[4] ?? ''] ?? 0);
  const last = UNIT_MS[match[4] ?? match[2] ?? ''] ?? 0;
  return { kind: 'duration', text: match[0], least: first + second - 500, most: first + second + last };
}

const SCALES: Readonly<Record<string, number>> = { k: 1e3, K: 1e3, M: 1e6, B: 1e9, 만: 1e4, 억: 1e8 };

function number(match: RegExpExecArray, text: string): Token {
  const [whole, sign = '', digits = '', suffix = ''] = match;
  const plain = digits.replace(/,/g, '');
  const scale = SCALES[suffix] ?? 1;
  const places = plain.split('.')[1]?.length ?? 0;
  const before = text.slice(Math.max(0, match.index - 24), match.index);
  return {
    kind: 'number',
    text: whole.trim(),
    value: Number(plain) * scale,
    tolerance: 0.5 * 10 ** -places * scale,
    sign: signOf(sign, match.index, text),
    unit: unitOf(suffix.trim(), whole.includes('$')),
    before,
  };
}

/** A dash after a word or digit joins ("2-bar", "3-5"); only one that stands free is a sign. */
function signOf(sign: string, index: number, text: string): '+' | '-' | null {
  if (sign === '' || /[\p{L}\d]/u.test(text[index - 1] ?? '')) return null;
  return sign === '+' ? '+' : '-';
}

function unitOf(suffix: string, hasDollar: boolean): 'percent' | 'money' | 'quantity' | 'bare' {
  if (/^(%p|%|points?)$/.test(suffix)) return 'percent';
  if (hasDollar || /^(USDT|USD)$/.test(suffix)) return 'money';
  return /^[A-Z]{2,6}$/.test(suffix) ? 'quantity' : 'bare';
}
