import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { LiveBook } from '../../ports/live-market.ts';
import type { VenueName } from '../venues/venue-name.ts';
import type { DepthEvent, DepthSnapshotEvent, FeedEvent } from './feed-event.ts';
import type { FrameFault } from './frame-fault.ts';

/** What can be followed of a symbol. */
export type StreamKind = 'trades' | 'depth' | 'best' | 'candles' | 'ticker';

export interface StreamWish {
  readonly symbol: InstrumentSymbol;
  readonly kind: StreamKind;
}

/** What a venue lets one connection, and one address, do. */
export interface ConnectionLimits {
  readonly streamsPerConnection: number;
  /** Messages from us to the venue, pings and pongs included where the venue counts them. */
  readonly messagesPerSecond: number;
  readonly connects: { readonly count: number; readonly windowMs: number };
}

export interface KeepAliveRules {
  /** The venue closes a connection of this age; null where it sets no such term. */
  readonly lifeMs: number | null;
  /** A ping that we must send, and how often; null where only the venue pings (protocol pings, answered by `ws`). */
  readonly ping: { readonly everyMs: number; readonly text: string | null } | null;
}

/** One connection to open: where, what to say after opening, what it then carries. */
export interface ConnectionPlan {
  /** Origin and path such as `wss://stream.binance.com:9443/stream`; the origin is what an address of our own replaces. */
  readonly url: string;
  /** In order, within `messagesPerSecond`. */
  readonly messages: readonly string[];
  readonly wishes: readonly StreamWish[];
}

/** How a whole book is asked for by REST. */
export interface SnapshotRequest {
  /** With the query, from the root of the venue's REST origin. */
  readonly path: string;
  /** The venue's real REST origin, such as `https://api.binance.com`. */
  readonly origin: string;
  readonly weight: number;
  /** Levels a side. */
  readonly limit: number;
}

/** Reads frames; checks all of a frame before it emits any of it. Never throws. */
export interface FrameParser {
  /** Returns what is wrong with the frame, or null; then it was emitted (as nothing, one or several events). */
  read(frame: Uint8Array | string, emit: (event: FeedEvent) => void): FrameFault | null;
  /** Reads the REST answer to `snapshot`. The event's levels hold until the next call. */
  readSnapshot(symbol: InstrumentSymbol, body: Uint8Array | string): DepthSnapshotEvent | FrameFault;
}

/** What a depth event did: `waiting` for a snapshot, `applied`, `ignored` as old or repeated, `broken`: start again. */
export type SyncStep = 'waiting' | 'applied' | 'ignored' | 'broken';

export type BookBreak = 'gap' | 'crossed' | 'stale-snapshot' | 'disconnected' | 'silent';

/** One book kept by its venue's own sequence rules. */
export interface BookSync {
  readonly book: LiveBook;
  /** True while a snapshot by REST is wanted; ask once, give it to `take`, look again. */
  readonly needsSnapshot: boolean;
  /** How often the book had to be dropped. */
  readonly breaks: number;
  readonly lastBreak: BookBreak | null;
  take(event: DepthEvent): SyncStep;
  /** Not to be traded on until it has been built again. */
  drop(cause: BookBreak): void;
}

/** One venue's public streams: what is asked for, and what the answers mean. Opens no connection itself. */
export interface VenueFeed {
  readonly venue: VenueName;
  readonly limits: ConnectionLimits;
  readonly keepAlive: KeepAliveRules;
  /** Splits wishes over as few connections as the limits allow. Wishes the venue cannot serve are left out. */
  plan(wishes: readonly StreamWish[]): readonly ConnectionPlan[];
  /** A parser that knows these symbols and refuses others. One a connection. */
  parser(symbols: readonly InstrumentSymbol[]): FrameParser;
  bookSync(symbol: InstrumentSymbol): BookSync;
  /** Null where the stream itself brings whole books. */
  snapshot(symbol: InstrumentSymbol): SnapshotRequest | null;
}
