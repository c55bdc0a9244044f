import type { AlertKind } from '../alerts/alert-kinds.ts';
import type { AlertMode } from '../outbox/outbox-entry.ts';
import type { OutboxState } from '../outbox/outbox-store.ts';

/** What alerts say, and what is said about them. */
export interface AlertWords {
  readonly kinds: Readonly<Record<AlertKind, KindWords>>;
  readonly modes: Readonly<Record<AlertMode, string>>;
  readonly trade: TradeWords;
  readonly stopMoved: (p: { coin: string; from: string; to: string; reason: string }) => string;
  readonly limitReached: string;
  readonly limitHow: string;
  /** Of an order that was in doubt. */
  readonly resolved: (p: { coin: string; state: string; reason: string }) => string;
  /** Of a market that says nothing at all. */
  readonly feed: Readonly<Record<'stalled' | 'back', (p: { silent: string }) => string>>;
  readonly forcedExit: (p: { id: string; coin: string }) => string;
  readonly recovered: (p: { fills: string; resolved: string; open: string }) => string;
  readonly recoveredClean: string;
  readonly list: ListWords;
  readonly choose: ChooseWords;
  readonly digest: DigestWords;
  readonly undelivered: UndeliveredWords;
}

export interface KindWords {
  readonly name: string;
  readonly means: string;
}

interface TradeWords {
  readonly opened: (p: FillWords) => string;
  readonly added: (p: FillWords & { held: string }) => string;
  readonly reduced: (p: FillWords & { held: string }) => string;
  readonly closed: (p: { id: string; coin: string; direction: string; result: string }) => string;
  /** Of the result: `+1.21%, 0.8 R`. */
  readonly multiple: (p: { value: string }) => string;
  readonly size: (p: { notional: string; share: string }) => string;
  readonly partly: (p: { filled: string; ordered: string }) => string;
  readonly stop: (p: { stop: string; loss: string }) => string;
  readonly noStop: string;
  readonly wayThrough: (p: { entry: string; exit: string; held: string; fees: string }) => string;
  readonly day: (p: { net: string; count: string }) => string;
  readonly chartAlt: (p: { coin: string; from: string; to: string; entry: string; exit: string }) => string;
}

interface FillWords {
  readonly id: string;
  readonly coin: string;
  readonly direction: string;
  readonly side: string;
  readonly size: string;
  readonly price: string;
}

interface ListWords {
  readonly title: string;
  readonly columns: { readonly time: string; readonly alert: string };
  readonly states: Readonly<Record<OutboxState, string>>;
  readonly silently: string;
  readonly elsewhere: (p: { state: string; place: string }) => string;
  readonly ago: (p: { span: string }) => string;
  readonly none: string;
  readonly fromJournal: string;
  readonly kindsButton: string;
  readonly storeAway: string;
}

interface ChooseWords {
  readonly title: string;
  readonly columns: { readonly kind: string; readonly means: string };
  readonly how: string;
  /** Nobody has a mark until they set one. */
  readonly ownMark: string;
  readonly quietNow: (p: { until: string }) => string;
  readonly button: (p: { kind: string; mode: string }) => string;
  readonly done: (p: { kinds: string; mode: string }) => string;
  readonly unchanged: (p: { kinds: string; mode: string }) => string;
  readonly everything: string;
  readonly leastSilent: Readonly<Record<'proposal' | 'emergency', string>>;
  readonly moneyOff: (p: { kinds: string }) => string;
  readonly unknown: (p: { word: string }) => string;
  readonly routineStays: (p: { kinds: string }) => string;
  readonly notKept: string;
  readonly test: string;
  readonly testSent: (p: { place: string }) => string;
  readonly testHere: string;
}

interface DigestWords {
  readonly title: (p: { count: string; from: string; to: string }) => string;
  readonly kind: (p: { kind: string; count: string }) => string;
  readonly more: (p: { count: string }) => string;
  readonly beyond: (p: { count: string }) => string;
}

interface UndeliveredWords {
  readonly label: string;
  readonly lately: (p: { count: string }) => string;
  readonly lost: (p: { kind: string; who: string; problem: string }) => string;
  readonly escalated: (p: { kind: string; who: string; place: string }) => string;
  readonly moved: (p: { who: string; place: string }) => string;
  readonly again: (p: { count: string }) => string;
}
