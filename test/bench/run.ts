import { cpus, loadavg } from 'node:os';
import { answers } from './answers.ts';
import type { Benchmark } from './benchmark.ts';
import { charts } from './charts.ts';
import { chat } from './chat.ts';
import { decision } from './decision.ts';
import { emergency } from './emergency.ts';
import { feed } from './feed.ts';
import { indicators } from './indicators.ts';
import { journal } from './journal.ts';
import { loop } from './loop.ts';
import { memory } from './memory.ts';
import { minds } from './minds.ts';
import { removePlayedWeek } from './played-week.ts';
import { retrieval } from './retrieval.ts';
import { describeControl, spinGaps } from './spin-control.ts';
import { start } from './start.ts';
import { week } from './week.ts';

const BENCHMARKS: readonly Benchmark[] = [
  start,
  week,
  memory,
  loop,
  journal,
  indicators,
  feed,
  decision,
  minds,
  answers,
  retrieval,
  charts,
  chat,
  emergency,
];

/** `npm run bench [-- NAME…]`: measures what is named, or everything. Nothing here passes or fails. */
async function main(names: readonly string[]): Promise<number> {
  const unknown = names.filter((name) => !BENCHMARKS.some((benchmark) => benchmark.name === name));
  if (unknown.length > 0) {
    const known = BENCHMARKS.map(({ name, about }) => `  ${name.padEnd(10)} ${about}`).join('\n');
    process.stderr.write(`There is no benchmark ${unknown.join(', ')}. There are:\n${known}\n`);
    return 2;
  }
  console.log(`${machine()}\n`);
  try {
    for (const benchmark of BENCHMARKS.filter(({ name }) => names.length === 0 || names.includes(name))) {
      console.log(`${benchmark.name}: ${benchmark.about}`);
      const before = spinGaps();
      await benchmark.run();
      console.log(`  ${describeControl(before, spinGaps())}; load ${load()}\n`);
    }
  } finally {
    removePlayedWeek();
  }
  return 0;
}

function machine(): string {
  return `${cpus().length} cores of ${cpus()[0]?.model.trim() ?? 'unknown'}, Node ${process.version}, load ${load()}`;
}

function load(): string {
  return loadavg()
    .map((value) => value.toFixed(1))
    .join(' ');
}

process.exitCode = await main(process.argv.slice(2));
