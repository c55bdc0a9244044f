export type ToneLabel = 'negative' | 'neutral' | 'positive';

// About half of what one plain direction word with its subject gives; less is hearsay.
const CLEAR = 0.2;

/** Returns the class of a tone; neutral is what is said when nothing says otherwise. */
export function toneLabel(tone: number): ToneLabel {
  if (tone >= CLEAR) return 'positive';
  return tone <= -CLEAR ? 'negative' : 'neutral';
}
