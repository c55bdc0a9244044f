import type { LiveLoop } from '../system-event-loop.ts';

/** The mirror takes over when the own venue has been stale for so long. */
export const AWAY_AFTER_MS = 3_000;
/** And gives back when the own venue has been well for so long without a break. */
export const BACK_AFTER_MS = 30_000;
/** A mirror whose price lay further off than this part is another market, whatever its name. */
export const PRICE_BAND_FRACTION = 0.01;
/** A comparison older than this says nothing about now. */
const COMPARISON_AGE_MS = 120_000;

export interface VenueSight {
  readonly stale: boolean;
  /** The last price, null before the first. */
  readonly price: number | null;
}

/** Why a mirror that could be needed is not used. */
export type MirrorRefusal = 'mirror-stale' | 'mirror-price' | 'not-compared';

export interface FailoverOptions {
  readonly loop: Pick<LiveLoop, 'elapsedMs'>;
  readonly awayAfterMs?: number;
  readonly backAfterMs?: number;
  readonly bandFraction?: number;
}

/** Decides for one instrument whether it is seen at its own venue or at the mirror. */
export class FailoverSwitch {
  private readonly options: Required<FailoverOptions>;
  private at: 'own' | 'mirror' = 'own';
  private ownStaleSince: number | null = null;
  private ownWellSince: number | null = null;
  private deviation: number | null = null;
  private comparedAt = Number.NEGATIVE_INFINITY;
  private refusedFor: MirrorRefusal | null = null;

  constructor(options: FailoverOptions) {
    const { awayAfterMs = AWAY_AFTER_MS, backAfterMs = BACK_AFTER_MS, bandFraction = PRICE_BAND_FRACTION } = options;
    this.options = { loop: options.loop, awayAfterMs, backAfterMs, bandFraction };
  }

  seen(): 'own' | 'mirror' {
    return this.at;
  }

  /** Why the mirror is not used though the own venue is stale; null when there is no such need. */
  refusal(): MirrorRefusal | null {
    return this.refusedFor;
  }

  /** Looks at both; returns true when the sight changed. */
  step(own: VenueSight, mirror: VenueSight): boolean {
    const now = this.options.loop.elapsedMs();
    this.ownStaleSince = own.stale ? (this.ownStaleSince ?? now) : null;
    this.ownWellSince = own.stale ? null : (this.ownWellSince ?? now);
    if (!own.stale && !mirror.stale) this.compare(own.price, mirror.price, now);
    const before = this.at;
    if (this.at === 'own') this.considerLeaving(mirror, now);
    else this.considerReturning(mirror, now);
    return this.at !== before;
  }

  private considerLeaving(mirror: VenueSight, now: number): void {
    this.refusedFor = null;
    if (this.ownStaleSince === null || now - this.ownStaleSince < this.options.awayAfterMs) return;
    this.refusedFor = this.refusalOf(mirror, now);
    if (this.refusedFor === null) this.at = 'mirror';
  }

  private considerReturning(mirror: VenueSight, now: number): void {
    const wellMs = this.ownWellSince === null ? null : now - this.ownWellSince;
    // A mirror that has gone dark too is left at once: two blind eyes are not better than one.
    if (mirror.stale || (wellMs !== null && wellMs >= this.options.backAfterMs)) this.at = 'own';
  }

  private refusalOf(mirror: VenueSight, now: number): MirrorRefusal | null {
    if (mirror.stale) return 'mirror-stale';
    if (this.deviation === null || now - this.comparedAt > COMPARISON_AGE_MS) return 'not-compared';
    return this.deviation > this.options.bandFraction ? 'mirror-price' : null;
  }

  private compare(own: number | null, mirror: number | null, now: number): void {
    if (own === null || mirror === null) return;
    this.deviation = Math.abs(mirror / own - 1);
    this.comparedAt = now;
  }
}
