import type { OrderIntent } from '../domain/order.ts';
import { reason } from '../domain/reason.ts';
import type { Execution, SendOutcome } from '../ports/execution.ts';

/**
 * Returns the venue behind the kill switch: once it is latched no entry leaves, whoever decided on it, and however long
 * ago. Asked at the last moment, because the latch may be set from another thread or process.
 */
export function latchedExecution<E extends Execution>(execution: E, latched: () => boolean): E {
  return new Proxy(execution, {
    get(target, name) {
      if (name === 'send') {
        return async (intent: OrderIntent): Promise<SendOutcome> =>
          intent.leg === 'entry' && latched()
            ? { outcome: 'rejected', reason: reason('entries.panic-latched') }
            : target.send(intent);
      }
      const value: unknown = Reflect.get(target, name, target);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
