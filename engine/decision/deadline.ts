/** Resolves when the time is up; `cancel` lets go of the timer. */
export interface Expiry extends Promise<void> {
  cancel(): void;
}

/** A timer, given from outside so that a replay has none. */
export interface Deadline {
  after(ms: number): Expiry;
}

/** Never expires: with event time, rules answer before the clock can move. */
export const NO_DEADLINE: Deadline = {
  after: () => Object.assign(new Promise<void>(() => {}), { cancel: () => {} }),
};

export type Timely<T> =
  | { readonly outcome: 'answered'; readonly value: T }
  | { readonly outcome: 'late' }
  | { readonly outcome: 'failed' };

/** Returns what a task made of its time; never throws. A late task is aborted and its answer dropped. */
export async function inTime<T>(
  task: (signal: AbortSignal) => Promise<T>,
  deadlineMs: number,
  deadline: Deadline,
): Promise<Timely<T>> {
  const abort = new AbortController();
  const expiry = deadline.after(deadlineMs);
  const answer = settled(task, abort.signal);
  const first = await Promise.race([answer, expiry.then((): Timely<T> => ({ outcome: 'late' }))]);
  expiry.cancel();
  if (first.outcome === 'late') abort.abort();
  return first;
}

async function settled<T>(task: (signal: AbortSignal) => Promise<T>, signal: AbortSignal): Promise<Timely<T>> {
  try {
    return { outcome: 'answered', value: await task(signal) };
  } catch {
    // Whatever went wrong inside, outside it is one thing: no vote. The adapter logs its own faults.
    return { outcome: 'failed' };
  }
}
