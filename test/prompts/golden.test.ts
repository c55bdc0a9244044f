import { expect, test } from 'vitest';
import { PROMPT_TRIALS } from '../../agent/prompt-tests/registry.ts';
import { loadPrompt } from '../../prompts/prompt-file.ts';
import { promptIds } from '../../prompts/prompt-folder.ts';

const asked = PROMPT_TRIALS.filter(({ question }) => question !== null);

test('every prompt has its trial, and each trial its prompt', () => {
  expect(PROMPT_TRIALS.map(({ id }) => id).sort()).toEqual(promptIds());
});

// A wanted change is taken over by `npx vitest run test/prompts/golden.test.ts -u`, and read before it is committed.
test.each(asked)('$id asks about the example in these words and no others', async ({ id, question }) => {
  const { prompt, user, answer, maxTokens, deadlineMs } = question?.(loadPrompt(id)) ?? {};
  const schema = JSON.stringify(answer, null, 1);
  const text = `${prompt?.text}\n\n=== ${maxTokens} tokens, ${deadlineMs} ms\n\n${user}\n\n=== ${schema}\n`;
  await expect(text).toMatchFileSnapshot(`golden/${id}.txt`);
});
