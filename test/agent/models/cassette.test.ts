import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import type { CassetteMode } from '../../../agent/models/cassette.ts';
import type { ModelQuestion } from '../../../agent/models/model-call.ts';
import { ConfigError } from '../../../engine/domain/errors.ts';
import { parsePrompt } from '../../../prompts/prompt-file.ts';
import { type FakeLlm, startFakeLlm } from '../../fakes/llm/llm-server.ts';
import { sayingAlways } from '../../fakes/llm/personalities.ts';
import { KEY, openRoom, PROMPT, question, refOf, VERDICT } from './fixtures/room.ts';

let llm: FakeLlm;
let folder: string;
let file: string;
beforeAll(async () => {
  llm = await startFakeLlm();
});
beforeEach(async () => {
  llm.become(sayingAlways(VERDICT));
  folder = await mkdtemp(path.join(tmpdir(), 'assent-cassette-'));
  file = path.join(folder, 'made', 'answers.jsonl');
});
afterEach(async () => {
  llm.recover();
  await rm(folder, { recursive: true });
});
afterAll(() => llm.close());

function open(mode: CassetteMode) {
  return openRoom(llm, {
    cassette: { mode, file },
    prices: { 'openai/gpt-oss-20b': { inputUsdPerMillion: 1, outputUsdPerMillion: 2 } },
  });
}

/** Asks in turn and returns the answers; what they are called and where they come from is left out. */
async function ask(mode: CassetteMode, provider: 'groq' | 'ollama', ...questions: Partial<ModelQuestion>[]) {
  const { room, calls } = await open(mode);
  const answers: unknown[] = [];
  for (const parts of questions) {
    const { call, ...answer } = await room.model(refOf(provider)).ask(question(parts));
    const { id: _, isRecorded: __, ...facts } = call ?? { id: '', isRecorded: false };
    answers.push({ ...answer, facts });
  }
  await room.close();
  return { answers, calls };
}

test.each(['groq', 'ollama'] as const)(
  '%s: what was recorded is played back byte for byte, by a server that is gone',
  async (provider) => {
    const said = `<think>음…</think>\n\`\`\`json\n${VERDICT}\n\`\`\`\u2028 "\\u0000" 🟢`;
    llm.become(sayingAlways(said), { afterMs: 20 });
    const recorded = await ask('record', provider, {}, { user: 'rsi: 70' });
    expect(recorded.answers).toMatchObject([{ text: said }, { text: said }]);
    const asked = llm.asked.length;
    llm.fail('reset');
    const played = await ask('replay-strict', provider, {}, { user: 'rsi: 70' });
    expect(played.answers).toEqual(recorded.answers);
    expect(llm.asked.length).toBe(asked);
    // It is kept as played, and costs the day nothing.
    expect(await played.calls.recent({ limit: 9 })).toMatchObject([
      { isRecorded: true, chargedTokens: 0, chargedUsd: 0, tries: 0, reply: said },
      { isRecorded: true, chargedTokens: 0, chargedUsd: 0 },
    ]);
  },
);

test('a failure is played back as it was', async () => {
  llm.fail('error-500', 1);
  const recorded = await ask('record', 'groq', {}, {});
  expect(recorded.answers).toMatchObject([{ kind: 'unavailable', detail: 'server-error' }, { text: VERDICT }]);
  // The same question again and again: the answers in their order, then the last one.
  const played = await ask('replay-strict', 'groq', {}, {}, {});
  expect(played.answers).toEqual([...recorded.answers, recorded.answers[1]]);
});

test('what was not recorded is asked, or in the strict mode refused', async () => {
  await ask('record', 'groq', {});
  const written = await readFile(file, 'utf8');
  const strict = await ask('replay-strict', 'groq', { user: 'rsi: 1' });
  expect(strict.answers).toEqual([{ outcome: 'failed', kind: 'not-recorded', detail: 'not-recorded', facts: {} }]);
  const asked = llm.asked.length;
  llm.become(sayingAlways('{"stance":"hold"}'));
  const mixed = await ask('replay', 'groq', { user: 'rsi: 1' }, {});
  expect(mixed.answers).toMatchObject([{ text: '{"stance":"hold"}' }, { text: VERDICT }]);
  expect(llm.asked.length).toBe(asked + 1);
  expect(await readFile(file, 'utf8')).toBe(written);
});

test('the key is everything that decides the answer, and nothing else', async () => {
  await ask('record', 'groq', {});
  const other = parsePrompt('---\nid: other\nversion: 1\ninputs: []\nschema: s\n---\nJudge again.', 'a test').fill({});
  const same = { ...PROMPT, id: 'renamed', version: 9 };
  const kinds = async (...questions: Partial<ModelQuestion>[]) =>
    (await ask('replay-strict', 'groq', ...questions)).answers.map((answer) => (answer as { outcome: string }).outcome);
  expect(await kinds({ subject: 'D-99' }, { deadlineMs: 1_000 }, { purpose: 'sizing' }, { prompt: same })).toEqual(
    Array(4).fill('answered'),
  );
  expect(
    await kinds(
      { user: 'rsi: 28.40' },
      { prompt: other },
      { maxTokens: 201 },
      { answer: { name: 'other', schema: {} } },
    ),
  ).toEqual(Array(4).fill('failed'));
  expect((await ask('replay-strict', 'ollama', {})).answers).toMatchObject([{ kind: 'not-recorded' }]);
});

test('strict playing needs no key and no address', async () => {
  await ask('record', 'groq', {});
  const nowhere = { baseUrl: null, apiKey: null };
  const { room } = await openRoom(llm, {
    cassette: { mode: 'replay-strict', file },
    connections: {
      groq: nowhere,
      ollama: nowhere,
      openai: nowhere,
      anthropic: nowhere,
      perplexity: nowhere,
      compatible: nowhere,
    },
  });
  expect(await room.model(refOf('groq')).ask(question())).toMatchObject({ text: VERDICT });
});

test('the file holds no key, and nobody else may read it', async () => {
  await ask('record', 'groq', {});
  expect(await readFile(file, 'utf8')).not.toContain(KEY);
  expect((await stat(file)).mode & 0o077).toBe(0);
});

test('a line that was cut off by the end of the power is left out; any other that cannot be read is told by its number', async () => {
  await ask('record', 'groq', {});
  await appendFile(file, '{"key":"ab');
  expect((await ask('replay-strict', 'groq', {})).answers).toMatchObject([{ text: VERDICT }]);
  await appendFile(file, '\n');
  await expect(open('replay')).rejects.toThrow(`Line 2 of the recorded answers in ${file} cannot be read.`);
});

test('recording goes on in a file that is there; playing needs one', async () => {
  await expect(open('replay')).rejects.toThrow(ConfigError);
  await ask('record', 'groq', {});
  await ask('record', 'groq', { user: 'rsi: 70' });
  expect((await ask('replay-strict', 'groq', {}, { user: 'rsi: 70' })).answers).toMatchObject([
    { text: VERDICT },
    { text: VERDICT },
  ]);
  await writeFile(file, '');
  expect((await ask('replay-strict', 'groq', {})).answers).toMatchObject([{ kind: 'not-recorded' }]);
});
