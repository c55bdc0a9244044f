import type { Deadline } from '../../engine/decision/deadline.ts';

/** Real time: whoever is asked in paper and live answers within it or not at all. */
export const SYSTEM_DEADLINE: Deadline = {
  after(ms) {
    let timer: NodeJS.Timeout | undefined;
    const expiry = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, ms);
      // A question that is still open does not keep the process alive.
      timer.unref();
    });
    return Object.assign(expiry, { cancel: () => clearTimeout(timer) });
  },
};
