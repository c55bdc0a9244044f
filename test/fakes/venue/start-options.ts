/** How a venue of our own starts. */
export interface FakeVenueOptions {
  /** True time; default Date.now. */
  readonly clock?: () => number;
  /** First prices by unified symbol; the others have a default. */
  readonly prices?: Readonly<Record<string, number>>;
  /** Time over which book changes are gathered into one depth message. Default 10 ms, so that tests are quick. */
  readonly streamIntervalMs?: number;
  /** Every how many ms the server pings WebSocket clients; left out: never. */
  readonly pingIntervalMs?: number;
  /** Binance spot: accounts pay fees in BNB while they have some. */
  readonly feesInBnb?: boolean;
  /** Binance spot: listen keys over REST, which Binance gave up on 2026-02-20 in favour of its WebSocket API. */
  readonly spotListenKeys?: boolean;
  /** Request weight allowed in a minute, for tests of limits. */
  readonly weightPerMinute?: number;
  /** False lets everybody ask as often as they like, for runs that are about something else. */
  readonly limited?: boolean;
  /**
   * Binance USDT-M: a triggered stop trades under an id that the venue makes, and only behind its trades is it told what
   * became of the stop. Left out: told first, and under the stop's own id.
   */
  readonly tradesBeforeAlgo?: boolean;
  /** Upbit, Bithumb: after so long without a word either way a stream is cut. Default 120,000, as at the real ones. */
  readonly idleMs?: number;
}
