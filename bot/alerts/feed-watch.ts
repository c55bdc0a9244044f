import type { ReplayControl } from '../../engine/ports/market-data.ts';

/** The whole market is silent, or speaks again; `silentMs` of wall time until now. */
export interface FeedNotice {
  readonly type: 'stalled' | 'back';
  readonly silentMs: number;
}

export interface FeedWatch {
  /** A market event came. */
  heard(): void;
  /** Looks how long none came; to be called every few seconds. */
  check(): void;
}

export interface FeedWatchOptions {
  readonly replay: Pick<ReplayControl, 'paused' | 'speed' | 'position' | 'endTime'>;
  /** Told once of each silence, and once of its end. */
  readonly tell: (notice: FeedNotice) => void;
  /** Wall time. */
  readonly now: () => number;
}

/** So long may nothing come at all; played slower than life, so much longer. */
export const FEED_SILENCE_MS = 60_000;
/** Who did not look for so long was away themselves, as with the lid closed, and knows nothing of the feed. */
const AWAY_MS = 30_000;

/** Returns what notices that no market speaks any more. One market alone that falls silent is the engine's to notice. */
export function createFeedWatch({ replay, tell, now }: FeedWatchOptions): FeedWatch {
  let heardAt = now();
  let checkedAt = heardAt;
  let stalled = false;

  return {
    heard() {
      const silentMs = now() - heardAt;
      heardAt = now();
      if (!stalled) return;
      stalled = false;
      tell({ type: 'back', silentMs });
    },
    check() {
      const at = now();
      const isAway = at - checkedAt > AWAY_MS;
      checkedAt = at;
      if (stalled) return;
      if (isAway || !isPlaying()) heardAt = at;
      const silentMs = at - heardAt;
      if (silentMs <= patienceMs()) return;
      stalled = true;
      tell({ type: 'stalled', silentMs });
    },
  };

  function isPlaying(): boolean {
    const speed = replay.speed();
    return !replay.paused() && replay.position() < replay.endTime && (speed === 'max' || speed > 0);
  }

  function patienceMs(): number {
    const speed = replay.speed();
    return speed === 'max' ? FEED_SILENCE_MS : FEED_SILENCE_MS / Math.min(1, speed);
  }
}
