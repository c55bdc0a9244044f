import type { BinanceStream } from './binance-streams.ts';
import type { ByteCursor } from './byte-cursor.ts';
import type { FeedEvent } from './feed-event.ts';
import type { LevelList } from './level-list.ts';

/** Where a reader reads from, and what it may fill. */
export interface MessageReading {
  readonly cursor: ByteCursor;
  readonly venue: string;
  readonly bids: LevelList;
  readonly asks: LevelList;
}

/** Reads the `data` of a stream's frame. What is wrong is left in the cursor; then the event is worthless. */
export type MessageReader = (reading: MessageReading, stream: BinanceStream) => FeedEvent;

/** Milliseconds between 2017 and 2100: anything else in a time field is seconds, microseconds or nonsense. */
const EARLIEST = 1_483_228_800_000;
const LATEST = 4_102_444_800_000;

/** Binance's names of fields: one letter, or two as `first << 8 | second`. */
export const FIELD = {
  A: 0x41,
  B: 0x42,
  E: 0x45,
  T: 0x54,
  U: 0x55,
  a: 0x61,
  b: 0x62,
  c: 0x63,
  e: 0x65,
  h: 0x68,
  i: 0x69,
  k: 0x6b,
  l: 0x6c,
  m: 0x6d,
  o: 0x6f,
  p: 0x70,
  q: 0x71,
  s: 0x73,
  t: 0x74,
  u: 0x75,
  v: 0x76,
  x: 0x78,
  PU: 0x7075,
} as const;

/** Reads a time in milliseconds. */
export function readTime(cursor: ByteCursor): number {
  const at = cursor.integer();
  if (at < EARLIEST || at > LATEST) cursor.fail('bad-number');
  return at;
}

/** Reads the symbol, which must be the one of the stream. */
export function checkSymbol(cursor: ByteCursor, stream: BinanceStream): void {
  const { names, symbolStart, symbolEnd } = stream;
  if (!cursor.textIs(names, symbolStart, symbolEnd) && cursor.fault === null) cursor.fail('wrong-symbol');
}
