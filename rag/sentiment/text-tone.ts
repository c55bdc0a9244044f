import { clauseTone } from './clause-tone.ts';
import type { Token } from './entry.ts';

// A question asserts nothing; what it asks is still what people wonder about.
const ASKED = 0.25;
const ASKED_CAP = 0.45;
// A headline says what the report says; later sentences tell circumstances.
const LATER_SENTENCE = 0.7;

/** Returns the tone of a text, unbounded: its sentences' clauses added, with questions and doubts weighing less. */
export function textTone(tokens: readonly Token[]): number {
  let total = 0;
  let weight = 1;
  for (const sentence of split(tokens, ({ mark }) => mark === 'stop' || mark === 'question')) {
    total += weight * sentenceTone(sentence);
    if (sentence.length > 3) weight *= LATER_SENTENCE;
  }
  return total;
}

function sentenceTone(tokens: readonly Token[]): number {
  let total = 0;
  let start = 0;
  for (let index = 1; index <= tokens.length; index += 1) {
    if (index < tokens.length && tokens[index]?.entry?.role !== 'clause') continue;
    const clause = tokens.slice(start, index);
    total += clauseTone(clause) * weightOf(clause);
    start = index;
  }
  if (tokens.at(-1)?.mark !== 'question') return total;
  return Math.max(-ASKED_CAP, Math.min(ASKED_CAP, total * ASKED));
}

function weightOf(clause: readonly Token[]): number {
  const opening = clause[0]?.entry;
  let factor = opening?.role === 'clause' ? opening.factor : 1;
  const doubt = clause.find(({ entry }) => entry?.role === 'doubt')?.entry;
  if (doubt?.role === 'doubt') factor *= doubt.factor;
  return factor;
}

function split(tokens: readonly Token[], ends: (token: Token) => boolean): readonly Token[][] {
  const parts: Token[][] = [[]];
  for (const token of tokens) {
    parts.at(-1)?.push(token);
    if (ends(token)) parts.push([]);
  }
  return parts.filter((part) => part.length > 0);
}
