/**
 * A news item as evidence: what was known at the time, never more. `tone` is −1..1 by the scorer named. What stands
 * after `sha256` is missing in the oldest records.
 */
export interface NewsEvidence {
  /** `N-3`, as cited. */
  readonly id: string;
  readonly publishedAt: number;
  readonly source: string;
  readonly topic: string;
  readonly assets: readonly string[];
  /** In the language it was published in, and in the other where there is a translation. */
  readonly title: { readonly en?: string | undefined; readonly ko?: string | undefined };
  readonly tone: number;
  readonly toneBy: string;
  readonly sha256: string;
  readonly kind?: string;
  readonly url?: string | null;
  /** The report that told the story first, and how many publishers with a text of their own told it by then. */
  readonly story?: string;
  readonly storySources?: number;
  /** What was noticed, such as a passage that speaks to a machine. */
  readonly flags?: readonly string[];
  /** The piece that was found, `N-3/0`, and what it scored for the question that found it. */
  readonly chunk?: string;
  readonly score?: number;
}

/** The mood of the news about one coin as of a time, −1..1: one vote a story, younger and better sources count more. */
export interface SentimentReading {
  readonly asset: string;
  readonly value: number;
  /** Its change over the 24 hours before; null where nothing was known then. */
  readonly change24h: number | null;
  readonly items: number;
  readonly stories: number;
  /** Publishers with a text of their own. */
  readonly sources: number;
  /** The weightiest first, as cited. */
  readonly newsIds: readonly string[];
}

/** The last known value of a series such as fear and greed or a funding rate. */
export interface SeriesEvidence {
  readonly series: string;
  /** What the value speaks about, and since when it could be known. */
  readonly at: number;
  readonly knownAt: number;
  readonly value: number;
  readonly previous: number | null;
  readonly unit: string;
  readonly source: string;
}

/** What the market looked like when the candidate came; estimates. Fractions are of price. */
export interface MarketContext {
  readonly price: number;
  readonly bid: number;
  readonly ask: number;
  readonly spreadFraction: number;
  /** Wilder ATR(14) of 1-minute bars as a fraction of price; null before warm-up. */
  readonly atrFraction: number | null;
  /** Standard deviation of 1-minute log returns over the last 60 bars; null before warm-up. */
  readonly volatility: number | null;
  readonly change1hFraction: number | null;
  readonly change24hFraction: number | null;
  readonly rsi14: number | null;
  /** Base-coin volume of the last closed minute against its 20-bar mean. */
  readonly volumeRatio: number | null;
  readonly quotedAt: number;
  /** The venue at which it was seen, where that is not the desk's own. */
  readonly venue?: string;
}

/** What the account looked like, in quote currency, as estimates for rules and reviewers. */
export interface PortfolioContext {
  readonly equity: number;
  readonly cash: number;
  readonly exposure: number;
  readonly openPositions: number;
  readonly position: {
    readonly direction: 'long' | 'short';
    readonly quantity: string;
    readonly notional: number;
    readonly units: number;
  } | null;
  /** Equity change since the last UTC midnight, as a fraction of equity then. */
  readonly dayReturnFraction: number;
  /** Distance below the highest equity so far, as a fraction of it. */
  readonly drawdownFraction: number;
  readonly pendingNotional: number;
  /** The part of it in this symbol. */
  readonly pendingSymbolNotional: number;
  readonly lossStreak: number;
  readonly winStreak: number;
  readonly lastLossAt: number | null;
  readonly lastEntryAt: number | null;
  readonly ordersLastMinute: number;
  readonly ordersToday: number;
  readonly unresolvedOrders: number;
  /** What the rest needs is there only where its limit is set, or its matter stands. */
  readonly symbolOrdersLastMinute?: number;
  /** Value of the entries decided on this UTC day, in quote currency. */
  readonly notionalToday?: number;
  /** Whose the symbol is: the source of what is held, or of an entry that waits; null: nobody's. */
  readonly owner?: string | null;
  /** What others did in the symbol, and nobody has answered yet; `left` a person wants it left alone. */
  readonly externalChange?: 'unexplained' | 'pending' | 'left';
}
