import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Candle } from '../../domain/market.ts';
import type { MarketTrade } from '../../ports/live-market.ts';
import type { LevelList } from './level-list.ts';

/**
 * What one frame of a venue says, in our words. `at` is the venue's own time of the event in milliseconds, 0 where
 * the venue tells none. Level lists belong to the parser and hold until its next frame: copy what is kept.
 */
export type FeedEvent =
  | TradeEvent
  | DepthEvent
  | BestEvent
  | CandleEvent
  | TickerEvent
  | SubscriptionAnswer
  | KeepAliveEvent;

export type DepthEvent = DepthSnapshotEvent | DepthDiffEvent;

export interface TradeEvent {
  readonly type: 'trade';
  readonly symbol: InstrumentSymbol;
  readonly at: number;
  readonly trade: MarketTrade;
  /** The venue's own running number, for gaps and repeats; null where it has none. */
  readonly sequence: number | null;
}

/** A whole book, or the best levels of it. */
export interface DepthSnapshotEvent {
  readonly type: 'depth.snapshot';
  readonly symbol: InstrumentSymbol;
  readonly at: number;
  /** The venue's number of the last change in it; where a venue numbers nothing, its time. */
  readonly updateId: number;
  readonly bids: LevelList;
  readonly asks: LevelList;
}

/** Changes since the message before; quantity 0 takes a level away. */
export interface DepthDiffEvent {
  readonly type: 'depth.diff';
  readonly symbol: InstrumentSymbol;
  readonly at: number;
  readonly firstUpdateId: number;
  readonly lastUpdateId: number;
  /** Last update id of the message before, where the venue says it (Binance futures). */
  readonly previousUpdateId: number | null;
  readonly bids: LevelList;
  readonly asks: LevelList;
}

/** Best bid and ask. */
export interface BestEvent {
  readonly type: 'best';
  readonly symbol: InstrumentSymbol;
  readonly at: number;
  readonly updateId: number;
  readonly bid: number;
  readonly bidQuantity: number;
  readonly ask: number;
  readonly askQuantity: number;
}

/** A bar as it stands; only one that is `closed` may become a candle of ours. */
export interface CandleEvent {
  readonly type: 'candle';
  readonly symbol: InstrumentSymbol;
  readonly at: number;
  readonly candle: Candle;
  readonly closed: boolean;
}

/** The last price and what was traded in 24 hours. */
export interface TickerEvent {
  readonly type: 'ticker';
  readonly symbol: InstrumentSymbol;
  readonly at: number;
  readonly last: number;
  /** In the quote currency, over 24 hours. */
  readonly quoteVolume: number;
}

/** The venue's answer to something we asked on the connection. */
export interface SubscriptionAnswer {
  readonly type: 'answer';
  readonly id: number | string | null;
  readonly ok: boolean;
  /** The venue's code or short word where it refused; never a whole message. */
  readonly refusal: string | null;
}

/** Says that the connection lives, and nothing else. */
export interface KeepAliveEvent {
  readonly type: 'keep-alive';
}
