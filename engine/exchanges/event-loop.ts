import { setImmediate as nextTurn } from 'node:timers/promises';

/** How a replay touches real time. None of it reaches an event: it only decides when the next one is handed out. */
export interface EventLoop {
  /** Monotonic milliseconds since any fixed moment. */
  elapsedMs(): number;
  /** Resolves or rejects early when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
  /** Lets everything else that waits in the process have its turn. */
  yieldTurn(): Promise<void>;
}

/** The parts of the process's own event loop that need no timer. */
export const PROCESS_LOOP: Omit<EventLoop, 'sleep'> = {
  elapsedMs: () => performance.now(),
  yieldTurn: () => nextTurn(),
};
