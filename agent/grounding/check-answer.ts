import type { Answer } from '../answers/answer.ts';
import type { RenderedSentence } from '../answers/render.ts';
import { type CheckOptions, checkGrounding, type DraftSentence, type GroundingReport } from './number-check.ts';

/** Checks a rendered answer against the records it cites: each sentence only against the fields that its slots name. */
export function checkAnswer(
  answer: Answer,
  rendered: readonly RenderedSentence[],
  options: CheckOptions = {},
): GroundingReport {
  return checkGrounding(rendered.map(asDraft), answer.facts, options);
}

function asDraft({ text, citations, claims }: RenderedSentence): DraftSentence {
  return {
    text,
    citations,
    paths: claims.map(({ slot }) => slot.path),
    names: claims.flatMap(({ text: name, slot, wording }) =>
      slot.unit === 'quote' || slot.unit.startsWith('term:') ? [name, ...wording] : wording,
    ),
  };
}
