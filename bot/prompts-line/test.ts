import { PROMPT_TRIALS } from '../../agent/prompt-tests/registry.ts';
import { type AskedTrial, askTrial, problemsOf } from '../../agent/prompt-tests/try-prompt.ts';
import type { Prompt } from '../../prompts/prompt-file.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { PromptsLine, PromptsLineCommand } from './prompts-line.ts';

interface Tried {
  readonly name: string;
  readonly problems: readonly string[];
  /** Null where nobody was asked. */
  readonly asked: AskedTrial | null;
}

export const test: PromptsLineCommand = {
  name: 'test',
  words: '[ID]',
  asksModels: true,
  summary: 'Fill each with an example and check it; --model groq:MODEL also asks that model and checks what it says.',
  async run(line) {
    const tried: Tried[] = [];
    for (const prompt of line.prompts) {
      const one = await tryOne(prompt, line);
      tried.push(one);
      if (!line.json) tell(one, line);
    }
    if (tried.some(({ asked }) => asked?.outcome === 'unanswered')) {
      line.complain('"assent doctor" says whether a model can be reached, and what to do.');
    }
    if (line.json) line.write(JSON.stringify({ model: line.model?.name ?? null, prompts: tried }, null, 2));
    return tried.every(isGood) ? EXIT_CODES.done : EXIT_CODES.failed;
  },
};

async function tryOne(prompt: Prompt, { all, model, signal, progress, clear }: PromptsLine): Promise<Tried> {
  const trial = PROMPT_TRIALS.find(({ id }) => id === prompt.id);
  if (trial === undefined) return { name: prompt.name, problems: ['Nothing asks with it.'], asked: null };
  const problems = problemsOf(prompt, trial, all);
  // A question that is wrong in itself shows nothing of who answers it.
  if (model === null || problems.length > 0) return { name: prompt.name, problems, asked: null };
  progress(`${prompt.name}: waiting for ${model.name} …`);
  const asked = await askTrial(prompt, trial, model, signal);
  clear();
  return { name: prompt.name, problems, asked };
}

function tell({ name, problems, asked }: Tried, { write, model }: PromptsLine): void {
  write(`${problems.length === 0 ? 'ok    ' : 'WRONG '} ${name}`);
  for (const problem of problems) write(`        ${problem}`);
  if (model === null || problems.length > 0) return;
  if (asked === null) write('        not asked: it is no question of its own');
  else if (asked.outcome === 'unanswered') write(`        NO ANSWER of ${model.name}: ${asked.detail}`);
  else {
    const took = `${asked.latencyMs} ms${asked.tokens === null ? '' : `, ${asked.tokens} tokens`}`;
    write(`        ${asked.outcome === 'fits' ? 'fits' : 'UNFIT'} (${took}): ${asked.detail}`);
  }
}

function isGood({ problems, asked }: Tried): boolean {
  return problems.length === 0 && (asked === null || asked.outcome === 'fits');
}
