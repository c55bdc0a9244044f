import type { SeriesSite, SiteAnswer } from './series-site.ts';
import { startSeriesSite } from './series-site.ts';

/** A value of a series in one of its releases. */
export interface Release {
  readonly date: string;
  readonly released: string;
  readonly value: string;
}

export const FRED_KEY = 'abcdefghijklmnopqrstuvwxyz012345';

/**
 * Speaks `fred/series/observations` as the real one does where it matters: without `output_type=4` it gives the latest
 * revision under today's date; with it the first release inside the span asked for, its date cut off at the span's start.
 */
export function startFred(series: Readonly<Record<string, readonly Release[]>>, today: string): Promise<SeriesSite> {
  return startSeriesSite((url) => {
    if (url.pathname !== '/fred/series/observations') return undefined;
    const asked = url.searchParams;
    if (asked.get('api_key') !== FRED_KEY) return refusal('The value for variable api_key is not registered.');
    const releases = series[asked.get('series_id') ?? ''];
    if (releases === undefined) return refusal('The series does not exist.');
    const start = asked.get('realtime_start') ?? today;
    if (start > today) return refusal(`Variable realtime_start can not be after today's date (${today}).`);
    const from = asked.get('observation_start') ?? '1776-07-04';
    const wanted = releases.filter(({ date }) => date >= from);
    const observations = asked.get('output_type') === '4' ? firstReleases(wanted, start) : latest(wanted, today);
    return {
      body: {
        realtime_start: start,
        realtime_end: '9999-12-31',
        output_type: 4,
        count: observations.length,
        observations,
      },
    };
  });
}

function firstReleases(releases: readonly Release[], start: string) {
  const first = new Map<string, Release>();
  for (const release of releases) {
    const before = first.get(release.date);
    // What was in force when the span begins stands for all that came before.
    if (before === undefined || (before.released < start && release.released <= start))
      first.set(release.date, release);
  }
  return [...first.values()].map((release) => ({
    realtime_start: release.released < start ? start : release.released,
    realtime_end: '9999-12-31',
    date: release.date,
    value: release.value,
  }));
}

function latest(releases: readonly Release[], today: string) {
  const last = new Map(releases.map((release) => [release.date, release]));
  return [...last.values()].map(({ date, value }) => ({ realtime_start: today, realtime_end: today, date, value }));
}

function refusal(message: string): SiteAnswer {
  return { status: 400, body: { error_code: 400, error_message: `Bad Request.  ${message}` } };
}
