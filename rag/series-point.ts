/**
 * One value of a series that is a number and not a text: fear and greed, funding, open interest, a macro figure.
 * `knownAt` is when it was published, not the day it speaks about: a consumer price index of January is known in February.
 */
export interface SeriesPoint {
  /** `fear-greed`, `funding:binance:BTC`, `open-interest:binance:BTC`, `macro:CPIAUCSL`, `onchain:mempool-fee`. */
  readonly series: string;
  /** The time the value speaks about, epoch ms. */
  readonly at: number;
  readonly knownAt: number;
  readonly value: number;
  /** `index`, `fraction`, `usd`, `percent`, `count`, `sat/vB`, `hits`, as the source defines it. */
  readonly unit: string;
  readonly source: string;
}
