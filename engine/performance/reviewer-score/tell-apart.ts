import type { Figure } from '../figure.ts';

/** Two shares further apart than this many of their standard errors would differ by chance in 1 of 20 cases. */
const DEVIATIONS = 1.96;

/**
 * Returns which of two shares is the higher one, or null where as many votes as these cannot tell: below a floor, or
 * nearer to each other than chance would bring them.
 */
export function higherOf(a: Figure, b: Figure): 'first' | 'second' | null {
  if (a.value === null || b.value === null) return null;
  const pooled = (a.value * a.sample + b.value * b.sample) / (a.sample + b.sample);
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / a.sample + 1 / b.sample));
  const distance = a.value - b.value;
  if (distance === 0 || Math.abs(distance) <= DEVIATIONS * error) return null;
  return distance > 0 ? 'first' : 'second';
}
