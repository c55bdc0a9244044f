/** A tone nearer to zero than this is called neutral. */
const NEUTRAL = 0.15;
/** From here on it is called very good or very bad. */
const STRONG = 0.6;

/** Returns what the tone of one report is called; −1..1. */
export function toneWord(tone: number): 'positive' | 'negative' | 'neutral' {
  if (Math.abs(tone) < NEUTRAL) return 'neutral';
  return tone > 0 ? 'positive' : 'negative';
}

export type MoodWord = ReturnType<typeof toneWord> | 'very-positive' | 'very-negative';

/** Returns what the mood of many reports is called; −1..1. */
export function moodWord(value: number): MoodWord {
  const word = toneWord(value);
  return Math.abs(value) < STRONG || word === 'neutral' ? word : `very-${word}`;
}

const FEAR_GREED = [
  [25, 'extreme-fear'],
  [46, 'fear'],
  [54, 'neutral'],
  [75, 'greed'],
] as const;

/** Returns the class of a Fear & Greed value (0..100), at the borders that alternative.me has kept to since 2018. */
export function fearGreedWord(value: number): (typeof FEAR_GREED)[number][1] | 'extreme-greed' {
  return FEAR_GREED.find(([most]) => value <= most)?.[1] ?? 'extreme-greed';
}
