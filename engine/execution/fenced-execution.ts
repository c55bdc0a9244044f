import type { OrderIntent } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Execution, SendOutcome } from '../ports/execution.ts';

/** Whether this engine still owns the account; asked before everything that is sent. */
export interface AccountFence {
  /** With `patienceMs` it says `unsure` rather than take longer. */
  verify(patienceMs?: number): Promise<'held' | 'unsure' | 'lost'>;
}

/**
 * What reduces waits so long for the fence: a stop that waits for a database that hangs is a position without one, and
 * would be sold for it.
 */
const REDUCTION_PATIENCE_MS = 250;

/**
 * Returns the venue behind a fence: an engine that was stopped, and whose account another one took meanwhile, sends
 * nothing any more. While nobody can say, only what reduces goes through.
 */
export function fencedExecution<E extends Execution>(execution: E, fence: AccountFence): E {
  async function refusal(reduces: boolean): Promise<Reason | null> {
    const ownership = await (reduces ? fence.verify(REDUCTION_PATIENCE_MS) : fence.verify());
    if (ownership === 'lost') return reason('venue.account-lost');
    return ownership === 'unsure' && !reduces ? reason('venue.account-unsure') : null;
  }
  return new Proxy(execution, {
    get(target, name) {
      if (name === 'send') {
        return async (intent: OrderIntent): Promise<SendOutcome> => {
          const why = await refusal(intent.request.reduceOnly || intent.request.closePosition === true);
          return why === null ? target.send(intent) : { outcome: 'rejected', reason: why };
        };
      }
      if (name === 'cancel') {
        return async (...args: Parameters<Execution['cancel']>) => {
          const why = await refusal(true);
          return why === null ? target.cancel(...args) : { outcome: 'unknown', reason: why };
        };
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
