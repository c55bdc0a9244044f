import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { VENUE_NAMES, type VenueName } from '../../engine/exchanges/venues/venue-name.ts';
import { killRepeatedly } from './kill-nine.ts';
import { runClockCase, SKEWS_MS, ZONES } from './venue/clock-cases.ts';
import type { VenueFaultTable } from './venue/fault-world.ts';
import { addTables, breaches, emptyVenueTable } from './venue/fault-world.ts';
import { killAtEveryAwait } from './venue/kill-points.ts';
import { killLiveDesks } from './venue/live-kills.ts';
import { matrixRows, runMatrix } from './venue/outcome-matrix.ts';
import { runSchedules } from './venue/random-schedules.ts';
import { runTwoEngines } from './venue/two-engines.ts';

const SECTIONS = ['matrix', 'awaits', 'schedules', 'clock', 'engines', 'kills', 'replay-kills'] as const;
type Section = (typeof SECTIONS)[number];

const USAGE = `npm run faults [-- OPTIONS]
  --only ${SECTIONS.join(',')}
  --full            sizes of a night: 100,000 schedules, 2,000 kills of each kind
  --schedules N     random schedules (2,000)
  --kills N         kills of a live desk (30)
  --replay-kills N  kills of a replaying desk (200)
  --venues a,b      ${VENUE_NAMES.join(',')}
  --seed N          what a breach printed; repeats it
Two engines need TEST_DATABASE_URL, as .ci/postgres prints it.`;

const { values } = parseArgs({
  args: process.argv.slice(2),
  options: {
    ...{
      only: { type: 'string' },
      full: { type: 'boolean' },
      schedules: { type: 'string' },
      kills: { type: 'string' },
    },
    ...{
      'replay-kills': { type: 'string' },
      venues: { type: 'string' },
      seed: { type: 'string' },
      help: { type: 'boolean' },
    },
  },
});
if (values.help === true) {
  console.log(USAGE);
  process.exit(0);
}
const only = new Set(values.only?.split(',') ?? SECTIONS);
const venues = VENUE_NAMES.filter((name) => values.venues === undefined || values.venues.split(',').includes(name));
const seed = Number(values.seed ?? 20261120);
const full = values.full === true;
let failed = 0;

const RUNS: Readonly<Record<Section, () => Promise<void>>> = {
  async matrix() {
    const cases = await runMatrix(venues);
    print('outcome matrix', matrixRows(cases));
    for (const { venue, action, fault, first, last, table } of cases)
      if (breaches(table) > 0)
        console.log(`  ${venue} ${action} ${fault}: first ${first}, last ${last}`, JSON.stringify(table));
    console.log(`${cases.length} cases`);
  },
  async awaits() {
    const rows: Record<string, VenueFaultTable & { points: number }> = {};
    for (const venue of venues) {
      const { points, table } = await killAtEveryAwait(venue);
      rows[venue] = { points, ...table };
    }
    print('killed at every await', rows);
  },
  async schedules() {
    const wanted = Number(values.schedules ?? (full ? 100_000 : 2_000));
    const report = await runSchedules({ schedules: wanted, seed, venues });
    print('random schedules', onlyOf(report.tables, venues));
    console.log(`${report.schedules} schedules, ${report.steps} steps, seed ${report.seed}`);
    if (report.broken === null) return;
    failed += 1;
    console.log(`BROKEN ${report.broken}`);
  },
  async clock() {
    const rows: Record<
      string,
      VenueFaultTable & { cases: number; worstAttempts: number; enteredWhileSkewed: number; stayedShut: number }
    > = {};
    for (const venue of venues) {
      for (const zone of ZONES) {
        for (const skewMs of SKEWS_MS) {
          const found = await runClockCase(venue, zone, skewMs);
          rows[venue] ??= {
            ...emptyVenueTable(),
            cases: 0,
            worstAttempts: 0,
            enteredWhileSkewed: 0,
            stayedShut: 0,
          };
          const row = rows[venue];
          addTables(row, found.table);
          row.cases += 1;
          row.worstAttempts = Math.max(row.worstAttempts, found.attempts);
          row.enteredWhileSkewed += found.entriesWhileSkewed;
          row.stayedShut += found.resumed ? 0 : 1;
          if (found.attempts > 3) failed += 1;
        }
      }
    }
    failed += Object.values(rows).filter((row) => row.enteredWhileSkewed + row.stayedShut > 0).length;
    console.log(
      `\nclock skew and time zones (${SKEWS_MS.map((ms) => `${ms / 1_000} s`).join(', ')}; ${ZONES.join(', ')})`,
    );
    console.table(rows);
    failed += Object.values(rows).filter((row) => breaches(plain(row)) > 0).length;
  },
  async engines() {
    const databaseUrl = process.env.TEST_DATABASE_URL;
    if (databaseUrl === undefined) {
      console.log('\ntwo engines: skipped, TEST_DATABASE_URL is not set (.ci/postgres makes a database)');
      return;
    }
    const dataDirectory = mkdtempSync(join(tmpdir(), 'assent-engines-'));
    try {
      const report = await runTwoEngines({ rounds: 50, databaseUrl, dataDirectory });
      const { takeoverMs, ...rest } = report;
      console.log('\ntwo engines, one account');
      console.table([
        { ...rest, takeoverMedianMs: Math.round(takeoverMs.median), takeoverWorstMs: Math.round(takeoverMs.worst) },
      ]);
      failed += report.notExactlyOne + report.sentByLoser;
    } finally {
      rmSync(dataDirectory, { recursive: true, force: true });
    }
  },
  async kills() {
    const kills = Number(values.kills ?? (full ? 2_000 : 30));
    const report = await killLiveDesks({ kills, seed, venues });
    print('kill -9 of a live desk', report.tables);
    const { median, worst } = report.restartMs;
    console.log(
      `${report.kills} kills, seed ${report.seed}; longest naked ${Math.round(report.longestNakedMs)} ms; trading again after ${Math.round(median)} ms (median), ${Math.round(worst)} ms (worst)`,
    );
  },
  async 'replay-kills'() {
    const kills = Number(values['replay-kills'] ?? (full ? 2_000 : 200));
    const report = await killRepeatedly({ kills, seed });
    console.log('\nkill -9 of a replaying desk');
    console.table({ ...report.table });
    console.log(
      `${report.kills} kills, ${report.ordersInFlight} with orders in flight, ${report.weeksPlayed} weeks, seed ${report.seed}`,
    );
    const { orders: _orders, fills: _fills, cashError, ...zeros } = report.table;
    if (report.chainBreaks > 0 || cashError !== '0' || Object.values(zeros).some((count) => count !== 0)) failed += 1;
  },
};

for (const section of SECTIONS) {
  if (!only.has(section)) continue;
  const started = performance.now();
  await RUNS[section]();
  console.log(`${section}: ${Math.round((performance.now() - started) / 1_000)} s`);
}
console.log(
  failed > 0 ? `\nFAILED (${failed})` : '\nnothing lost, duplicated, naked, in a wrong position or unresolved',
);
process.exit(failed > 0 ? 1 : 0);

function print(title: string, rows: Readonly<Record<string, VenueFaultTable>>): void {
  console.log(`\n${title}`);
  console.table(rows);
  failed += Object.values(rows).filter((row) => breaches(plain(row)) > 0).length;
}

/** The counted figures of a row, without what stands beside them. */
function plain(row: VenueFaultTable): VenueFaultTable {
  const table = emptyVenueTable();
  addTables(table, row);
  return table;
}

function onlyOf(tables: Readonly<Record<VenueName, VenueFaultTable>>, names: readonly VenueName[]) {
  return Object.fromEntries(names.map((name) => [name, tables[name]]));
}
