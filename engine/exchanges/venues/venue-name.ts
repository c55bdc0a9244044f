/** The venues that the product speaks to, by ccxt's ids. */
export const VENUE_NAMES = ['binance', 'binanceusdm', 'upbit', 'bithumb'] as const;
export type VenueName = (typeof VENUE_NAMES)[number];

/** Where a venue is reached: null is its own address; another one is a mirror, a proxy or a rehearsal. */
export interface VenueAddress {
  /** Origin such as `http://127.0.0.1:4001`: every REST request goes there, path and query unchanged. */
  readonly rest: string | null;
  /** Origin such as `ws://127.0.0.1:4002`: public and private streams, path and query unchanged. */
  readonly stream: string | null;
}

export const OWN_ADDRESS: VenueAddress = { rest: null, stream: null };

/** Keys of one account; secrets. */
export interface VenueKeys {
  readonly apiKey: string;
  readonly secret: string;
}
