import { englishTokens } from './english/tokens.ts';
import type { Token } from './entry.ts';
import { koreanTokens } from './korean/tokens.ts';
import type { ToneScorer } from './scorer.ts';
import { textTone } from './text-tone.ts';

// How much evidence makes half a tone: one strong word (2) reaches 0.5, two of them 0.67.
const SATURATION = 2;
// A title says what the report is about; the body adds colour.
const BODY_SHARE = 0.4;
const BODY_CAP = 3;

/**
 * Rules for news of money and coins, English and Korean: which way, of what, how much, how sure, and whether denied.
 * A hand-made lexicon; no model, no chance, no key.
 */
export const lexiconScorer: ToneScorer = {
  name: 'lexicon@2',
  score({ title, body }) {
    const tones = [
      toneOf(englishTokens, title.en ?? '', body.en ?? ''),
      toneOf(koreanTokens, title.ko ?? '', body.ko ?? ''),
    ];
    // The languages say the same thing in different words; one that has no word for it does not dilute the other.
    const heard = tones.filter((tone) => tone !== 0);
    if (heard.length === 0) return 0;
    return round(heard.reduce((sum, tone) => sum + tone, 0) / heard.length);
  },
};

function toneOf(read: (text: string) => readonly Token[], title: string, body: string): number {
  const colour = Math.max(-BODY_CAP, Math.min(BODY_CAP, body === '' ? 0 : textTone(read(body))));
  const raw = (title === '' ? 0 : textTone(read(title))) + BODY_SHARE * colour;
  return raw / (Math.abs(raw) + SATURATION);
}

function round(tone: number): number {
  return Math.round(tone * 10_000) / 10_000 + 0;
}
