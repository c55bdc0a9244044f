import type { ApprovalAnswer, DeclineReason } from './approval.ts';
import type { ExternalAnswer } from './external-change.ts';
import type { InstrumentSymbol } from './instrument.ts';
import type { PersonPolicy } from './person-policy.ts';
import type { Reason } from './reason.ts';
import type { AskedSize, Direction } from './signal.ts';

/** What a person may ask of the engine. Text becomes one of these at the door, and nothing else reaches a venue. */
export type Command = { readonly by: string } & (
  | {
      readonly type: 'order.place';
      readonly symbol: InstrumentSymbol;
      readonly direction: Direction;
      readonly size: AskedSize;
      readonly limitPrice: string | null;
      readonly stopPrice: string | null;
      readonly targetPrice: string | null;
    }
  | {
      /** The assistant's own idea, put before the desk for the person it talks with: a person is asked, always. */
      readonly type: 'trade.propose';
      readonly symbol: InstrumentSymbol;
      readonly direction: Direction;
      /** Null leaves the size to the desk. */
      readonly size: AskedSize | null;
      /** Null takes the desk's own distance: nothing is proposed without a stop. */
      readonly stopPrice: string | null;
      readonly targetPrice: string | null;
      /** True where what strangers wrote was read on the way to the idea. */
      readonly isTainted: boolean;
    }
  | {
      readonly type: 'position.close';
      readonly symbol: InstrumentSymbol;
      readonly fraction: number;
      /** The position that the person was shown; another one is not closed in its place. Without it: whatever is held. */
      readonly expected?: { readonly direction: Direction; readonly quantity: string };
    }
  | { readonly type: 'positions.close-all' }
  | { readonly type: 'order.cancel'; readonly number: number }
  | { readonly type: 'orders.cancel-all' }
  | { readonly type: 'approval.answer'; readonly approvalId: string; readonly answer: ApprovalAnswer }
  | { readonly type: 'approval.give-reason'; readonly approvalId: string; readonly given: DeclineReason }
  /** Who may answer proposals now. The engine knows people by their ids only; roles live where people are known. */
  | { readonly type: 'approvers.set'; readonly users: readonly string[] }
  | {
      readonly type: 'policy.change';
      readonly userId: string;
      readonly change: Partial<PersonPolicy>;
      /** True once a typed code came back; without it nothing gets laxer. */
      readonly confirmed?: boolean;
    }
  /** What is to be done about a change that somebody else made to the account. */
  | { readonly type: 'external.answer'; readonly id: string; readonly answer: ExternalAnswer }
  | { readonly type: 'entries.pause' }
  | { readonly type: 'entries.resume' }
  | { readonly type: 'panic.latch' }
  | { readonly type: 'panic.clear' }
  | {
      readonly type: 'setting.change';
      readonly key: string;
      readonly value: number | string | boolean;
      /** The value that the person was shown; another one is not changed in its place. Without it: whatever stands. */
      readonly from?: number | string | boolean;
      /** The journal entry of the change that this one takes back. */
      readonly undoes?: number;
    }
);

/** What became of a command: done with what it caused, or refused with the reason. */
export type CommandOutcome =
  | {
      readonly outcome: 'accepted';
      readonly reason: Reason;
      readonly decisionIds: readonly string[];
      readonly orderNumbers: readonly number[];
    }
  | { readonly outcome: 'refused'; readonly reason: Reason };
