/** Resolves true as soon as the check holds, and false when it never did in time. */
export type Waiting = (check: () => boolean, timeoutMs: number) => Promise<boolean>;

const LOOK_AGAIN_MS = 5;

/** Returns how somebody waits at a fake server; each of `waiters` is called when something changed there. */
export function createWaiting(waiters: Set<() => void>): Waiting {
  return (check, timeoutMs) => {
    if (check()) return Promise.resolve(true);
    return new Promise((resolve) => {
      const end = (found: boolean) => {
        clearTimeout(timer);
        clearInterval(again);
        waiters.delete(look);
        resolve(found);
      };
      const look = () => {
        if (check()) end(true);
      };
      const timer = setTimeout(() => end(check()), timeoutMs);
      // What no chat shows, such as a connection or a poll being held, is looked for again and again.
      const again = setInterval(look, LOOK_AGAIN_MS);
      waiters.add(look);
    });
  };
}
