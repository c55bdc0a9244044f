import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { ConnectionState, DropCause } from './connection.ts';
import type { MirrorRefusal } from './failover-switch.ts';
import type { QuarantinedFrame } from './frame-fault.ts';
import type { StaleCause } from './stream-watch.ts';
import type { StreamKind } from './venue-feed.ts';

/** What a running feed has to tell its operator; the past tense of something, never a secret. */
export type FeedNotice =
  | {
      readonly type: 'line.changed';
      readonly venue: string;
      readonly state: ConnectionState;
      readonly drop: DropCause | null;
    }
  | { readonly type: 'frame.refused'; readonly venue: string; readonly frame: QuarantinedFrame }
  | {
      /** A message of a time that has not come yet; said once a minute, however many come. */
      readonly type: 'message.early';
      readonly venue: string;
      readonly symbol: InstrumentSymbol;
      readonly aheadMs: number;
    }
  | { readonly type: 'subscription.refused'; readonly venue: string; readonly refusal: string | null }
  | {
      readonly type: 'stream.stale';
      readonly venue: string;
      readonly symbol: InstrumentSymbol;
      readonly cause: StaleCause;
    }
  | { readonly type: 'stream.recovered'; readonly venue: string; readonly symbol: InstrumentSymbol }
  | {
      readonly type: 'stream.deaf';
      readonly venue: string;
      readonly symbol: InstrumentSymbol;
      readonly kind: StreamKind;
    }
  | {
      readonly type: 'book.broken';
      readonly venue: string;
      readonly symbol: InstrumentSymbol;
      readonly cause: string | null;
    }
  | {
      readonly type: 'minutes.repaired';
      readonly venue: string;
      readonly symbol: InstrumentSymbol;
      readonly count: number;
    }
  | {
      readonly type: 'minutes.missing';
      readonly venue: string;
      readonly symbol: InstrumentSymbol;
      readonly from: number;
    }
  | { readonly type: 'sight.changed'; readonly symbol: InstrumentSymbol; readonly from: string; readonly to: string }
  | { readonly type: 'mirror.refused'; readonly symbol: InstrumentSymbol; readonly why: MirrorRefusal };
