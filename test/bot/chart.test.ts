import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough, Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CandlesRequest, ChartRequest, EquityRequest } from '../../bot/charts/chart.ts';
import type { ChartRoom } from '../../bot/charts/chart-room.ts';
import { openChartRoom } from '../../bot/charts/chart-room.ts';
import { savePicture } from '../../bot/saved-picture.ts';
import { createTerminal } from '../../bot/surfaces/terminal.ts';
import { UnavailableError } from '../../engine/domain/errors.ts';
import type { Candle } from '../../engine/domain/market.ts';
import type { Timeframe } from '../../engine/domain/timeframe.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import { createHistory, fillOf } from '../agent/fixtures/desk.ts';
import { closedTrade, DESK_NOW, INSTRUMENTS, SOL } from '../fakes/desk.ts';
import type { ChatRig } from './chat-rig.ts';
import { createChatRig } from './chat-rig.ts';

const HOUR = TIMEFRAME_MS['1h'];
const LAST_OPEN = DESK_NOW - (DESK_NOW % HOUR) - HOUR;
const PNG_HEAD = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

let room: ChartRoom;
const asked: ChartRequest[] = [];
const charts: Pick<ChartRoom, 'draw'> = {
  draw: (request) => {
    asked.push(request);
    return room.draw(request);
  },
};

beforeAll(() => {
  room = openChartRoom();
});
afterAll(() => room.close());

/** Bars up to the desk's now, each a tenth above the one before. */
function bars(symbol: string, timeframe: Timeframe, count: number, first = 100): readonly Candle[] {
  const barMs = TIMEFRAME_MS[timeframe];
  const end = DESK_NOW - (DESK_NOW % barMs);
  return Array.from({ length: count }, (_, index) => {
    const openTime = end - (count - index) * barMs;
    const open = first + index / 10;
    const close = open + 0.1;
    return {
      ...{ symbol, timeframe, openTime, closeTime: openTime + barMs, open, close },
      ...{ high: close + 0.05, low: open - 0.05, volume: 10 },
    };
  });
}

function rigWith(candles: readonly Candle[]): ChatRig {
  asked.length = 0;
  const rig = createChatRig({ charts });
  rig.desk.candlesNow = candles;
  return rig;
}

function drawn<Type extends ChartRequest['type']>(type: Type): Extract<ChartRequest, { type: Type }> {
  const request = asked.at(-1);
  if (request?.type !== type) throw new Error(`the last chart is ${request?.type}`);
  return request as Extract<ChartRequest, { type: Type }>;
}

describe('a market', () => {
  test('its last bars, with our fills told apart by what they did to the position', async () => {
    const rig = rigWith(bars(SOL, '15m', 300));
    rig.desk.fill(SOL, 'sell', '3', '120');
    const at = (minutes: number) => DESK_NOW - minutes * 60_000;
    const fill = (number: number, side: 'buy' | 'sell', quantity: string, minutes: number) =>
      fillOf(number, `D-${number}`, { symbol: SOL, side, quantity, price: '125', at: at(minutes) });
    // Short 5, two of them bought back; before that a long that was closed.
    rig.records.add(createHistory().cases[0]!.record, {
      fills: [fill(1, 'buy', '2', 200), fill(2, 'sell', '2', 150), fill(3, 'sell', '5', 90), fill(4, 'buy', '2', 60)],
    });
    const said = await rig.say('/chart sol');
    const request: CandlesRequest = drawn('candles');
    expect(request.candles).toHaveLength(120);
    expect(request).toMatchObject({ timeframe: '15m', priceDigits: 2, stopPrice: 100_000, signalAt: null });
    expect(request.marks.map(({ type, side }) => `${type} ${side}`)).toEqual([
      'entry buy',
      'exit sell',
      'entry sell',
      'exit buy',
    ]);
    expect(said).toMatch(/^SOL\/USDT 15m candles/);
  });

  test('Korean without a slash, other bars, and what is not to be had', async () => {
    const rig = rigWith(bars(SOL, '5m', 10));
    expect(await rig.say('차트 솔라나')).toContain('캔들');
    await rig.say('/chart SOL 5m');
    expect(drawn('candles').candles).toHaveLength(10);
    expect(await rig.say('/chart sol 2h')).toMatch(/1m, 5m, 15m or 1h|1m, 5m, 15m, 1h/);
    expect(await rig.say('/chart sol 5m now')).toMatch(/1m/);
    expect(await rig.say('/chart doge')).toContain('doge');
    expect(await rig.say('/chart D-77')).toContain('D-77');
  });
});

describe('a decision', () => {
  test('is shown at its moment, in the shortest bars that reach back to it', async () => {
    const { record } = createHistory().cases[0]!;
    const moved = { ...record, id: 'D-5', at: DESK_NOW - 50 * HOUR, signal: { ...record.signal, symbol: SOL } };
    const rig = rigWith([...bars(SOL, '5m', 300), ...bars(SOL, '15m', 300), ...bars(SOL, '1h', 300)]);
    rig.records.add(moved);
    await rig.say('/chart D-5');
    const request = drawn('candles');
    expect(request).toMatchObject({ timeframe: '15m', signalAt: moved.at, title: 'SOL D-5' });
    expect(request.candles[0]!.openTime).toBeLessThan(moved.at);
    expect(request.candles.at(-1)!.openTime).toBeGreaterThan(moved.at);
    rig.records.add({ ...moved, id: 'D-6', at: DESK_NOW - 400 * HOUR });
    expect(await rig.say('/chart D-6')).toContain('/why D-6');
  });
});

describe('the account', () => {
  test('beside the same money left alone in every market', async () => {
    const rig = rigWith(INSTRUMENTS.flatMap(({ symbol }) => bars(symbol, '1h', 24, 100)));
    const began = LAST_OPEN - 22 * HOUR;
    rig.records.points = Array.from({ length: 22 }, (_, hour) => {
      return { at: began + (hour + 1) * HOUR, equity: String(10_000 + hour), cash: '10000', exposure: '0' };
    });
    rig.records.allTrades = [closedTrade(1, '5'), closedTrade(2, '-3', { closedAt: DESK_NOW })];
    expect(await rig.say('/chart')).toMatch(/^Equity from /);
    const request: EquityRequest = drawn('equity');
    expect(request.equity[0]).toEqual({ at: began, value: 10_000 });
    expect(request.equity).toHaveLength(24);
    expect(request.buyAndHold[0]).toEqual({ at: began, value: 10_000 });
    // 23 bars from 100.1: the last closes 2.3 above.
    expect(request.buyAndHold.at(-1)!.value).toBeCloseTo(10_000 * (102.4 / 100.1), 6);
    expect(request.trades).toHaveLength(2);
  });

  test('cash and what is held add up to the equity', async () => {
    const rig = rigWith([]);
    rig.desk.fill(SOL, 'buy', '10', '160');
    expect(await rig.say('차트 배분')).toMatch(/SOL/);
    const { holdings, equity } = drawn('allocation');
    expect(holdings.map(({ value }) => value).reduce((sum, value) => sum + value, 0)).toBeCloseTo(equity, 8);
  });
});

test('a room that cannot draw is told in a sentence', async () => {
  const rig = createChatRig({
    charts: { draw: () => Promise.reject(new UnavailableError('32 charts are waiting to be drawn.')) },
  });
  expect(await rig.say('/chart')).toContain('could not be drawn just now');
  expect(rig.logged).toEqual([]);
});

test('a terminal says where the picture lies, whatever its name would do to a path', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'assent-picture-'));
  try {
    const rig = rigWith(bars(SOL, '15m', 30));
    const output = new PassThrough();
    const chunks: string[] = [];
    output.on('data', (chunk: Buffer) => chunks.push(chunk.toString()));
    await createTerminal({
      input: Readable.from([Buffer.from('/chart sol\n')]),
      ...{ output, isTTY: false, colour: false, core: rig.core, now: () => rig.clock.at },
      savePicture: (picture) => savePicture(picture, folder),
    }).run();
    expect(chunks.join('')).toContain('Picture: ');
    expect((await readFile(join(folder, 'SOL-15m.png'))).subarray(0, 8)).toEqual(PNG_HEAD);
    const path = await savePicture({ name: '../../etc/x', png: PNG_HEAD, alt: '' }, folder);
    expect(path).toBe(join(folder, '______etc_x.png'));
  } finally {
    await rm(folder, { recursive: true });
  }
});
