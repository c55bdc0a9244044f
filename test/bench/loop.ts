import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';
import { openMemoryDatabase } from '../../db/pglite-database.ts';
import type { Benchmark } from './benchmark.ts';
import { runChild } from './child-script.ts';
import type { PlayedWeek } from './children/play-week.ts';
import { withScratch } from './scratch.ts';
import { printTable } from './table.ts';

const IDLE_MS = 2_000;
const HEAVY = 'select count(*) from generate_series(1, 4000000) as n where n % 7 = 3';

export const loop: Benchmark = {
  name: 'loop',
  about: 'how long the main thread was away from its event loop (a timer of 1 ms, so 1.1 ms is none at all)',
  async run() {
    const idle = await delayWhile(() => sleep(IDLE_MS));
    const database = await openMemoryDatabase();
    const heavy = await delayWhile(() => database.query(HEAVY));
    await database.close();
    const week = await withScratch((directory) => runChild<PlayedWeek>('play-week.ts', [directory]));
    printTable([
      { while: 'nothing happens', ...idle },
      { while: 'PGlite works on one statement', ...heavy },
      { while: 'the week is played', seconds: week.ms / 1_000, 'p99 ms': week.loopP99Ms, 'max ms': week.loopMaxMs },
    ]);
  },
};

async function delayWhile(work: () => Promise<unknown>) {
  const delay = monitorEventLoopDelay({ resolution: 1 });
  const before = performance.now();
  delay.enable();
  await work();
  delay.disable();
  const seconds = (performance.now() - before) / 1_000;
  return { seconds, 'p99 ms': delay.percentile(99) / 1e6, 'max ms': delay.max / 1e6 };
}
