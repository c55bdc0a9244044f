import type { LiveLoop } from '../../../../engine/exchanges/system-event-loop.ts';

/** Time that stands still until the test moves it. */
export interface StillLoop extends LiveLoop {
  /** Moves time on, and lets everything that falls due happen in its order. */
  pass(ms: number): Promise<void>;
}

export function stillLoop(): StillLoop {
  let now = 0;
  const due: { at: number; call: () => void }[] = [];
  function after(ms: number, call: () => void): () => void {
    const entry = { at: now + ms, call };
    due.push(entry);
    return () => {
      const index = due.indexOf(entry);
      if (index >= 0) due.splice(index, 1);
    };
  }
  async function settle(): Promise<void> {
    for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
  }
  return {
    elapsedMs: () => now,
    sleep: (ms) => new Promise((resolve) => after(ms, resolve)),
    yieldTurn: settle,
    after,
    chance: () => 0.5,
    async pass(ms) {
      const ends = now + ms;
      await settle();
      for (;;) {
        const next = due.filter(({ at }) => at <= ends).sort((a, b) => a.at - b.at)[0];
        if (next === undefined) break;
        due.splice(due.indexOf(next), 1);
        now = Math.max(now, next.at);
        next.call();
        await settle();
      }
      now = ends;
    },
  };
}
