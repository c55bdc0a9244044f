import type { Indicator } from './indicator.ts';
import { Sma } from './sma.ts';

/**
 * A bar's volume as a multiple of the mean of the `length` bars before it; 1 is usual. Where those traded nothing
 * there is nothing to compare with: 1. Warmed up after `length + 1` values.
 */
export class VolumeRatio implements Indicator<number, number> {
  private readonly before: Sma;
  private current: number | null = null;

  constructor(length = 20) {
    this.before = new Sma(length);
  }

  get value(): number | null {
    return this.current;
  }

  push(volume: number): number | null {
    const usual = this.before.value;
    this.before.push(volume);
    if (usual === null) return null;
    this.current = usual > 0 ? volume / usual : 1;
    return this.current;
  }
}
