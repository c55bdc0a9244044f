import type { Entry } from '../entry.ts';
import { forms, words } from './inflect.ts';
import { casework, clauseStarts, comparators, doubts, negators, scales, turners } from './modifiers.ts';
import { changeMoves, marketMoves, moveNouns, regains, states } from './moves.ts';
import { plainPhrases, tonePhrases } from './phrases.ts';
import { subjects } from './subjects.ts';
import { verbTones, wordTones } from './tones.ts';

const CASEWORK = 0.5;

/** Every word and phrase the English reader knows, in lower case. What comes later in this list overrides. */
export const englishLexicon: ReadonlyMap<string, Entry> = new Map(entries());

/** Words that begin a phrase, with the length in words of the longest one. */
export const phraseStarts: ReadonlyMap<string, number> = phraseLengths();

function* entries(): Generator<readonly [string, Entry]> {
  for (const [sign, weight, own, list] of subjects) yield* each(words(list), { role: 'subject', sign, weight, own });
  for (const [weight, list] of verbTones) yield* each(spaced(forms(list)), { role: 'tone', weight });
  for (const [weight, list] of wordTones) yield* each(words(list), { role: 'tone', weight });
  for (const [weight, list] of marketMoves)
    yield* each(spaced(forms(list)), { role: 'move', weight, lean: 'left', alone: 0.7 });
  for (const [weight, list] of regains)
    yield* each(spaced(forms(list)), { role: 'move', weight, lean: 'left', alone: 0.7, regains: true });
  for (const [weight, list] of changeMoves)
    yield* each(spaced(forms(list)), { role: 'move', weight, lean: 'right', alone: 0.4 });
  for (const [weight, list] of moveNouns) yield* each(words(list), { role: 'move', weight, lean: 'right', alone: 0.4 });
  for (const [weight, lean, alone, list] of states) yield* each(words(list), { role: 'move', weight, lean, alone });
  for (const [own, list] of turners) yield* each(spaced(forms(list)), { role: 'turn', own });
  yield* each(words(negators), { role: 'turn', own: 0 });
  for (const [factor, list] of scales) yield* each(words(list), { role: 'scale', factor });
  for (const [factor, list] of doubts) yield* each(words(list), { role: 'doubt', factor });
  yield* each(words(casework), { role: 'doubt', factor: CASEWORK });
  for (const [factor, list] of clauseStarts) yield* each(words(list), { role: 'clause', factor });
  yield* each(words(comparators), { role: 'versus' });
  for (const [weight, list] of tonePhrases) yield* each(list.split('|'), { role: 'tone', weight });
  yield* each(plainPhrases, { role: 'tone', weight: 0 });
}

function* each(list: readonly string[], entry: Entry): Generator<readonly [string, Entry]> {
  for (const word of list) yield [word, entry];
}

function spaced(list: readonly string[]): readonly string[] {
  return list.map((word) => word.replaceAll('_', ' '));
}

function phraseLengths(): Map<string, number> {
  const lengths = new Map<string, number>();
  for (const phrase of englishLexicon.keys()) {
    const parts = phrase.split(' ');
    const [first] = parts;
    if (first !== undefined && parts.length > 1) lengths.set(first, Math.max(lengths.get(first) ?? 0, parts.length));
  }
  return lengths;
}
