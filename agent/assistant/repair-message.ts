import type { Problem, ProblemKind } from './problem.ts';

const TOLD: Readonly<Record<ProblemKind, string>> = {
  empty: 'There was no answer.',
  'too-long': 'It is too long: at most twelve lines, one sentence each.',
  character: 'Plain letters only: no links, names with marks, lists, headings or code.',
  language: 'Write in the language of the question only.',
  'unknown-claim': 'There is no such claim.',
  'unknown-slot': 'There is no such slot.',
  number: 'Write no number yourself, not in digits and not in words; use a slot.',
  coin: 'Write no coin yourself; use a slot of the claim.',
  direction: 'The cited claim does not say that side or direction.',
  negation:
    'The cited claim does not say that; a denial must stand in the sentence exactly where it stands in the claim.',
  cause: 'The cited claim does not say that this was the cause.',
  word: 'Neither a plain word nor a word of the cited claim.',
  misnamed: 'The words beside this slot do not say what its value is; use the words of the claim, or the whole claim.',
  quotation: 'Not word for word in a quoted slot of the cited claim.',
  uncited: 'A statement without a claim.',
  'idle-citation': 'The sentence says nothing of this claim.',
  'several-claims': 'One sentence may speak of one claim only; write a line for each.',
  'told-whole': 'This claim tells what would be; put it on a line of its own, whole.',
  mixed: 'A whole claim stands alone on its line.',
  ungrounded: 'Not found in the record that is cited.',
};

const MOST = 12;

/** Tells a model what was wrong with its draft, so that it can write it once more. */
export function repairMessage(problems: readonly Problem[]): string {
  const lines = problems.slice(0, MOST).map(({ line, kind, found }) => {
    const at = found === '' ? '' : ` ${JSON.stringify(found)}:`;
    return `- line ${line}:${at} ${TOLD[kind]}`;
  });
  return [
    'Your draft cannot be shown:',
    ...lines,
    'Write the whole answer again. Where a sentence is hard to mend, put the whole claim on a line of its own, such as {c1}.',
  ].join('\n');
}
