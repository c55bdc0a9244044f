import type { Range } from './reading.ts';

/** A daily figure of the community data of Coin Metrics. */
export interface CoinMetric {
  /** As the interface names it. */
  readonly id: string;
  readonly unit: string;
  readonly range: Range;
  /** Coins it exists for, where that is not all of them. */
  readonly only?: readonly string[];
  readonly en: string;
  readonly ko: string;
}

/** Definitions: https://docs.coinmetrics.io/network-data/network-data-overview */
export const COIN_METRICS: readonly CoinMetric[] = [
  {
    id: 'AdrActCnt',
    unit: 'count',
    range: { least: 0, most: 1e9 },
    en: '{asset} active addresses',
    ko: '{asset} 활성 주소 수',
  },
  { id: 'TxCnt', unit: 'count', range: { least: 0, most: 1e9 }, en: '{asset} transactions', ko: '{asset} 거래 건수' },
  // The scale of the hash rate is that of each chain; for Bitcoin it is terahashes per second.
  {
    id: 'HashRate',
    unit: 'TH/s',
    range: { least: 0, most: 1e12 },
    only: ['BTC'],
    en: '{asset} hash rate',
    ko: '{asset} 해시레이트',
  },
  {
    id: 'FeeTotUSD',
    unit: 'usd',
    range: { least: 0, most: 1e10 },
    en: '{asset} fees paid',
    ko: '{asset} 총 수수료',
  },
  {
    id: 'CapMVRVCur',
    unit: 'ratio',
    range: { least: 0, most: 1_000 },
    en: '{asset} market value to realised value',
    ko: '{asset} MVRV 비율',
  },
  {
    id: 'FlowInExUSD',
    unit: 'usd',
    range: { least: 0, most: 1e12 },
    en: '{asset} flowing into exchanges',
    ko: '{asset} 거래소 유입액',
  },
  {
    id: 'FlowOutExUSD',
    unit: 'usd',
    range: { least: 0, most: 1e12 },
    en: '{asset} flowing out of exchanges',
    ko: '{asset} 거래소 유출액',
  },
];
