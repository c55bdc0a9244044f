/** How much of us one page may take. */
export interface FetchLimits {
  /** Of the body, packed and unpacked alike. */
  readonly maxBytes: number;
  /** Unpacked bytes for each packed one, once `ratioFromBytes` are unpacked. */
  readonly maxRatio: number;
  readonly ratioFromBytes: number;
  readonly maxHeaderBytes: number;
  readonly maxUrlLength: number;
  readonly maxRedirects: number;
  /** All tries, redirects and pauses of one page together, from the first connection to the last byte. */
  readonly totalMs: number;
  /** Without a byte from the other side. */
  readonly idleMs: number;
  /** Further tries after the first. */
  readonly retries: number;
  /** Pauses longer than this are left to the caller. */
  readonly maxPauseMs: number;
  readonly connectionsPerHost: number;
  /** Time in the queue of a host; that of our own politeness, not counted in `totalMs`. */
  readonly maxQueueMs: number;
}

export const DEFAULT_LIMITS: FetchLimits = {
  maxBytes: 2_000_000,
  // Feeds shrink five- to thirtyfold; deflate reaches 1,032 and brotli far more, on nothing a person would write.
  maxRatio: 200,
  ratioFromBytes: 256 * 1024,
  maxHeaderBytes: 16 * 1024,
  maxUrlLength: 2_048,
  maxRedirects: 5,
  totalMs: 10_000,
  idleMs: 5_000,
  retries: 2,
  maxPauseMs: 5_000,
  connectionsPerHost: 2,
  maxQueueMs: 120_000,
};
