import type { Benchmark } from './benchmark.ts';
import { runChild } from './child-script.ts';
import type { PlayedWeek } from './children/play-week.ts';
import { quantile } from './sample.ts';
import { withScratch } from './scratch.ts';
import { printTable, ratio } from './table.ts';

const ROUNDS = 3;
const WAYS = { pglite: 'written into PGlite', none: 'not written' } as const;

export const week: Benchmark = {
  name: 'week',
  about: 'the week of four markets at full speed, from the first event to the last row; with and without the database',
  async run() {
    const played: Record<keyof typeof WAYS, PlayedWeek[]> = { pglite: [], none: [] };
    // Alternating, so that a noisy minute strikes both.
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const way of ['pglite', 'none'] as const) {
        played[way].push(await withScratch((directory) => runChild<PlayedWeek>('play-week.ts', [directory, way])));
      }
    }
    const base = quantile(
      played.none.map(({ ms }) => ms),
      0,
    );
    printTable(
      (['pglite', 'none'] as const).map((way) => {
        const ms = played[way].map((one) => one.ms);
        const [first] = played[way];
        return {
          journal: WAYS[way],
          'min s': quantile(ms, 0) / 1_000,
          'median s': quantile(ms, 0.5) / 1_000,
          ratio: ratio(quantile(ms, 0), base),
          'cpu s': quantile(
            played[way].map(({ cpuMs }) => cpuMs / 1_000),
            0,
          ),
          events: first?.events ?? 0,
          'events/s': ((first?.events ?? 0) * 1_000) / quantile(ms, 0),
          entries: first?.entries ?? 0,
        };
      }),
    );
    const hashes = new Set([...played.pglite, ...played.none].map(({ hash }) => hash));
    console.log(`  journals: ${hashes.size === 1 ? `all the same, ${[...hashes][0]?.slice(0, 16)}` : 'THEY DIFFER'}`);
  },
};
