import { afterAll, beforeAll, expect, test } from 'vitest';
import { closestModels } from '../../../agent/models/list-models.ts';
import { MODEL_PROVIDERS } from '../../../agent/models/model-call.ts';
import { ConfigError } from '../../../engine/domain/errors.ts';
import { type FakeLlm, startFakeLlm } from '../../fakes/llm/llm-server.ts';
import { KEY, openRoom, refOf } from './fixtures/room.ts';

let llm: FakeLlm;
beforeAll(async () => {
  llm = await startFakeLlm();
  llm.offer('qwen3:8b', 'llama3.1:8b');
});
afterAll(() => llm.close());

test.each(MODEL_PROVIDERS)('%s: tells what the server offers, if servers of its kind do', async (provider) => {
  const { room } = await openRoom(llm);
  expect(await room.listModels(provider)).toEqual(
    provider === 'perplexity'
      ? { outcome: 'failed', kind: 'unavailable', detail: 'no-list' }
      : { outcome: 'listed', models: ['llama3.1:8b', 'qwen3:8b'] },
  );
});

test('a server that is not there, or is another, lists nothing', async () => {
  const gone = await startFakeLlm();
  await gone.close();
  expect(await (await openRoom(gone)).room.listModels('ollama')).toMatchObject({ detail: 'connection' });
  // A path that no list lies at.
  const { room } = await openRoom({ url: `${llm.url}/elsewhere` });
  expect(await room.listModels('ollama')).toEqual({ outcome: 'failed', kind: 'unavailable', detail: 'model-missing' });
});

test('a name that is not offered is answered with those that come close', () => {
  const offered = ['llama3.1:8b', 'llama3.2:3b', 'qwen3:8b', 'mistral:7b', 'gemma3:4b'];
  expect(closestModels('llama3.1', offered)).toEqual(['llama3.1:8b', 'llama3.2:3b']);
  expect(closestModels('Lama3', offered)).toEqual(['llama3.1:8b', 'llama3.2:3b']);
  expect(closestModels('gpt-4o', offered)).toEqual([]);
  expect(closestModels('', offered)).toEqual([]);
});

test('a model that cannot be asked is refused by name, and neither key nor password is repeated', async () => {
  const nowhere = { baseUrl: null, apiKey: null };
  const connections = {
    groq: nowhere,
    ollama: { baseUrl: 'http://me:pa55word@127.0.0.1:1', apiKey: null },
    openai: { baseUrl: 'http://models.example.com/v1', apiKey: KEY },
    anthropic: { baseUrl: null, apiKey: `${KEY}\n` },
    perplexity: nowhere,
    compatible: nowhere,
  };
  const { room } = await openRoom(llm, { connections });
  const refusal = (provider: (typeof MODEL_PROVIDERS)[number]) => {
    try {
      return `${room.model(refOf(provider)).name} was let in`;
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      expect(`${error.message}${error.hint}${error.stack}`).not.toMatch(/pa55word|must-stay-here/);
      return error.message;
    }
  };
  expect(MODEL_PROVIDERS.map(refusal)).toEqual([
    'A language model by groq needs a key.',
    'The address of ollama cannot be used.',
    'The key for openai would travel in the open.',
    'The key for anthropic holds characters that no key has.',
    'A language model by perplexity needs a key.',
    'A language model by compatible needs the address of its server.',
  ]);
});

test.each([
  ['groq', '/openai/v1/'],
  ['ollama', '/api/'],
  ['openai', '/v1/chat/completions'],
  ['openai', ''],
  ['anthropic', '/v1'],
  ['perplexity', '/chat/completions'],
  ['compatible', ''],
  ['compatible', '/v1/chat/completions'],
] as const)('%s: the address may be the one with %s, as people copy it', async (provider, suffix) => {
  const strays = llm.strays.length;
  const { room } = await openRoom({ url: `${llm.url}${suffix}` });
  await room.model(refOf(provider)).ask({
    ...{ purpose: 'prompt-test', subject: null, user: 'Hello', maxTokens: 9, deadlineMs: 10_000 },
    prompt: { text: 'Say hello.', id: 'hello', version: 1, sha256: 'aa' },
    answer: { name: 'hello', schema: {} },
  });
  expect(llm.strays.slice(strays)).toEqual([]);
});
