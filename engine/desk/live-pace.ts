/** The part of the process's time that a desk with a real venue needs; a replay has none, and waits for nothing. */
export interface Pace {
  /** Monotonic milliseconds since any fixed moment. */
  elapsedMs(): number;
  /** Calls once after `ms`; returns what takes it back. */
  after(ms: number, call: () => void): () => void;
}

/** Resolves after `ms`. */
export function rest(pace: Pace, ms: number): Promise<void> {
  return new Promise((resolve) => {
    pace.after(Math.max(0, ms), resolve);
  });
}

/** Resolves with what the work brings, or with null when it takes longer; a fault of the work is thrown either way in time. */
export async function atMost<T>(pace: Pace, ms: number, work: Promise<T>): Promise<T | null> {
  let giveUp: () => void = () => undefined;
  const late = new Promise<null>((resolve) => {
    giveUp = pace.after(Math.max(0, ms), () => resolve(null));
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    giveUp();
    // Whoever gave up waiting is not told of a fault any more; it must not end the process.
    work.catch(() => undefined);
  }
}
