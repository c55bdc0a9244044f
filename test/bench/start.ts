import { existsSync, mkdirSync } from 'node:fs';
import { AssentProcess, STATUS_ANSWER, type StartOptions } from './assent-process.ts';
import type { Benchmark } from './benchmark.ts';
import { runChild } from './child-script.ts';
import type { StartSteps } from './children/start-steps.ts';
import { copyPlayedWeek } from './played-week.ts';
import { quantile } from './sample.ts';
import { withScratch } from './scratch.ts';
import { printTable, type Row, ratio } from './table.ts';

const ROUNDS = 5;
const COLD_ROUNDS = 3;

interface Start {
  readonly welcomeMs: number;
  readonly answerMs: number;
  readonly cpuMs: number;
  readonly memoryMb: number;
}

export const start: Benchmark = {
  name: 'start',
  about: 'from the command to the first answer, through the real command line with a piped /status',
  run: () =>
    withScratch(async (directory) => {
      const week = await copyPlayedWeek(directory);
      const starts: Record<string, Start[]> = { first: [], cold: [], later: [], npm: [], week: [] };
      // Alternating, so that a noisy minute strikes all of them.
      for (let round = 0; round < ROUNDS; round += 1) {
        const data = `${directory}/data-${round}`;
        if (round < COLD_ROUNDS) {
          const temporary = `${directory}/cold-${round}`;
          mkdirSync(temporary);
          starts.cold?.push(await oneStart({ data: `${data}-cold`, temporary }));
        }
        starts.first?.push(await oneStart({ data }));
        starts.later?.push(await oneStart({ data }));
        starts.npm?.push(await oneStart({ data, npm: true }));
        starts.week?.push(await oneStart({ data: week }));
      }
      const base = quantile(
        (starts.later ?? []).map(({ answerMs }) => answerMs),
        0,
      );
      printTable([
        rowOf('first, nothing compiled yet', starts.cold, base),
        rowOf('first', starts.first, base),
        rowOf('later', starts.later, base),
        rowOf('later, npm start', starts.npm, base),
        rowOf('later, after the week', starts.week, base),
      ]);
      console.log('  each step alone, ms (in a start they overlap):');
      const alone = await stepsOf(`${directory}/steps`, 3);
      const afterWeek = await stepsOf(week, 3);
      printTable(
        Object.keys(alone[0] ?? {}).map((step) => ({
          step,
          min: quantile(valuesOf(alone, step), 0),
          median: quantile(valuesOf(alone, step), 0.5),
          'after the week': quantile(valuesOf(afterWeek, step), 0),
        })),
      );
    }),
};

async function oneStart(options: StartOptions): Promise<Start> {
  const assent = new AssentProcess(options);
  assent.say('/status');
  const welcomeMs = await assent.printed(/\S/);
  const answerMs = await assent.printed(STATUS_ANSWER);
  const seen = { cpuMs: assent.cpuMs(), memoryMb: assent.memoryMb().now };
  await assent.end();
  return { welcomeMs, answerMs, ...seen };
}

function rowOf(name: string, starts: readonly Start[] = [], base = 1): Row {
  const best = (key: keyof Start, fraction = 0): number =>
    quantile(
      starts.map((one) => one[key]),
      fraction,
    );
  const isNpm = name.endsWith('npm start');
  return {
    start: name,
    'welcome min ms': best('welcomeMs'),
    'answer min ms': best('answerMs'),
    'answer median ms': best('answerMs', 0.5),
    ratio: ratio(best('answerMs'), base),
    // npm is the parent there, and waits: its own figures would say nothing.
    'cpu ms': isNpm ? '' : best('cpuMs'),
    MB: isNpm ? '' : best('memoryMb'),
  };
}

async function stepsOf(directory: string, rounds: number): Promise<readonly StartSteps[]> {
  const all: StartSteps[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const place = existsSync(directory) ? directory : `${directory}-${round}`;
    mkdirSync(place, { recursive: true });
    all.push(await runChild<StartSteps>('start-steps.ts', [place]));
  }
  return all;
}

function valuesOf(all: readonly StartSteps[], step: string): readonly number[] {
  return all.map((steps) => steps[step] ?? Number.NaN);
}
