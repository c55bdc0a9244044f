import type { Lean, Token } from './entry.ts';

const REACH_LEFT = 12;
const REACH_RIGHT = 5;
// Between a verb and what it moves: "cut its full-year guidance", not "cut by 5 % on costs".
const STOPS = new Set('to by from at on as for with and or after since when that which who is was are were'.split(' '));
const NOUN_LINKS = new Set(['in', 'of']);

export interface Subject {
  readonly index: number;
  /** More of it is good (above 0), bad (below), or says nothing (0). */
  readonly factor: number;
}

/** Returns what a direction word speaks of: the nearest subject on the side it leans to, else on the other. */
export function subjectOf(tokens: readonly Token[], at: number, lean: Lean): Subject | undefined {
  // "waning fears": a participle stands before what it moves.
  const side = /ing$/.test(tokens[at]?.text ?? '') && tokens[at - 1]?.entry?.role !== 'subject' ? 'right' : lean;
  if (side === 'before') return subjectLeft(tokens, at);
  if (side === 'left') return subjectLeft(tokens, at) ?? subjectRight(tokens, at);
  return subjectRight(tokens, at) ?? subjectLeft(tokens, at);
}

export function subjectLeft(tokens: readonly Token[], at: number): Subject | undefined {
  for (let index = at - 1; index >= Math.max(0, at - REACH_LEFT); index -= 1) {
    const subject = subjectAt(tokens, index);
    if (subject !== undefined) return subject;
  }
  return undefined;
}

function subjectRight(tokens: readonly Token[], at: number): Subject | undefined {
  // "sales increased in Finland" is not about Finland, "an increase in sales" is about sales.
  const isPast = /ed$/.test(tokens[at]?.text ?? '');
  for (let index = at + 1; index <= Math.min(tokens.length - 1, at + REACH_RIGHT); index += 1) {
    const token = tokens[index];
    if (token === undefined || token.mark !== undefined || STOPS.has(token.text)) return undefined;
    if (isPast && NOUN_LINKS.has(token.text)) return undefined;
    const subject = subjectAt(tokens, index);
    if (subject !== undefined) return subject;
  }
  return undefined;
}

export function subjectAt(tokens: readonly Token[], index: number): Subject | undefined {
  const entry = tokens[index]?.entry;
  return entry?.role === 'subject' ? { index, factor: entry.sign * entry.weight } : undefined;
}
