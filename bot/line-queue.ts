/** Lets the lines of each person wait for one another, and for nobody else's. */
export interface LineQueue {
  /**
   * Runs the work when what this person asked before is done, and returns its result; null when too much waits already.
   * Work that calls `letPass` goes on beside what comes after it.
   */
  add<T>(userId: string, work: (letPass: () => void) => Promise<T>): Promise<T> | null;
}

interface Lane {
  last: Promise<unknown>;
  waiting: number;
}

/** Returns a LineQueue that holds at most so many of each person. */
export function createLineQueue(maxWaiting: number): LineQueue {
  const lanes = new Map<string, Lane>();
  return {
    add: (userId, work) => {
      const lane = lanes.get(userId) ?? { last: Promise.resolve(), waiting: 0 };
      if (lane.waiting >= maxWaiting) return null;
      lane.waiting += 1;
      lanes.set(userId, lane);
      let letPass: () => void = () => undefined;
      const passed = new Promise<void>((resolve) => {
        letPass = resolve;
      });
      const done = lane.last
        .then(() => work(letPass))
        .finally(() => {
          lane.waiting -= 1;
          if (lane.waiting === 0) lanes.delete(userId);
        });
      lane.last = Promise.race([done.catch(() => undefined), passed]);
      return done;
    },
  };
}
