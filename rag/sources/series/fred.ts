import { z } from 'zod';
import { SourceRefusedError } from '../../source-error.ts';
import type { Source, Unreadable, Visit } from '../source.ts';
import type { FredSeries } from './fred-series.ts';
import { fredSeries } from './fred-series.ts';
import { gather } from './gather.ts';
import type { Progress } from './progress.ts';
import type { Candidate, Reading } from './reading.ts';
import { dayIn, dayText, judge } from './reading.ts';
import { askJson, eachRow } from './site.ts';

export const FRED_ORIGIN = 'https://api.stlouisfed.org';
const HOUR_MS = 60 * 60 * 1_000;
const DAY_MS = 24 * HOUR_MS;
/** FRED refuses a span with more than 2,000 releases; a daily series has some 250 a year. */
const HISTORY_MS = 5 * 365 * DAY_MS;
/**
 * Days of FRED are days of St. Louis, which end at 05:00 UTC (06:00 in winter) of the next. It files some figures late in
 * its evening (the S&P 500 at 19:00), so that midnight in UTC would be too early for them.
 */
const RELEASE_DAY_END_MS = DAY_MS + 6 * HOUR_MS;
const ANY_VALUE = { least: -1e15, most: 1e15 };

const answerSchema = z.union([
  z.object({ observations: z.array(z.unknown()) }),
  z.object({ error_code: z.number(), error_message: z.string() }),
]);
const rowSchema = z.object({ realtime_start: z.string(), date: z.string(), value: z.string() });

/**
 * Macro series of the St. Louis Fed as they were first released, revisions left out. A value speaks about the day or the
 * first day of the month FRED dates it with, and is known by the end of the day of its release: a price index of January
 * is known in February. Levels of different releases may stand on different bases, so compare them over short spans only.
 * Needs a free key. https://fred.stlouisfed.org/docs/api/fred/series_observations.html
 */
export function createFredSource(options: {
  /** Ids such as `CPIAUCSL`; those in FRED_SERIES have a name, a unit and bounds. */
  readonly series: readonly string[];
  readonly apiKey: string | null;
  readonly origin?: string | undefined;
}): Source {
  const { series, apiKey, origin = FRED_ORIGIN } = options;
  return {
    name: 'series:fred',
    everyMs: 60 * 60_000,
    hosts: [new URL(origin).hostname],
    async visit(visit) {
      const site = { origin, apiKey: soundKey(apiKey) };
      const parts = series.map((id) => ({
        place: id,
        read: (until: Progress['until']) => readSeries(visit, site, id, until),
      }));
      return gather(visit, 'FRED', parts);
    },
  };
}

function soundKey(key: string | null): string {
  if (key !== null && /^[0-9a-z]{32}$/.test(key)) return key;
  throw new SourceRefusedError(
    key === null ? 'source.key-missing' : 'source.key-malformed',
    key === null
      ? 'FRED needs a key. Get one free at https://fredaccount.stlouisfed.org and give it, or switch the macro series off.'
      : 'The key for FRED is not one: it has 32 digits and small letters. Copy it again from https://fredaccount.stlouisfed.org.',
  );
}

async function readSeries(
  visit: Visit,
  { origin, apiKey }: { readonly origin: string; readonly apiKey: string },
  id: string,
  until: Progress['until'],
): Promise<Reading> {
  const known = fredSeries(id);
  const start = dayText(startOf(visit.now, until[`macro:${id}`]));
  const query = `series_id=${encodeURIComponent(id)}&file_type=json&observation_start=${start}${releasesFrom(start, known)}`;
  const url = `${origin}/fred/series/observations?${query}&api_key=${apiKey}`;
  const answer = await askJson(visit, url, answerSchema, apiKey);
  if ('error_code' in answer) throw refusal(id, answer.error_code);
  const candidatesOf = (row: z.infer<typeof rowSchema>, place: string) => candidates(row, place, id, known, visit.now);
  return judge(eachRow(answer.observations, rowSchema, id, candidatesOf), visit.now);
}

/**
 * FRED cuts release dates off at the start of the span it is asked for, and gives a revised value as first where the first
 * lies before. A span of releases that begins with the observations is safe: nothing is released before its day.
 */
function releasesFrom(start: string, known: FredSeries | undefined): string {
  if (known?.publishedWithinDays !== undefined) return '';
  return `&output_type=4&realtime_start=${start}&realtime_end=9999-12-31`;
}

/** FRED refuses a span that begins tomorrow by its own clock. */
function startOf(now: number, last: number | undefined): number {
  const earliest = now - HISTORY_MS;
  return Math.min(Math.max(earliest, (last ?? 0) + DAY_MS), now - 6 * HOUR_MS);
}

function* candidates(
  row: z.infer<typeof rowSchema>,
  place: string,
  id: string,
  known: FredSeries | undefined,
  now: number,
): Generator<Candidate | Unreadable> {
  // A holiday, or a figure that is still to come.
  if (row.value === '.') return;
  const at = dayIn(row.date);
  const filed = dayIn(row.realtime_start);
  if (at === null || filed === null) return yield { place, problem: 'Its dates are not days.' };
  const released = known?.publishedWithinDays === undefined ? filed : at + known.publishedWithinDays * DAY_MS;
  if (released < at) return yield { place, problem: `It was released on ${row.realtime_start}, before its own day.` };
  if (filed > now) return yield { place, problem: `It was released on ${row.realtime_start}, ahead of the clock.` };
  const { unit, range } = known ?? { unit: 'as published', range: ANY_VALUE };
  const knownBy = released + RELEASE_DAY_END_MS;
  yield { place, series: `macro:${id}`, at, knownBy, written: row.value, range, unit, source: 'fred' };
}

/** The message of FRED is not passed on: it repeats what was sent. */
function refusal(id: string, code: number): SourceRefusedError {
  return new SourceRefusedError(
    'source.refused',
    `FRED refused ${id} with error ${code}. Check that the series exists there and that the key is valid.`,
  );
}
