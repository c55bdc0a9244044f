import type { Entry } from '../entry.ts';
import { koreanMoves, koreanPlain, koreanScales, koreanSubjects, koreanTones } from './words.ts';

/** Every Korean stem the reader knows; endings and particles follow without a space. */
export const koreanLexicon: ReadonlyMap<string, Entry> = new Map(entries());

function* entries(): Generator<readonly [string, Entry]> {
  for (const [sign, weight, own, list] of koreanSubjects)
    for (const stem of list.split(' ')) yield [stem, { role: 'subject', sign, weight, own }];
  for (const [weight, alone, list] of koreanMoves)
    for (const stem of list.split(' '))
      yield [stem, { role: 'move', weight, lean: 'before', alone, regains: /회복|만회/.test(stem) }];
  for (const [weight, list] of koreanTones) for (const stem of list.split(' ')) yield [stem, { role: 'tone', weight }];
  for (const [factor, list] of koreanScales)
    for (const stem of list.split(' ')) yield [stem, { role: 'scale', factor }];
  for (const stem of koreanPlain.split(' ')) yield [stem, { role: 'tone', weight: 0 }];
}
