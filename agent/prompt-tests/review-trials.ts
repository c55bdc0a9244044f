import type { ReviewerRole } from '../../engine/domain/verdict.ts';
import type { Prompt } from '../../prompts/prompt-file.ts';
import { FACTORS, ROLE_FACTORS } from '../reviewers/factors.ts';
import { REVIEW_PROMPTS } from '../reviewers/review-prompts.ts';
import { reviewQuestion } from '../reviewers/review-question.ts';
import { type ExpectedVerdict, readVerdict } from '../reviewers/verdict-answer.ts';
import { EXAMPLE_DECISION } from './example-decision.ts';
import type { PromptTrial, TrialAnswer, TrialQuestion } from './prompt-trial.ts';

/** The side that the strategy of the example wants stands in the evidence under this id, and nowhere else. */
const DIRECTION = 'direction.wanted';

/** A trial of a reviewer's prompt: it is filled with the example, and an answer is read as a vote. */
export function reviewTrial(role: ReviewerRole, usedBy: string): PromptTrial {
  return {
    id: REVIEW_PROMPTS[role],
    usedBy,
    question: (prompt) => questionOf(prompt, role),
    problems: (prompt) => [...blindness(prompt, role), ...wording(prompt, role)],
  };
}

function questionOf(prompt: Prompt, role: ReviewerRole): TrialQuestion {
  const { expected, ...question } = reviewQuestion(prompt, role, EXAMPLE_DECISION);
  return { ...question, check: (text) => answerOf(text, expected) };
}

function answerOf(text: string, expected: ExpectedVerdict): TrialAnswer {
  const read = readVerdict(text, expected);
  if (read.outcome === 'unusable') return { outcome: 'unfit', why: read.problem };
  const { stance, confidence, reasons, note, noteProblem } = read;
  const given = reasons.filter(({ values }) => values.evidence !== undefined);
  const why = given.map(({ code, values }) => `${code.replace('review.', '')} (${values.evidence})`).join(', ');
  const said =
    note === null ? (noteProblem === null ? 'no note' : `note thrown away: ${noteProblem}`) : `note: ${note}`;
  return { outcome: 'fits', said: `${stance} ${confidence.toFixed(2)}: ${why}; ${said}` };
}

/** Whoever may not know the wanted side is shown the same evidence for both. */
function blindness(prompt: Prompt, role: ReviewerRole): readonly string[] {
  if (prompt.sees.length === 0) return ['It does not say what it sees.'];
  const { signal } = EXAMPLE_DECISION;
  const other = { ...EXAMPLE_DECISION, signal: { ...signal, direction: 'short' as const } };
  const [long, short] = [EXAMPLE_DECISION, other].map((request) => reviewQuestion(prompt, role, request));
  const isTold = long?.expected.evidence.ids.includes(DIRECTION) === true;
  if (isTold !== prompt.sees.includes('direction')) return ['It sees the direction where it says it does not.'];
  return isTold === (long?.user !== short?.user) ? [] : ['The evidence gives the direction away.'];
}

/** A prompt that speaks of a factor by name speaks of one that its role may give. */
function wording(prompt: Prompt, role: ReviewerRole): readonly string[] {
  const named = Object.keys(FACTORS).filter((factor) => prompt.source.includes(`\`${factor}\``));
  const allowed: readonly string[] = ROLE_FACTORS[role];
  return named
    .filter((factor) => !allowed.includes(factor))
    .map((factor) => `It speaks of ${factor}, which this role cannot give.`);
}
