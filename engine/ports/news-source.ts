import type { NewsEvidence } from '../domain/evidence.ts';

export interface NewsQuery {
  /** Coin names such as `BTC`; items about no coin in particular always count. */
  readonly assets: readonly string[];
  /** Nothing published or ingested later than this is returned. */
  readonly asOf: number;
  readonly maxAgeMs: number;
  readonly limit: number;
}

/** News as evidence, newest first. The engine asks; retrieval lives elsewhere. */
export interface NewsSource {
  find(query: NewsQuery): Promise<readonly NewsEvidence[]>;
}
