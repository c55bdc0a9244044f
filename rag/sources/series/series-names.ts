import { COIN_METRICS } from './coinmetrics-metrics.ts';
import type { FredSeries } from './fred-series.ts';
import { FRED_SERIES } from './fred-series.ts';

export type SeriesKind = 'sentiment' | 'macro' | 'attention' | 'derivatives' | 'onchain';

/** What a series is called in chat and when its last value says nothing any more. */
export interface SeriesDescription {
  /** `funding:{venue}:{asset}`: words in braces stand for any one part between colons. */
  readonly pattern: string;
  readonly title: { readonly en: string; readonly ko: string };
  readonly unit: string;
  readonly kind: SeriesKind;
  /** How fast a value loses its weight. */
  readonly pace: 'hours' | 'days' | 'weeks';
  /** A value is stale once this long has passed since it was known: the next one failed to come. */
  readonly staleAfterMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

type Wording = readonly [pattern: string, en: string, ko: string, unit: string, staleAfterMs: number];

const DERIVATIVES: readonly Wording[] = [
  ['funding:{venue}:{asset}', '{asset} funding rate ({venue})', '{asset} 펀딩비 ({venue})', 'fraction', 12 * HOUR_MS],
  [
    'funding-next:{venue}:{asset}',
    '{asset} next funding rate ({venue})',
    '{asset} 예상 펀딩비 ({venue})',
    'fraction',
    HOUR_MS,
  ],
  [
    'open-interest:{venue}:{asset}',
    '{asset} open interest ({venue})',
    '{asset} 미결제약정 ({venue})',
    'usd',
    3 * HOUR_MS,
  ],
  [
    'open-interest-coin:{venue}:{asset}',
    '{asset} open interest in coins ({venue})',
    '{asset} 미결제약정 수량 ({venue})',
    'coin',
    3 * HOUR_MS,
  ],
];

const MEMPOOL: readonly Wording[] = [
  ['onchain:mempool-fee', 'Bitcoin fee, next block', '비트코인 수수료 (다음 블록)', 'sat/vB', HOUR_MS],
  ['onchain:mempool-fee-hour', 'Bitcoin fee, within an hour', '비트코인 수수료 (1시간 이내)', 'sat/vB', HOUR_MS],
  ['onchain:mempool-fee-economy', 'Bitcoin fee, no hurry', '비트코인 수수료 (여유)', 'sat/vB', HOUR_MS],
  ['onchain:difficulty-change', 'Bitcoin difficulty, next change', '비트코인 다음 난이도 변화', 'percent', 6 * HOUR_MS],
  ['onchain:difficulty', 'Bitcoin difficulty', '비트코인 채굴 난이도', 'count', DAY_MS],
  ['onchain:hashrate', 'Bitcoin hash rate', '비트코인 해시레이트', 'EH/s', 6 * HOUR_MS],
  ['onchain:block-height', 'Bitcoin block height', '비트코인 블록 높이', 'count', 2 * HOUR_MS],
];

/** Patterns are tried in this order: what is named comes before what fits many. */
export const SERIES_DESCRIPTIONS: readonly SeriesDescription[] = [
  described(['fear-greed', 'Fear & Greed Index', '공포·탐욕 지수', 'index', 2 * DAY_MS], {
    kind: 'sentiment',
    pace: 'days',
  }),
  ...DERIVATIVES.map((wording) => described(wording, { kind: 'derivatives', pace: 'hours' })),
  ...MEMPOOL.map((wording) => described(wording, { kind: 'onchain', pace: 'hours' })),
  ...COIN_METRICS.map(({ id, en, ko, unit }) =>
    described([`onchain:coinmetrics:{asset}:${id}`, en, ko, unit, 3 * DAY_MS], { kind: 'onchain', pace: 'days' }),
  ),
  ...FRED_SERIES.map((series) =>
    described([`macro:${series.id}`, series.en, series.ko, series.unit, staleAfter(series)], {
      kind: 'macro',
      pace: series.pace,
    }),
  ),
  described(['macro:{id}', 'FRED series {id}', 'FRED 지표 {id}', 'as published', 45 * DAY_MS], {
    kind: 'macro',
    pace: 'weeks',
  }),
  described(['trends:{term}:{export}', 'Google searches for {term}', '구글 검색 관심도: {term}', 'hits', 14 * DAY_MS], {
    kind: 'attention',
    pace: 'days',
  }),
];

/** Returns how a series is shown, its title filled in, or undefined for one that no source of ours gives. */
export function describeSeries(series: string): SeriesDescription | undefined {
  const parts = series.split(':');
  for (const description of SERIES_DESCRIPTIONS) {
    const words = wordsOf(description.pattern.split(':'), parts);
    if (words === null) continue;
    const { en, ko } = description.title;
    return { ...description, title: { en: filled(en, words), ko: filled(ko, words) } };
  }
  return undefined;
}

function described(
  [pattern, en, ko, unit, staleAfterMs]: Wording,
  { kind, pace }: Pick<SeriesDescription, 'kind' | 'pace'>,
): SeriesDescription {
  return { pattern, title: { en, ko }, unit, kind, pace, staleAfterMs };
}

/** The longest that passes from one release to the next, with holidays, and some days of grace. */
function staleAfter({ released }: FredSeries): number {
  if (released === 'monthly') return 45 * DAY_MS;
  return released === 'weekly' ? 10 * DAY_MS : 5 * DAY_MS;
}

function wordsOf(pattern: readonly string[], parts: readonly string[]): ReadonlyMap<string, string> | null {
  if (pattern.length !== parts.length) return null;
  const words = new Map<string, string>();
  for (const [index, expected] of pattern.entries()) {
    const part = parts[index] ?? '';
    if (part === '') return null;
    if (expected.startsWith('{')) words.set(expected.slice(1, -1), part);
    else if (expected !== part) return null;
  }
  return words;
}

function filled(title: string, words: ReadonlyMap<string, string>): string {
  return title.replace(/\{(\w+)\}/g, (whole, word: string) => words.get(word) ?? whole);
}
