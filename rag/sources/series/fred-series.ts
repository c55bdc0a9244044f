import type { Range } from './reading.ts';

/** A macro series of FRED: https://fred.stlouisfed.org/series/<id> */
export interface FredSeries {
  readonly id: string;
  readonly en: string;
  readonly ko: string;
  /** As FRED publishes it; nothing is converted. */
  readonly unit: string;
  readonly range: Range;
  /** How often values come out; the daily ones of some series come out a week at a time. */
  readonly released: 'daily' | 'weekly' | 'monthly';
  /** How fast it stops to matter: what markets quote in days, what is surveyed in weeks. */
  readonly pace: 'days' | 'weeks';
  /**
   * Where FRED archives no releases (ALFRED has nothing of it) but the figure is never revised: how many days after the
   * day it speaks about it was surely published, long weekends included.
   */
  readonly publishedWithinDays?: number;
}

const PERCENT: Range = { least: -20, most: 100 };
const INDEX: Range = { least: 1, most: 100_000 };
const AMOUNT: Range = { least: 0, most: 1e9 };

export const FRED_SERIES: readonly FredSeries[] = [
  {
    id: 'FEDFUNDS',
    en: 'Federal funds rate',
    ko: '미국 기준금리(실효)',
    unit: 'percent',
    range: PERCENT,
    released: 'monthly',
    pace: 'weeks',
  },
  {
    id: 'CPIAUCSL',
    en: 'US consumer prices',
    ko: '미국 소비자물가지수',
    unit: 'index 1982-84=100',
    range: INDEX,
    released: 'monthly',
    pace: 'weeks',
  },
  {
    id: 'CPILFESL',
    en: 'US core consumer prices',
    ko: '미국 근원 소비자물가지수',
    unit: 'index 1982-84=100',
    range: INDEX,
    released: 'monthly',
    pace: 'weeks',
  },
  {
    id: 'M2SL',
    en: 'US money supply M2',
    ko: '미국 통화량(M2)',
    unit: 'billion usd',
    range: AMOUNT,
    released: 'monthly',
    pace: 'weeks',
  },
  {
    id: 'PAYEMS',
    en: 'US nonfarm payrolls',
    ko: '미국 비농업 고용',
    unit: 'thousand persons',
    range: AMOUNT,
    released: 'monthly',
    pace: 'weeks',
  },
  {
    id: 'UNRATE',
    en: 'US unemployment rate',
    ko: '미국 실업률',
    unit: 'percent',
    range: { least: 0, most: 100 },
    released: 'monthly',
    pace: 'weeks',
  },
  {
    id: 'DGS2',
    en: 'US 2-year yield',
    ko: '미국 국채 2년 금리',
    unit: 'percent',
    range: PERCENT,
    released: 'daily',
    pace: 'days',
  },
  {
    id: 'DGS10',
    en: 'US 10-year yield',
    ko: '미국 국채 10년 금리',
    unit: 'percent',
    range: PERCENT,
    released: 'daily',
    pace: 'days',
  },
  {
    id: 'T10Y2Y',
    en: 'US 10-year minus 2-year yield',
    ko: '미국 장단기 금리차(10년-2년)',
    unit: 'percent',
    range: PERCENT,
    released: 'daily',
    pace: 'days',
  },
  {
    id: 'DTWEXBGS',
    en: 'Dollar index (broad, trade-weighted)',
    ko: '달러 지수(광의, 무역가중)',
    unit: 'index Jan 2006=100',
    range: INDEX,
    released: 'weekly',
    pace: 'days',
  },
  {
    id: 'SP500',
    en: 'S&P 500',
    ko: 'S&P 500 지수',
    unit: 'index',
    range: INDEX,
    released: 'daily',
    pace: 'days',
    publishedWithinDays: 1,
  },
  {
    id: 'VIXCLS',
    en: 'Volatility index VIX',
    ko: '변동성 지수(VIX)',
    unit: 'index',
    range: { least: 1, most: 500 },
    released: 'daily',
    pace: 'days',
  },
  // Oil was sold below nothing on 20 April 2020, at -36.98.
  {
    id: 'DCOILWTICO',
    en: 'Crude oil (WTI)',
    ko: '국제유가(WTI)',
    unit: 'usd/barrel',
    range: { least: -200, most: 1_000 },
    released: 'weekly',
    pace: 'days',
  },
  {
    id: 'BAMLH0A0HYM2',
    en: 'US high-yield spread',
    ko: '미국 하이일드 스프레드',
    unit: 'percent',
    range: PERCENT,
    released: 'daily',
    pace: 'days',
    publishedWithinDays: 4,
  },
  {
    id: 'RRPONTSYD',
    en: 'Overnight reverse repo',
    ko: '익일물 역레포 잔액',
    unit: 'billion usd',
    range: AMOUNT,
    released: 'daily',
    pace: 'days',
  },
  {
    id: 'WALCL',
    en: 'Fed balance sheet',
    ko: '연준 총자산',
    unit: 'million usd',
    range: AMOUNT,
    released: 'weekly',
    pace: 'weeks',
  },
];

/** Returns the row of a series, or undefined for one that is not in the table. */
export function fredSeries(id: string): FredSeries | undefined {
  return FRED_SERIES.find((series) => series.id === id);
}
