import type { SeriesSite } from './series-site.ts';
import { startSeriesSite } from './series-site.ts';

/** A day of a coin. Figures are text, and null where there is none yet. */
export interface FigureDay {
  readonly asset: string;
  readonly day: string;
  readonly figures: Readonly<Record<string, string | null>>;
}

/** Speaks `timeseries/asset-metrics` of the community interface, in pages of `pageRows`, with times of nine decimals. */
export function startCoinMetrics(days: readonly FigureDay[], pageRows = 100): Promise<SeriesSite> {
  return startSeriesSite((url) => {
    if (url.pathname !== '/v4/timeseries/asset-metrics') return undefined;
    const assets = (url.searchParams.get('assets') ?? '').split(',');
    const metrics = (url.searchParams.get('metrics') ?? '').split(',');
    const known = new Set(days.map((day) => day.asset));
    if (!assets.every((asset) => known.has(asset))) {
      return { status: 400, body: { error: { type: 'bad_parameter', message: "Bad parameter 'assets'." } } };
    }
    const start = url.searchParams.get('start_time') ?? '';
    const rows = days.filter((day) => assets.includes(day.asset) && day.day >= start);
    const from = Number(url.searchParams.get('next_page_token') ?? 0);
    const data = rows.slice(from, from + pageRows).map((day) => rowOf(day, metrics));
    const more = from + pageRows < rows.length;
    return { body: more ? { data, next_page_token: String(from + pageRows) } : { data } };
  });
}

function rowOf(day: FigureDay, metrics: readonly string[]): Record<string, string | null> {
  const figures = metrics.flatMap((metric) =>
    day.figures[metric] === undefined ? [] : [[metric, day.figures[metric]]],
  );
  return { asset: day.asset, time: `${day.day}T00:00:00.000000000Z`, ...Object.fromEntries(figures) };
}
