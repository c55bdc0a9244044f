import { createBinanceFeed } from '../../engine/exchanges/feeds/binance-feed.ts';
import type { FeedEvent } from '../../engine/exchanges/feeds/feed-event.ts';
import type { LevelList } from '../../engine/exchanges/feeds/level-list.ts';
import { seededRandom } from '../faults/seeded-random.ts';
import { readFrames } from './recorded-frames.ts';

/** What became of real frames that were damaged. */
export interface FuzzReport {
  readonly frames: number;
  readonly refused: number;
  readonly emitted: number;
  readonly exceptions: number;
  /** Emitted with a number that is not finite or is below zero. */
  readonly unsound: number;
  /** Emitted with a number that JSON.parse and Number do not read from the same frame. */
  readonly unequal: number;
  /** Emitted though JSON.parse refuses the frame: in a field that nobody reads. */
  readonly looser: number;
  readonly causes: Readonly<Record<string, number>>;
}

const CUTS = ['binance-spot-btcusdt', 'binance-usdm-ethusdt'];
/** Bytes that mean something in JSON: they find more than any others. */
const TELLING = Buffer.from('"{}[],:0-.eE9tfn \\');

/** Damages real frames in one to three places and reads them; the seed repeats it. */
export function fuzzFrames(count: number, seed: number): FuzzReport {
  const random = seededRandom(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const frames = CUTS.flatMap((cut) => readFrames(`test/fixtures/frames/${cut}.jsonl.gz`))
    .filter(({ snapshot }) => !snapshot)
    .map(({ text }) => Buffer.from(text));
  const parser = createBinanceFeed('binance').parser(['BTC/USDT', 'ETH/USDT']);
  const causes: Record<string, number> = {};
  const report = { frames: count, refused: 0, emitted: 0, exceptions: 0, unsound: 0, unequal: 0, looser: 0, causes };
  for (let index = 0; index < count; index += 1) {
    const bytes = damage(frames[pick(frames.length)]!, pick, random);
    try {
      const fault = parser.read(bytes, (event) => {
        report.emitted += 1;
        if (!sound(event)) report.unsound += 1;
        const same = sameAsJson(event, bytes);
        if (same === null) report.looser += 1;
        else if (!same) report.unequal += 1;
      });
      if (fault === null) continue;
      report.refused += 1;
      causes[fault.cause] = (causes[fault.cause] ?? 0) + 1;
    } catch {
      report.exceptions += 1;
    }
  }
  return report;
}

function damage(frame: Buffer, pick: (below: number) => number, random: () => number): Buffer {
  let bytes = Buffer.from(frame);
  for (let times = 1 + pick(3); times > 0; times -= 1) {
    const at = pick(bytes.length);
    const how = random();
    if (how < 0.4) bytes[at] = random() < 0.5 ? TELLING[pick(TELLING.length)]! : pick(256);
    else if (how < 0.6) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)]);
    else if (how < 0.8) bytes = Buffer.concat([bytes.subarray(0, at + 1), bytes.subarray(at)]);
    else if (how < 0.85) bytes = bytes.subarray(0, at);
    else bytes = Buffer.concat([bytes.subarray(0, at), frame.subarray(pick(frame.length))]);
  }
  return bytes;
}

function sound(event: FeedEvent): boolean {
  return numbersOf(event).every((value) => Number.isFinite(value) && value >= 0);
}

function numbersOf(event: FeedEvent): readonly number[] {
  if (event.type === 'trade') return [event.at, event.trade.at, event.trade.price, event.trade.quantity];
  if (event.type === 'best') return [event.updateId, event.bid, event.bidQuantity, event.ask, event.askQuantity];
  if (event.type !== 'depth.diff') return [];
  return [event.firstUpdateId, event.lastUpdateId, ...pairs(event.bids), ...pairs(event.asks)];
}

const pairs = ({ values, count }: LevelList) => [...values.subarray(0, count * 2)];

/** Null where JSON.parse refuses the frame. */
function sameAsJson(event: FeedEvent, bytes: Buffer): boolean | null {
  let data: Record<string, unknown>;
  try {
    data = (JSON.parse(bytes.toString()) as { data?: Record<string, unknown> }).data ?? {};
  } catch {
    return null;
  }
  const flat = (side: unknown) => (side as readonly (readonly string[])[]).flatMap((level) => level.slice(0, 2));
  const expected: readonly unknown[] =
    event.type === 'trade'
      ? [data.E ?? data.T, data.T, data.p, data.q]
      : event.type === 'best'
        ? [data.u, data.b, data.B, data.a, data.A]
        : event.type === 'depth.diff'
          ? [data.U, data.u, ...flat(data.b), ...flat(data.a)]
          : [];
  return numbersOf(event).every((value, index) => value === Number(expected[index]));
}
