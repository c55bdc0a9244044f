import type { Answer, Unit } from '../answers/answer.ts';
import type { RenderedSentence } from '../answers/render.ts';
import { type CheckOptions, checkGrounding, type DraftSentence, type GroundingReport } from './number-check.ts';

/** What somebody else said: it stands in the sentence as a quotation and is no claim of the desk. */
const QUOTED: ReadonlySet<Unit> = new Set(['quote', 'title']);

/** Checks a rendered answer against the records it cites: each sentence only against the fields that its slots name. */
export function checkAnswer(
  answer: Answer,
  rendered: readonly RenderedSentence[],
  options: CheckOptions = {},
): GroundingReport {
  return checkGrounding(rendered.map(asDraft), answer.facts, options);
}

/** The digits of `ollama:qwen3:8b` count nothing. */
function isName(unit: Unit, text: string): boolean {
  return QUOTED.has(unit) || unit.startsWith('term:') || (unit === 'text' && /\p{L}/u.test(text));
}

function asDraft({ text, citations, claims }: RenderedSentence): DraftSentence {
  return {
    text,
    citations,
    // The 8 % of a headline must not bear out eight publishers.
    paths: claims.filter(({ slot }) => !QUOTED.has(slot.unit)).map(({ slot }) => slot.path),
    names: claims.flatMap(({ text: name, slot, wording }) => (isName(slot.unit, name) ? [name, ...wording] : wording)),
  };
}
