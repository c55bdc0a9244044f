/** Returns what a promise brings within so many ms, or null when it takes longer; a fault is thrown on. */
export async function within<T>(ms: number, work: Promise<T>): Promise<{ readonly value: T } | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), ms);
  });
  // Whoever stopped waiting does not hear of a later fault either; it must not end the process.
  work.catch(() => undefined);
  try {
    return await Promise.race([work.then((value) => ({ value })), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Waits for a database so long and no longer; returns null, and tells the log, when nothing came or it failed. */
export type Patience = <T>(work: Promise<T>, problem: string) => Promise<{ readonly value: T } | null>;

/** Returns a Patience of so many ms. */
export function createPatience(ms: number, onFault: (fault: unknown, problem: string) => void): Patience {
  return async (work, problem) => {
    try {
      const answer = await within(ms, work);
      if (answer === null) onFault(new Error(`no answer in ${ms} ms`), problem);
      return answer;
    } catch (fault) {
      onFault(fault, problem);
      return null;
    }
  };
}
