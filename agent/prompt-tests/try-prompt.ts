import { PASSAGE_SCHEMA, type Prompt } from '../../prompts/prompt-file.ts';
import type { LanguageModel } from '../models/model-call.ts';
import type { PromptTrial } from './prompt-trial.ts';

const EXAMPLE = 'An example of the form, and of the form only: ';
/** Of whole words and of their pieces alike, near enough for a bound. */
const CHARACTERS_A_TOKEN = 4;
const MOST_TOKENS = 3_000;

/** How an asked model did. */
export type AskedTrial =
  | {
      readonly outcome: 'fits' | 'unfit';
      readonly detail: string;
      readonly latencyMs: number;
      readonly tokens: number | null;
    }
  | { readonly outcome: 'unanswered'; readonly detail: string };

/** Returns what is wrong with a prompt, in sentences; nothing is asked. Never throws for what a file says. */
export function problemsOf(prompt: Prompt, trial: PromptTrial, all: readonly Prompt[]): readonly string[] {
  if (prompt.schema === PASSAGE_SCHEMA) {
    return all.some(({ passages }) => passages.some(({ id }) => id === prompt.id)) ? [] : ['No prompt takes it in.'];
  }
  try {
    return [...trial.problems(prompt), ...questionProblems(prompt, trial)];
  } catch (error) {
    return [error instanceof Error ? error.message : String(error)];
  }
}

function questionProblems(prompt: Prompt, { question }: PromptTrial): readonly string[] {
  if (question === null) return [];
  const { prompt: filled, user, answer, check } = question(prompt);
  const problems: string[] = [];
  const unnamed = fieldsOf(answer.schema).filter((field) => !filled.text.includes(`\`${field}\``));
  if (unnamed.length > 0) problems.push(`It does not speak of: ${unnamed.join(', ')}.`);
  const example = filled.text.split(EXAMPLE)[1];
  if (example === undefined) problems.push('It gives no example of an answer.');
  const read = check(example ?? '');
  if (read.outcome === 'unfit') problems.push(`Its own example is no answer: ${read.why}.`);
  if (check('').outcome === 'fits') problems.push('Silence passes for an answer.');
  const tokens = Math.ceil(user.length / CHARACTERS_A_TOKEN);
  if (tokens > MOST_TOKENS) problems.push(`Its data take about ${tokens} tokens; ${MOST_TOKENS} are allowed.`);
  return problems;
}

function fieldsOf({ properties }: Readonly<Record<string, unknown>>): readonly string[] {
  return typeof properties === 'object' && properties !== null ? Object.keys(properties) : [];
}

/** Asks a real model about the example and checks the answer as every day; null for what is not one question. */
export async function askTrial(
  prompt: Prompt,
  { question }: PromptTrial,
  model: LanguageModel,
  signal: AbortSignal,
): Promise<AskedTrial | null> {
  if (question === null) return null;
  const { check, ...asked } = question(prompt);
  const answer = await model.ask({ ...asked, purpose: 'prompt-test', subject: null }, signal);
  if (answer.outcome === 'failed') return { outcome: 'unanswered', detail: `${answer.kind}: ${answer.detail}` };
  const { latencyMs, outputTokens: tokens } = answer.call;
  const read = check(answer.text);
  return read.outcome === 'fits'
    ? { outcome: 'fits', detail: read.said, latencyMs, tokens }
    : { outcome: 'unfit', detail: read.why, latencyMs, tokens };
}
