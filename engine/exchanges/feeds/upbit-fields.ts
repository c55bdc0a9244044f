import type { InstrumentSymbol } from '../../domain/instrument.ts';

/** Returns Upbit's and Bithumb's code of a unified spot symbol: `BTC/KRW` → `KRW-BTC`; null where there can be none. */
export function koreanCode(symbol: InstrumentSymbol): string | null {
  const [base, quote, ...rest] = symbol.split('/');
  const plain = rest.length === 0 && base && quote && /^[A-Z0-9]+$/.test(base) && /^[A-Z0-9]+$/.test(quote);
  return plain ? `${quote}-${base}` : null;
}

/** The long names of fields and their short ones (`format: SIMPLE`), where we read them. */
export const FIELDS = {
  type: 'ty',
  code: 'cd',
  timestamp: 'tms',
  trade_price: 'tp',
  trade_volume: 'tv',
  ask_bid: 'ab',
  trade_timestamp: 'ttms',
  orderbook_units: 'obu',
  ask_price: 'ap',
  bid_price: 'bp',
  ask_size: 'as',
  bid_size: 'bs',
  acc_trade_price_24h: 'atp24h',
  candle_date_time_utc: 'cdttmu',
  opening_price: 'op',
  high_price: 'hp',
  low_price: 'lp',
  candle_acc_trade_volume: 'catv',
} as const;

export type FieldName = keyof typeof FIELDS;
export type JsonRecord = Readonly<Record<string, unknown>>;

/** Tells whether a JSON value is an object with fields. */
export function isRecord(value: unknown): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Returns a field by either of its names. */
export function fieldOf(message: JsonRecord, name: FieldName): unknown {
  return message[name] ?? message[FIELDS[name]];
}

/** Returns a JSON number that is finite, or null; a string is none, for neither venue writes numbers so. */
export function finiteOf(message: JsonRecord, name: FieldName): number | null {
  const value = fieldOf(message, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

/** Milliseconds, from a number or digits in milli- or microseconds (Bithumb's order book speaks in the latter); null if neither. */
export function millisecondsOf(value: unknown): number | null {
  const number = typeof value === 'string' && /^\d{13,16}$/.test(value) ? Number(value) : value;
  if (typeof number !== 'number' || !Number.isFinite(number) || number < 1e12) return null;
  return number >= 1e15 ? Math.floor(number / 1_000) : number;
}

/** Milliseconds of `2025-01-02T03:04:05` read as UTC; null if it is not that. */
export function utcTimeOf(value: unknown): number | null {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(value)) return null;
  const at = Date.parse(`${value}Z`);
  return Number.isFinite(at) ? at : null;
}
