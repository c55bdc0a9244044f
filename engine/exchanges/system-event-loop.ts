import { setTimeout as sleep } from 'node:timers/promises';
import type { EventLoop } from './event-loop.ts';
import { PROCESS_LOOP } from './event-loop.ts';

/** Real time and real chance, given from outside so that a test can have its own. */
export interface LiveLoop extends EventLoop {
  /** Calls once after `ms`; returns what takes it back. Never keeps the process alive. */
  after(ms: number, call: () => void): () => void;
  /** A number in 0..1, for jitter; never for anything that is journalled. */
  chance(): number;
}

/** The process's own. */
export const SYSTEM_LOOP: LiveLoop = {
  ...PROCESS_LOOP,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }),
  after(ms, call) {
    const timer = setTimeout(call, ms);
    timer.unref();
    return () => clearTimeout(timer);
  },
  chance: () => Math.random(),
};
