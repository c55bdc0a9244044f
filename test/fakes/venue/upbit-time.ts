const KOREA_MS = 9 * 3_600_000;

/** Returns `2025-08-09T16:44:00+09:00`, as Upbit and Bithumb date orders. */
export function koreanTime(at: number): string {
  return `${new Date(at + KOREA_MS).toISOString().slice(0, 19)}+09:00`;
}

/** Returns the same with milliseconds, as trades are dated. */
export function koreanTimeWithMs(at: number): string {
  return `${new Date(at + KOREA_MS).toISOString().slice(0, 23)}+09:00`;
}

/** Returns a wall-clock date and time, without a zone, as tickers, trades and candles have them. */
export function dateAndTime(at: number): { readonly date: string; readonly time: string } {
  const text = new Date(at).toISOString();
  return { date: text.slice(0, 10), time: text.slice(11, 19) };
}

/** Returns the same in Korea. */
export function koreanDateAndTime(at: number): { readonly date: string; readonly time: string } {
  return dateAndTime(at + KOREA_MS);
}

/** Returns the instant that a candle request's `to` names, exclusive; null where it cannot be read. */
export function instantOf(text: string): number | null {
  const zoned = /([zZ]|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text.replace(' ', 'T')}Z`;
  const at = Date.parse(zoned.replace(' ', 'T'));
  return Number.isNaN(at) ? null : at;
}
