import type { LiveLoop } from '../../../../engine/exchanges/system-event-loop.ts';
import { SYSTEM_LOOP } from '../../../../engine/exchanges/system-event-loop.ts';
import type { Clock } from '../../../../engine/ports/clock.ts';

/** Real time that runs `speed` times as fast, for real sockets whose silences take seconds. */
export function hurriedLoop(speed: number, startedAt: number): LiveLoop & Clock {
  const zero = SYSTEM_LOOP.elapsedMs();
  const elapsedMs = (): number => (SYSTEM_LOOP.elapsedMs() - zero) * speed;
  return {
    elapsedMs,
    now: () => Math.floor(startedAt + elapsedMs()),
    sleep: (ms, signal) => SYSTEM_LOOP.sleep(ms / speed, signal),
    yieldTurn: SYSTEM_LOOP.yieldTurn,
    after: (ms, call) => SYSTEM_LOOP.after(ms / speed, call),
    chance: () => 0.5,
  };
}
