import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { BinanceVenue } from '../../engine/exchanges/feeds/binance-feed.ts';
import { hasRecording, RECORDINGS, readFrames } from '../eval/recorded-frames.ts';
import { seededRandom } from '../faults/seeded-random.ts';
import { cpuMicros } from './feed-cpu.ts';
import { FrameConsumer } from './feed-frames.ts';
import { quantile } from './sample.ts';
import { type Row, ratio } from './table.ts';

/** Frames of every symbol that are read before those that are measured: its book, bands and buffers are warm by then. */
const WARM = 1_000;
const MEASURED = 400;
const FIXTURE = new URL('../fixtures/frames/binance-spot-btcusdt.jsonl.gz', import.meta.url).pathname;

/** `BTCUSDT`, and as many in the names that take its place. */
const NAME_BYTES = 7;
const FEW = 40;
const MANY = 400;
const ROUNDS = 5;
/** The few are measured as often as it takes to read nearly as many frames. */
const FEW_A_ROUND = 5;

/** Returns what 400 symbols cost beside 40, over as long a time: medians of rounds that took turns. */
export function measureManySymbols(): readonly Row[] {
  return [undefined, '@depth'].flatMap((only) => compareCounts(only ?? 'as recorded', readScript(only)));
}

function compareCounts(what: string, script: Script): readonly Row[] {
  const taken = { few: [] as number[], many: [] as number[], cost: [] as number[] };
  const kept = keptBytes(script);
  let troubles = 0;
  const measure = (count: number) => {
    const symbols = new ManySymbols(count, script);
    symbols.warm();
    const micros = symbols.measure();
    troubles += symbols.consumer.faults + symbols.consumer.breaks;
    return micros;
  };
  for (let round = 0; round < ROUNDS; round += 1) {
    const few = quantile(
      Array.from({ length: FEW_A_ROUND }, () => measure(FEW)),
      0.5,
    );
    const many = measure(MANY);
    taken.few.push(few);
    taken.many.push(many);
    taken.cost.push(((many / few) * MANY) / FEW);
  }
  return [
    { frames: what, symbols: `${FEW}`, 'CPU µs/message': quantile(taken.few, 0.5), cost: '1.00x', 'of rounds': '' },
    {
      frames: what,
      symbols: `${MANY}`,
      'CPU µs/message': quantile(taken.many, 0.5),
      cost: ratio(quantile(taken.cost, 0.5), 1),
      'of rounds': taken.cost.map((cost) => cost.toFixed(1)).join(' '),
      'KB a symbol': kept / 1_024 / MANY,
      'refused and breaks': `${troubles}`,
    },
  ];
}

/** What a parser and books keep after all frames, garbage taken away; the names and orders of this bench included. */
function keptBytes(script: Script): number {
  const used = () => {
    collectGarbage();
    const { heapUsed, arrayBuffers } = process.memoryUsage();
    return heapUsed + arrayBuffers;
  };
  const before = used();
  const symbols = new ManySymbols(MANY, script);
  symbols.warm();
  const kept = used() - before;
  return symbols.consumer.applied > 0 ? kept : Number.NaN;
}

/** Twice: what typed arrays held is given back only after the first. */
function collectGarbage(): void {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc');
  collect();
  collect();
}

/** One recorded symbol's frames, to be told again under the names of many. */
interface Script {
  readonly venue: BinanceVenue;
  readonly frames: readonly ScriptFrame[];
  readonly snapshot: string;
}

interface ScriptFrame {
  readonly bytes: Buffer;
  /** Where the frame names its symbol, in lower and in upper case. */
  readonly lower: number;
  readonly upper: number;
}

/** Returns the recorded BTC frames of spot, or the shipped cut of them. */
function readScript(only?: string): Script {
  const recording = RECORDINGS.find(({ name }) => name === 'spot BTCUSDT');
  const file = recording !== undefined && hasRecording(recording) ? recording.frames[0]! : FIXTURE;
  const all = readFrames(file);
  const snapshot = all.find((frame) => frame.snapshot)?.text ?? '';
  const frames = all
    .filter((frame) => !frame.snapshot && (only === undefined || frame.text.includes(only)))
    .slice(0, WARM + MEASURED)
    .map(({ text }) => ({
      bytes: Buffer.from(text),
      lower: text.indexOf('btcusdt'),
      upper: text.indexOf('"s":"BTCUSDT"') + 5,
    }));
  return { venue: 'binance', frames, snapshot };
}

/**
 * Many symbols that live the same recorded minutes, each at its own place in them, in an order drawn anew each time.
 * Each frame is written into one buffer first, as a socket does it: the frames' own memory is the same for few symbols
 * and many, and only what we keep of a symbol differs.
 */
class ManySymbols {
  readonly count: number;
  readonly consumer: FrameConsumer;
  readonly #script: Script;
  /** The names of all symbols, one behind the other: what this bench itself knows of a symbol must cost next to nothing. */
  readonly #lower: Buffer;
  readonly #upper: Buffer;
  readonly #begin: Int32Array;
  readonly #order: Int32Array;
  readonly #buffer = Buffer.alloc(1_000_000);
  readonly #views = new Map<number, Buffer>();

  constructor(count: number, script: Script) {
    this.count = count;
    this.#script = script;
    const coins = Array.from({ length: count }, (_, index) => `${letter(index / 26)}${letter(index)}X`);
    const symbols = coins.map((coin) => `${coin}/USDT`);
    const names = coins.map((coin) => `${coin}USDT`).join('');
    this.#lower = Buffer.from(names.toLowerCase());
    this.#upper = Buffer.from(names);
    const snapshots = new Map(symbols.map((symbol) => [symbol, script.snapshot]));
    this.consumer = new FrameConsumer({ venue: script.venue, symbols, snapshots });
    const random = seededRandom(count);
    const last = script.frames.length - MEASURED;
    this.#begin = Int32Array.from({ length: count }, () => Math.floor(last * (0.5 + random() / 2)));
    this.#order = Int32Array.from({ length: count * MEASURED }, (_, index) => index % count);
    for (let round = 0; round < MEASURED; round += 1) this.#shuffle(round * count, random);
  }

  /** Reads what every symbol has before the measured part. */
  warm(): void {
    const most = Math.max(...this.#begin);
    for (let frame = 0; frame < most; frame += 1) {
      for (let symbol = 0; symbol < this.count; symbol += 1) {
        if (frame < (this.#begin[symbol] ?? 0)) this.#read(symbol, frame);
      }
    }
  }

  /** Reads the measured part. Returns µs of processor time a message. */
  measure(): number {
    const { count } = this;
    const messages = count * MEASURED;
    const micros = cpuMicros(() => {
      for (let at = 0; at < messages; at += 1) {
        const symbol = this.#order[at] ?? 0;
        this.#read(symbol, (this.#begin[symbol] ?? 0) + Math.floor(at / count));
      }
    });
    return micros / messages;
  }

  #read(symbol: number, index: number): void {
    const frame = this.#script.frames[index]!;
    const buffer = this.#view(frame.bytes.length);
    frame.bytes.copy(buffer);
    const name = symbol * NAME_BYTES;
    for (let at = 0; at < NAME_BYTES; at += 1) {
      buffer[frame.lower + at] = this.#lower[name + at] ?? 0;
      buffer[frame.upper + at] = this.#upper[name + at] ?? 0;
    }
    this.consumer.read(buffer);
  }

  #view(length: number): Buffer {
    let view = this.#views.get(length);
    if (view === undefined) {
      view = this.#buffer.subarray(0, length);
      this.#views.set(length, view);
    }
    return view;
  }

  #shuffle(from: number, random: () => number): void {
    for (let last = this.count - 1; last > 0; last -= 1) {
      const other = from + Math.floor(random() * (last + 1));
      const kept = this.#order[from + last] ?? 0;
      this.#order[from + last] = this.#order[other] ?? 0;
      this.#order[other] = kept;
    }
  }
}

function letter(index: number): string {
  return String.fromCharCode(65 + (Math.floor(index) % 26));
}
