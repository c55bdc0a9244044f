import { z } from 'zod';
import type { Source, Unreadable, Visit } from '../source.ts';
import type { CoinMetric } from './coinmetrics-metrics.ts';
import { COIN_METRICS } from './coinmetrics-metrics.ts';
import { gather } from './gather.ts';
import type { Progress } from './progress.ts';
import type { Candidate, Reading } from './reading.ts';
import { dayIn, dayText, judge } from './reading.ts';
import { askJson, eachRow, written } from './site.ts';

export const COINMETRICS_ORIGIN = 'https://community-api.coinmetrics.io';
const DAY_MS = 24 * 60 * 60 * 1_000;
const FIRST_VISIT_DAYS = 365;
/** The figures of a day come within hours of its end; a whole day is allowed for. */
const LAG_MS = DAY_MS;
/** A figure that stopped coming (the hash rate of Ethereum, in 2022) does not have all since asked for again. */
const LAGGARD_MS = 14 * DAY_MS;
const PAGE_ROWS = 1_000;
const MOST_PAGES = 5;

const answerSchema = z.object({ data: z.array(z.unknown()), next_page_token: z.string().max(500).optional() });
const rowSchema = z
  .object({ asset: z.string(), time: z.string() })
  .catchall(z.union([written, z.null(), z.boolean(), z.array(z.unknown())]));
type Row = z.infer<typeof rowSchema>;

/**
 * Daily on-chain figures by the community interface of Coin Metrics (no key; data under CC BY-NC 4.0, so not for
 * commercial use). A figure speaks about its day in UTC, and counts as known a day after that has ended.
 * Figures are taken as first seen; a later revision of the same day is not. https://docs.coinmetrics.io/api/v4
 */
export function createCoinMetricsSource(options: {
  /** `btc`, `eth`, in either case. */
  readonly assets: readonly string[];
  readonly origin?: string | undefined;
}): Source {
  const { assets, origin = COINMETRICS_ORIGIN } = options;
  return {
    name: 'series:coinmetrics',
    everyMs: 6 * 60 * 60_000,
    hosts: [new URL(origin).hostname],
    visit: (visit) =>
      gather(
        visit,
        'Coin Metrics',
        assets.map((asset) => ({
          place: asset,
          read: (until) => readAsset(visit, origin, asset.toUpperCase(), until),
        })),
      ),
  };
}

async function readAsset(visit: Visit, origin: string, asset: string, until: Progress['until']): Promise<Reading> {
  const metrics = COIN_METRICS.filter(({ only }) => only === undefined || only.includes(asset));
  const start = dayText(startOf(visit.now, asset, metrics, until));
  // One figure that left the free data would otherwise have the whole request refused.
  const query =
    `assets=${encodeURIComponent(asset.toLowerCase())}&metrics=${metrics.map(({ id }) => id).join(',')}&frequency=1d` +
    `&start_time=${start}&paging_from=start&page_size=${PAGE_ROWS}` +
    '&ignore_unsupported_errors=true&ignore_forbidden_errors=true';
  const rows: unknown[] = [];
  let token: string | undefined;
  for (let page = 0; page < MOST_PAGES; page++) {
    const next = token === undefined ? '' : `&next_page_token=${encodeURIComponent(token)}`;
    const answer = await askJson(visit, `${origin}/v4/timeseries/asset-metrics?${query}${next}`, answerSchema);
    rows.push(...answer.data);
    token = answer.next_page_token;
    if (token === undefined) break;
  }
  const candidatesOf = (row: Row, place: string) => candidates(row, place, asset, metrics, visit.now);
  return judge(eachRow(rows, rowSchema, asset, candidatesOf), visit.now);
}

function* candidates(
  row: Row,
  place: string,
  asset: string,
  metrics: readonly CoinMetric[],
  now: number,
): Generator<Candidate | Unreadable> {
  const at = midnightIn(row.time);
  if (at === null) return yield { place, problem: 'Its time is not a midnight in UTC.' };
  if (row.asset.toUpperCase() !== asset) return yield { place, problem: `It is about another coin than ${asset}.` };
  if (at + DAY_MS > now) return yield { place, problem: `Its day, ${dayText(at)}, is not over yet.` };
  for (const { id, unit, range } of metrics) {
    const value = row[id];
    if (value === undefined || value === null) continue;
    const knownBy = at + DAY_MS + LAG_MS;
    yield { place, series: seriesOf(asset, id), at, knownBy, written: value, range, unit, source: 'coinmetrics' };
  }
}

function startOf(now: number, asset: string, metrics: readonly CoinMetric[], until: Progress['until']): number {
  const read = metrics.flatMap(({ id }) => until[seriesOf(asset, id)] ?? []);
  if (read.length === 0) return now - FIRST_VISIT_DAYS * DAY_MS;
  return Math.max(Math.min(...read), Math.max(...read) - LAGGARD_MS) + DAY_MS;
}

function seriesOf(asset: string, metric: string): string {
  return `onchain:coinmetrics:${asset}:${metric}`;
}

/** Times come with nine decimals: `2025-05-01T00:00:00.000000000Z`. */
function midnightIn(time: string): number | null {
  const [, day] = /^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?Z$/.exec(time) ?? [];
  return day === undefined ? null : dayIn(day);
}
