import { setTimeout as sleep } from 'node:timers/promises';
import { AssentProcess, STATUS_ANSWER } from './assent-process.ts';
import type { Benchmark } from './benchmark.ts';
import { withScratch } from './scratch.ts';
import { printTable } from './table.ts';

const REST_MS = 5_000;

export const memory: Benchmark = {
  name: 'memory',
  about: 'resident memory of the whole process at rest: after a first and a later start, and after the week',
  async run() {
    await withScratch(async (directory) => {
      const data = `${directory}/data`;
      const rows = [await measure(data, 'first start'), await measure(data, 'later start')];
      printTable([...rows, await measureWeek(data)]);
    });
  },
};

async function measure(data: string, moment: string) {
  const assent = new AssentProcess({ data });
  assent.say('/status');
  await assent.printed(STATUS_ANSWER);
  return restOf(assent, moment);
}

async function measureWeek(data: string) {
  const assent = new AssentProcess({ data });
  assent.say('/speed max');
  await assent.printed(/The recording is over/);
  return restOf(assent, 'after the week');
}

async function restOf(assent: AssentProcess, moment: string) {
  await sleep(REST_MS);
  const { now, peak } = assent.memoryMb();
  await assent.end();
  return { moment, 'MB at rest': now, 'MB at most': peak };
}
