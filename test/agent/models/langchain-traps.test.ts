import { AIMessageChunk, HumanMessage, SystemMessage } from '@langchain/core/messages';
import { ChatGroq } from '@langchain/groq';
import { ChatOllama } from '@langchain/ollama';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type FakeLlm, startFakeLlm } from '../../fakes/llm/llm-server.ts';
import { sayingAlways } from '../../fakes/llm/personalities.ts';
import { KEY, MODELS, openRoom, PROMPT, question, refOf, soon, VERDICT } from './fixtures/room.ts';

// What the clients do when they are used as they come, and what is made of it here. A test of a client that fails after an
// update is good news: one precaution less.

const LONG = 'The desk held its bitcoin through the night and sold nothing at all. '.repeat(4);
const ASKED = [new SystemMessage('You are the desk.'), new HumanMessage('What did we do?')];

let llm: FakeLlm;
beforeAll(async () => {
  llm = await startFakeLlm();
});
beforeEach(() => llm.become(sayingAlways(LONG), { betweenMs: 10 }));
afterEach(() => llm.recover());
afterAll(() => llm.close());

/** Aborts as soon as a stream has said something, and returns how it ended. */
async function abortMidway(stream: (signal: AbortSignal) => Promise<AsyncIterable<AIMessageChunk>>) {
  const leaver = new AbortController();
  let said = '';
  try {
    for await (const chunk of await stream(leaver.signal)) {
      said += chunk.text;
      if (said !== '') leaver.abort();
    }
    return { said, outcome: 'ended' };
  } catch {
    return { said, outcome: 'thrown' };
  }
}

describe('an abort in the middle of an answer', () => {
  test('of the client of Ollama: the part that came is the answer', async () => {
    const client = new ChatOllama({ model: 'm', baseUrl: llm.url });
    const { said, outcome } = await abortMidway(async (signal) =>
      texts(client._streamResponseChunks(ASKED, { signal })),
    );
    expect(outcome).toBe('ended');
    expect(said.length).toBeLessThan(LONG.length);
  });

  test.each(['groq', 'ollama', 'openai', 'anthropic'] as const)('%s here: it is an error', async (provider) => {
    const { room } = await openRoom(llm);
    const model = room.assistant(refOf(provider), { prompt: PROMPT, subject: null, maxTokens: 99, deadlineMs: 9_000 });
    const { said, outcome } = await abortMidway((signal) => model.stream(ASKED, { signal }));
    expect(outcome).toBe('thrown');
    expect(said.length).toBeLessThan(LONG.length);
  });
});

describe('two questions at a time, one of them taken back', () => {
  test('by the client of Ollama: the other is cut off too', async () => {
    const client = new ChatOllama({ model: 'm', baseUrl: llm.url });
    const other = client._generate([new HumanMessage('And you?')], {});
    other.catch(() => undefined);
    await abortMidway(async (signal) => texts(client._streamResponseChunks(ASKED, { signal })));
    const kept = await other.then(
      ({ generations }) => generations[0]?.text,
      () => 'thrown',
    );
    expect(kept).not.toBe(LONG);
  });

  test('here: the other is answered', async () => {
    llm.become(sayingAlways(VERDICT), { afterMs: 80 });
    const { room } = await openRoom(llm);
    const model = room.model(refOf('ollama'));
    const leaver = new AbortController();
    const before = llm.asked.length;
    const [left, other] = [model.ask(question(), leaver.signal), model.ask(question({ user: 'rsi: 70' }))];
    await soon(() => expect(llm.asked.length).toBe(before + 2));
    leaver.abort();
    expect(await left).toMatchObject({ kind: 'cancelled' });
    expect(await other).toMatchObject({ outcome: 'answered', text: VERDICT });
  });
});

describe('a server that is busy and does not say for how long', () => {
  test('is not asked again by the client of Groq, whatever it is told of retries', async () => {
    llm.fail('rate-limited');
    const before = llm.asked.length;
    const client = new ChatGroq({ model: 'm', apiKey: KEY, baseUrl: llm.url, maxRetries: 3 });
    await expect(client.invoke(ASKED)).rejects.toThrow();
    expect(llm.asked.length - before).toBe(1);
  });

  test('is asked once more here', async () => {
    llm.become(sayingAlways(VERDICT));
    llm.fail('rate-limited', 1);
    const { room } = await openRoom(llm);
    expect(await room.model(refOf('groq')).ask(question())).toMatchObject({ outcome: 'answered' });
  });
});

describe('a server that is down', () => {
  test.each(['groq', 'openai', 'anthropic', 'ollama'] as const)('%s here: is asked once', async (provider) => {
    llm.fail('error-500');
    const before = llm.asked.length;
    const { room } = await openRoom(llm);
    expect(await room.model(refOf(provider)).ask(question())).toMatchObject({ detail: 'server-error' });
    expect(llm.asked.length - before).toBe(1);
  });
});

test('who leaves while a second try is waited for is let go, and it is not made', async () => {
  llm.fail('rate-limited-1s');
  const { room } = await openRoom(llm);
  const before = llm.asked.length;
  const leaver = new AbortController();
  const answer = room.model(refOf('groq')).ask(question(), leaver.signal);
  await soon(() => expect(llm.asked.length).toBe(before + 1));
  leaver.abort();
  expect(await answer).toMatchObject({ outcome: 'failed' });
  expect(llm.asked.length).toBe(before + 1);
});

describe('an answer with nothing in it', () => {
  test('of the client of Ollama: is an answer', async () => {
    llm.fail('empty');
    expect((await new ChatOllama({ model: 'm', baseUrl: llm.url }).invoke(ASKED)).content).toBe('');
  });

  test.each(['groq', 'ollama'] as const)('%s here: is none', async (provider) => {
    llm.fail('empty');
    const { room } = await openRoom(llm);
    expect(await room.model(refOf(provider)).ask(question())).toMatchObject({ kind: 'malformed', detail: 'empty' });
  });
});

test('the chance of the client of Groq is 0.7 where nobody says anything; here it is none', async () => {
  llm.become(sayingAlways(VERDICT));
  await new ChatGroq({ model: MODELS.groq, apiKey: KEY, baseUrl: llm.url }).invoke(ASKED);
  expect(llm.asked.at(-1)?.body.temperature).toBe(0.7);
  const { room } = await openRoom(llm);
  await room.model(refOf('groq')).ask(question());
  expect(llm.asked.at(-1)?.body.temperature).toBe(0);
});

async function* texts(chunks: AsyncIterable<{ readonly text: string }>): AsyncGenerator<AIMessageChunk> {
  for await (const { text } of chunks) yield new AIMessageChunk(text);
}
