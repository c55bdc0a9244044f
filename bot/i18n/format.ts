import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimal } from '../../engine/domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../../engine/domain/instrument.ts';
import { baseOf, tickSizeAt } from '../../engine/domain/instrument.ts';
import type { Side } from '../../engine/domain/order.ts';
import type { Direction } from '../../engine/domain/signal.ts';
import type { WallTime } from '../../engine/domain/zone.ts';
import { wallTime } from '../../engine/domain/zone.ts';
import type { Language } from './language.ts';
import { zoneLabel } from './zone.ts';

/** An estimate, an exact decimal, or its text. */
export type Amount = number | string | Decimal;

/** How numbers, money and times are written for one person: the only place where a value becomes text. */
export interface Format {
  readonly language: Language;
  readonly zone: string;
  /** All money of the desk is in it. */
  readonly quoteCurrency: string;
  /** On the tick grid of the symbol: `106,412.5`. */
  price(symbol: InstrumentSymbol, value: Amount): string;
  /** `0.5 BTC`. */
  quantity(symbol: InstrumentSymbol, value: Amount): string;
  /** `9,874.31 USDT`, `₩9,874,310`; more digits when these would show nothing. */
  money(value: Amount): string;
  /** `+12.40 USDT`, `-3.05 USDT`. */
  signedMoney(value: Amount): string;
  /** `1.25%`. */
  percent(fraction: number, digits?: number): string;
  /** `+1.25%`. */
  signedPercent(fraction: number, digits?: number): string;
  /** A plain number: `1.37`, `12,000`; trailing zeros dropped. */
  number(value: Amount, maximumDigits?: number): string;
  count(value: number): string;
  /** `14:05`, with the date when it is another day than now. */
  time(at: number): string;
  /** `5월 19일 14:05`, `19 May 14:05`; with the year when it is another year than now. */
  dateTime(at: number): string;
  /** `5월 19일`, `19 May`. */
  date(at: number): string;
  /** `2025-05-19 14:05:30 KST`. */
  stamp(at: number): string;
  /** `KST`. */
  zoneLabel(): string;
  /** The two largest units: `3시간 12분`, `3h 12m`. */
  duration(ms: number): string;
  /** `BTC`. */
  coin(symbol: InstrumentSymbol): string;
  /** `BTC/USDT`: the symbol without the settlement part. */
  pair(symbol: InstrumentSymbol): string;
  /** What people call somebody, by user id; what is no id of anybody known stays as it is. */
  person(userId: string): string;
  side(side: Side): string;
  direction(direction: Direction): string;
}

export interface FormatOptions {
  readonly language: Language;
  readonly zone: string;
  readonly now: number;
  readonly instruments: readonly Instrument[];
  readonly quoteCurrency: string;
  readonly nameOf?: (userId: string) => string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const UNKNOWN = 'N/A';

/** Returns the Format of one person at one moment. */
export function createFormat(options: FormatOptions): Format {
  const { language, zone, quoteCurrency } = options;
  const instruments = new Map(options.instruments.map((instrument) => [instrument.symbol, instrument]));
  const today = wallTime(options.now, zone);

  const money = (value: Amount): string =>
    quoteCurrency === 'KRW' ? formatWon(value) : withUnit(formatMoney(value), ` ${quoteCurrency}`.trimEnd());
  const dateTime = (at: number): string =>
    isTime(at) ? `${formatDate(wallTime(at, zone), today, language)} ${clock(wallTime(at, zone))}` : UNKNOWN;

  return {
    language,
    zone,
    quoteCurrency,
    price: (symbol, value) => {
      const grid = instruments.get(symbol);
      const exact = exactOf(value);
      if (grid === undefined || exact === null) return formatNumber(value, 8);
      return fixed(value, digitsOf(tickSizeAt(grid, exact.abs())));
    },
    quantity: (symbol, value) => withUnit(formatNumber(value, 12), ` ${baseOf(symbol)}`),
    money,
    signedMoney: (value) => withSign(money(value), value),
    percent: (fraction, digits = 2) => withUnit(fixed(fraction * 100, digits), '%'),
    signedPercent: (fraction, digits = 2) => withSign(withUnit(fixed(fraction * 100, digits), '%'), fraction),
    number: (value, maximumDigits = 4) => formatNumber(value, maximumDigits),
    count: (value) => fixed(value, 0),
    time: (at) => {
      if (!isTime(at)) return UNKNOWN;
      const wall = wallTime(at, zone);
      return sameDay(wall, today) ? clock(wall) : dateTime(at);
    },
    dateTime,
    date: (at) => (isTime(at) ? formatDate(wallTime(at, zone), today, language) : UNKNOWN),
    stamp: (at) => (isTime(at) ? `${formatStamp(wallTime(at, zone))} ${zoneLabel(zone, at)}` : UNKNOWN),
    zoneLabel: () => zoneLabel(zone, options.now),
    duration: (ms) => formatDuration(ms, language),
    coin: baseOf,
    pair: (symbol) => symbol.split(':')[0] ?? symbol,
    person: options.nameOf ?? ((userId) => userId),
    side: (side) => SIDES[language][side],
    direction: (direction) => DIRECTIONS[language][direction],
  };
}

const SIDES = { ko: { buy: '매수', sell: '매도' }, en: { buy: 'buy', sell: 'sell' } } as const;
const DIRECTIONS = { ko: { long: '롱', short: '숏' }, en: { long: 'long', short: 'short' } } as const;

/** Dates beyond this cannot be represented; what claims to be one is not a time. */
function isTime(at: number): boolean {
  return Math.abs(at) <= 8.64e15;
}

/** Returns the exact value, or null for what is not a finite plain number. */
function exactOf(value: Amount): Decimal | null {
  if (typeof value === 'number') return exactOfEstimate(value);
  try {
    const exact = decimal(value);
    return exact.isFinite() ? exact : null;
  } catch {
    return null;
  }
}

function exactOfEstimate(value: number): Decimal | null {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return null;
  const text = String(value);
  return decimal(text.includes('e') ? value.toFixed(20) : text);
}

function fixed(value: Amount, digits: number): string {
  const exact = exactOf(value);
  if (exact === null) return UNKNOWN;
  // decimal.js: 4 is ROUND_HALF_UP, what people expect of a figure that they check by hand.
  return grouped(exact.toFixed(digits, 4));
}

function formatNumber(value: Amount, maximumDigits: number): string {
  const exact = exactOf(value);
  return exact === null ? UNKNOWN : grouped(exact.toDecimalPlaces(maximumDigits, 4).toFixed());
}

function formatMoney(value: Amount): string {
  const exact = exactOf(value);
  if (exact === null) return UNKNOWN;
  const invisible = !exact.isZero() && exact.abs().lessThan('0.005');
  return invisible ? grouped(exact.toSignificantDigits(2, 4).toFixed()) : grouped(exact.toFixed(2, 4));
}

/** Won have no parts; less than half of one still shows. */
function formatWon(value: Amount): string {
  const exact = exactOf(value);
  if (exact === null) return UNKNOWN;
  const invisible = !exact.isZero() && exact.abs().lessThan('0.5');
  const text = grouped(invisible ? exact.toSignificantDigits(2, 4).toFixed() : exact.toFixed(0, 4));
  return text.startsWith('-') ? `-₩${text.slice(1)}` : `₩${text}`;
}

/** What is not known has no unit either. */
function withUnit(number: string, unit: string): string {
  return number === UNKNOWN ? UNKNOWN : number + unit;
}

/** Puts thousands separators in and drops the sign of a zero. */
function grouped(text: string): string {
  const negative = text.startsWith('-');
  const [whole = '0', fraction] = (negative ? text.slice(1) : text).split('.');
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  const number = fraction === undefined ? digits : `${digits}.${fraction}`;
  return negative && /[1-9]/.test(number) ? `-${number}` : number;
}

function withSign(text: string, value: Amount): string {
  const exact = exactOf(value);
  return exact?.greaterThan(0) && /[1-9]/.test(text) ? `+${text}` : text;
}

function digitsOf(step: string): number {
  return decimal(step).decimalPlaces();
}

function pad(value: number): string {
  return String(value).padStart(2, '0');
}

function clock(wall: WallTime): string {
  return `${pad(wall.hour)}:${pad(wall.minute)}`;
}

function sameDay(a: WallTime, b: WallTime): boolean {
  return a.year === b.year && a.month === b.month && a.day === b.day;
}

function formatDate(wall: WallTime, today: WallTime, language: Language): string {
  const thisYear = wall.year === today.year;
  if (language === 'ko') return `${thisYear ? '' : `${wall.year}년 `}${wall.month}월 ${wall.day}일`;
  return `${wall.day} ${MONTHS[wall.month - 1] ?? ''}${thisYear ? '' : ` ${wall.year}`}`;
}

function formatStamp(wall: WallTime): string {
  return `${wall.year}-${pad(wall.month)}-${pad(wall.day)} ${clock(wall)}:${pad(wall.second)}`;
}

const UNITS = [
  { ms: 86_400_000, ko: '일', en: 'd' },
  { ms: 3_600_000, ko: '시간', en: 'h' },
  { ms: 60_000, ko: '분', en: 'm' },
  { ms: 1_000, ko: '초', en: 's' },
] as const;

function formatDuration(ms: number, language: Language): string {
  if (!Number.isFinite(ms)) return UNKNOWN;
  let rest = Math.round(Math.abs(ms) / 1000) * 1000;
  const parts: string[] = [];
  for (const unit of UNITS) {
    const amount = Math.floor(rest / unit.ms);
    rest -= amount * unit.ms;
    // Only the two largest neighbouring units: `3h 12m`, never `3h 12m 5s`, and never `1d 5s`.
    if (amount > 0) parts.push(`${amount}${unit[language]}`);
    else if (parts.length > 0) break;
    if (parts.length === 2) break;
  }
  return parts.length === 0 ? `0${language === 'ko' ? '초' : 's'}` : parts.join(' ');
}
