import type { DocumentFlag } from '../document.ts';
import { visibleText } from '../normalise/characters.ts';
import { foldLookAlikes } from '../normalise/look-alikes.ts';
import { INSTRUCTION_RULES } from './instruction-rules.ts';

// As far into a text as anything of ours ever reads.
const MAX_CHARACTERS = 40_000;

/**
 * Returns what is suspicious about a text: `instruction-like` where a passage speaks to a machine, `look-alike` where
 * letters of another script stand for Latin ones. It looks at the text as it came and once more folded, so hand it the
 * raw one where there is one. It only raises suspicion and is never trusted as a filter: whoever knows the rules can
 * write around them, so what is not flagged is as untrusted as what is. Never throws; linear in the text.
 */
export function screen({ title, body }: { readonly title: string; readonly body: string }): readonly DocumentFlag[] {
  const raw = `${title.slice(0, MAX_CHARACTERS)}\n${body.slice(0, MAX_CHARACTERS)}`;
  const folded = foldLookAlikes(visibleText(raw));
  const flags: DocumentFlag[] = [];
  if (matchedRules(raw).length > 0 || matchedRules(folded.text).length > 0) flags.push('instruction-like');
  if (folded.words.length > 0) flags.push('look-alike');
  return flags;
}

/** Returns the names of the rules a text meets, for tests and measurements. */
export function matchedRules(text: string): readonly string[] {
  return INSTRUCTION_RULES.filter(({ pattern }) => pattern.test(text)).map(({ name }) => name);
}
