import { PROMPT_TRIALS } from '../../agent/prompt-tests/registry.ts';
import { PASSAGE_SCHEMA, type Prompt } from '../../prompts/prompt-file.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { PromptsLineCommand } from './prompts-line.ts';

export const list: PromptsLineCommand = {
  name: 'list',
  words: '[ID]',
  asksModels: false,
  summary: 'Every prompt: version, hash, what it is given, what it has to answer, and who asks with it.',
  async run({ prompts, all, json, write }) {
    const rows = prompts.map((prompt) => rowOf(prompt, all));
    if (json) {
      write(JSON.stringify(rows, null, 2));
      return EXIT_CODES.done;
    }
    for (const { name, sha256, usedBy, schema, inputs, sees, passages, hints } of rows) {
      write(`${name}  sha256 ${sha256.slice(0, 12)}  ${usedBy}`);
      const parts = [
        schema === PASSAGE_SCHEMA ? '' : `answers ${schema}`,
        inputs.length === 0 ? '' : `is given ${inputs.join(', ')}`,
        sees.length === 0 ? '' : `sees ${sees.join(', ')}`,
        passages.length === 0 ? '' : `takes in ${passages.join(', ')}`,
        hints === null ? '' : `${hints.maxTokens} tokens in ${hints.deadlineMs} ms at temperature ${hints.temperature}`,
      ];
      const told = parts.filter(Boolean).join(' · ');
      if (told !== '') write(`      ${told}`);
    }
    return EXIT_CODES.done;
  },
};

function rowOf(prompt: Prompt, all: readonly Prompt[]) {
  const { id, version, name, sha256, inputs, schema, hints, sees, passages } = prompt;
  return {
    ...{ id, version, name, sha256, usedBy: userOf(prompt, all), inputs, schema, hints, sees },
    passages: passages.map((passage) => passage.name),
  };
}

function userOf({ id, schema }: Prompt, all: readonly Prompt[]): string {
  if (schema !== PASSAGE_SCHEMA) return PROMPT_TRIALS.find((trial) => trial.id === id)?.usedBy ?? 'nobody';
  const users = all.filter(({ passages }) => passages.some((passage) => passage.id === id));
  return users.length === 0 ? 'nobody' : `part of ${users.map((user) => user.id).join(', ')}`;
}
