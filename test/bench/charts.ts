import { setTimeout as sleep } from 'node:timers/promises';
import type { ChartRequest } from '../../bot/charts/chart.ts';
import { openChartRoom } from '../../bot/charts/chart-room.ts';
import {
  allocationRequest,
  equityRequest,
  HOUR,
  madeCurve,
  recordedCandles,
  tradedRequest,
  viewer,
} from '../bot/charts/chart-samples.ts';
import type { Benchmark } from './benchmark.ts';
import { printTable, spread } from './table.ts';

const DRAWINGS = 100;
const WARM_UP = 10;
const TICK_MS = 1;
const SETTLE_MS = 500;

export const charts: Benchmark = {
  name: 'charts',
  about:
    'from a request to its PNG in the chart room, ms; gap: longest time the own event loop was kept from a 1 ms timer',
  async run() {
    const requests = await samples();
    const before = residentMb();
    const room = openChartRoom();
    const [first] = Object.values(requests);
    const start = performance.now();
    if (first !== undefined) await room.draw(first);
    const firstMs = performance.now() - start;
    const rows = [];
    for (const [chart, request] of Object.entries(requests)) {
      rows.push({ chart, ...(await measure(() => room.draw(request))) });
    }
    printTable(rows);
    const drawn = residentMb();
    await room.close();
    await sleep(SETTLE_MS);
    const closed = residentMb() - before;
    console.log(`  first drawing with the start of the thread ${firstMs.toFixed(0)} ms`);
    console.log(
      `  memory of the room ${(drawn - before).toFixed(0)} MB after all drawings, ${closed.toFixed(0)} MB once closed`,
    );
  },
};

async function samples(): Promise<Readonly<Record<string, ChartRequest>>> {
  const dark = viewer({ theme: 'dark', language: 'ko' });
  const year = { equity: madeCurve(8_760, 10_000, HOUR), buyAndHold: madeCurve(8_760, 10_000, HOUR, 5) };
  return {
    '96 candles': tradedRequest(await recordedCandles('BTC/USDT', '15m', 96), { title: 'D-12 BTC' }),
    '300 candles': tradedRequest(await recordedCandles('ETH/USDT', '5m', 300), { timeframe: '5m', viewer: dark }),
    'equity, a week': equityRequest({ viewer: dark }),
    'equity, a year': equityRequest(year),
    allocation: allocationRequest(),
  };
}

async function measure(draw: () => Promise<{ readonly png: Uint8Array }>) {
  for (let count = 0; count < WARM_UP; count += 1) await draw();
  const loop = watchLoop();
  const cpu = process.cpuUsage();
  const times: number[] = [];
  let bytes = 0;
  for (let count = 0; count < DRAWINGS; count += 1) {
    const before = performance.now();
    bytes = (await draw()).png.length;
    times.push(performance.now() - before);
  }
  const { user, system } = process.cpuUsage(cpu);
  return { ...spread(times), CPU: (user + system) / 1_000 / DRAWINGS, gap: loop.stop(), kB: bytes / 1_000 };
}

/** Says how late a timer of one millisecond came at worst. */
function watchLoop() {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - TICK_MS);
    last = now;
  }, TICK_MS);
  return {
    stop(): number {
      clearInterval(timer);
      return longest;
    },
  };
}

function residentMb(): number {
  return process.memoryUsage().rss / 1e6;
}
