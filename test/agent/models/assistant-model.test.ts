import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { AIMessage, type AIMessageChunk, HumanMessage, SystemMessage, ToolMessage } from '@langchain/core/messages';
import { createAgent, tool } from 'langchain';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { MODEL_PROVIDERS } from '../../../agent/models/model-call.ts';
import { type ModelCallError, modelFailureOf } from '../../../agent/models/model-failure.ts';
import type { ModelRoom } from '../../../agent/models/model-room.ts';
import { type FakeLlm, type LlmFault, startFakeLlm } from '../../fakes/llm/llm-server.ts';
import { sayingAlways } from '../../fakes/llm/personalities.ts';
import type { Personality } from '../../fakes/llm/saying.ts';
import { MODELS, openRoom, PROMPT, refOf, soon } from './fixtures/room.ts';

const TALKERS = MODEL_PROVIDERS;
/** Perplexity calls no tools. */
const CALLERS = MODEL_PROVIDERS.filter((provider) => provider !== 'perplexity');
const WORDS = 'The desk bought bitcoin at noon, and holds it still.';
const USE = { prompt: PROMPT, subject: 'T-1', maxTokens: 300, deadlineMs: 10_000 };
const ASKED = [new SystemMessage('You are the desk.'), new HumanMessage('What did we buy?')];

const look = tool(async ({ symbol }) => `${symbol}: 61000`, {
  name: 'look',
  description: 'Looks a price up.',
  schema: z.object({ symbol: z.string() }),
});

/** Looks first, then tells what it saw. */
const looksUp: Personality = ({ messages }) => {
  const seen = messages.find(({ role, content }) => role === 'tool' || content.includes('61000'));
  if (seen === undefined) return { text: '', toolCall: { name: 'look', arguments: { symbol: 'BTC/USDT' } } };
  return { text: `I saw ${seen.content}.` };
};

let llm: FakeLlm;
beforeAll(async () => {
  llm = await startFakeLlm();
});
beforeEach(() => llm.become(sayingAlways(WORDS)));
afterEach(() => llm.recover());
afterAll(() => llm.close());

async function listen(stream: AsyncIterable<AIMessageChunk>): Promise<string[]> {
  const pieces: string[] = [];
  for await (const chunk of stream) if (chunk.text !== '') pieces.push(chunk.text);
  return pieces;
}

/** What a failed call was thrown as. */
async function failure(work: Promise<unknown>): Promise<Pick<ModelCallError, 'kind' | 'detail'>> {
  const error: unknown = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  const { kind, detail } = modelFailureOf(error) ?? { kind: 'malformed', detail: `not a failed call: ${error}` };
  return { kind, detail };
}

async function lastCall(room: ModelRoom, calls: Awaited<ReturnType<typeof openRoom>>['calls']) {
  await room.close();
  return (await calls.recent({ limit: 1 }))[0];
}

describe.each(TALKERS)('%s', (provider) => {
  test('streams the words as they come, and keeps the call', async () => {
    const { room, calls } = await openRoom(llm);
    const pieces = await listen(await room.assistant(refOf(provider), USE).stream(ASKED));
    expect(pieces).toEqual(WORDS.match(/.{1,20}/g));
    const call = await lastCall(room, calls);
    expect(call).toMatchObject({
      id: 'L-1',
      purpose: 'assistant',
      subject: 'T-1',
      prompt: 'test-review@3',
      schema: null,
      outcome: 'answered',
      reply: JSON.stringify({ content: WORDS, toolCalls: [] }),
      outputTokens: 13,
    });
    expect(call?.chargedTokens).toBe((call?.inputTokens ?? 0) + 13);
  });

  test('says it whole to who does not stream', async () => {
    const { room } = await openRoom(llm);
    expect((await room.assistant(refOf(provider), USE).invoke(ASKED)).content).toBe(WORDS);
  });

  test.each([
    ['cut-stream', 'unavailable connection'],
    ['half-a-line', 'malformed broken-answer'],
    ['garbage', 'malformed broken-answer'],
    ['error-midway', 'malformed broken-answer'],
    ['truncated-json', 'malformed unfinished'],
    ['empty', 'malformed empty'],
    ['bad-key', 'refused key-refused'],
    ['rate-limited-1h', 'limited rate-limited'],
  ] as const)('%s is thrown and never ends as an answer: %s', async (fault, expected) => {
    const { room, calls } = await openRoom(llm);
    const [kind, detail] = expected.split(' ');
    llm.fail(fault);
    const model = room.assistant(refOf(provider), USE);
    expect(await failure(model.stream(ASKED).then(listen))).toEqual({ kind, detail });
    expect(await lastCall(room, calls)).toMatchObject({ outcome: 'failed', kind, detail });
  });

  test('a silence in the middle ends it, and closes the connection', async () => {
    const { room } = await openRoom(llm, { idleMs: 60 });
    const before = llm.hungUp;
    llm.fail('hang-midway');
    expect(await failure(room.assistant(refOf(provider), USE).stream(ASKED).then(listen))).toEqual({
      kind: 'late',
      detail: 'stalled',
    });
    await soon(() => expect(llm.hungUp).toBe(before + 1));
  });

  test('who leaves in the middle gets an error, closes the connection, and takes nobody along', async () => {
    llm.become(sayingAlways(WORDS.repeat(4)), { betweenMs: 15 });
    const { room, calls } = await openRoom(llm);
    const before = llm.hungUp;
    const model = room.assistant(refOf(provider), USE);
    const leaver = new AbortController();
    const heard: string[] = [];
    const left = (async () => {
      for await (const { text } of await model.stream(ASKED, { signal: leaver.signal })) {
        heard.push(text);
        if (heard.join('') !== '') leaver.abort();
      }
    })();
    const stayed = model.stream(ASKED).then(listen);
    await expect(left).rejects.toThrow();
    expect((await stayed).join('')).toBe(WORDS.repeat(4));
    expect(heard.join('').length).toBeLessThan(WORDS.length);
    await soon(() => expect(llm.hungUp).toBe(before + 1));
    await room.close();
    const ends = (await calls.recent({ limit: 9 })).map(({ outcome, detail }) => detail ?? outcome).sort();
    expect(ends).toEqual(['answered', 'cancelled']);
  });
});

describe.each(CALLERS)('%s with tools', (provider) => {
  test('an agent calls a tool and tells what it found', async () => {
    llm.become(looksUp);
    const { room, calls } = await openRoom(llm);
    const agent = createAgent({ model: room.assistant(refOf(provider), USE), tools: [look], systemPrompt: 'Look.' });
    const { messages } = await agent.invoke({ messages: [new HumanMessage('BTC?')] });
    expect(messages.at(-1)?.text).toBe('I saw BTC/USDT: 61000.');
    expect(llm.asked.at(-1)?.tools).toEqual(['look']);
    await room.close();
    const replies = (await calls.recent({ limit: 9 })).map(({ reply }) => JSON.parse(reply ?? ''));
    expect(replies).toMatchObject([
      { content: 'I saw BTC/USDT: 61000.', toolCalls: [] },
      { content: '', toolCalls: [{ name: 'look', args: { symbol: 'BTC/USDT' } }] },
    ]);
  });

  test('an agent streams its words', async () => {
    llm.become(looksUp);
    const { room } = await openRoom(llm);
    const agent = createAgent({ model: room.assistant(refOf(provider), USE), tools: [look] });
    const words: string[] = [];
    for await (const [chunk] of await agent.stream(
      { messages: [new HumanMessage('BTC?')] },
      { streamMode: 'messages' },
    )) {
      if (!ToolMessage.isInstance(chunk) && chunk.text !== '') words.push(chunk.text);
    }
    expect(words).toEqual(['I saw BTC/USDT: 6100', '0.']);
  });

  test('an agent whose model breaks off fails by name', async () => {
    const { room } = await openRoom(llm);
    llm.fail('cut-stream');
    const agent = createAgent({ model: room.assistant(refOf(provider), USE), tools: [look] });
    expect(await failure(agent.invoke({ messages: [new HumanMessage('BTC?')] }))).toEqual({
      kind: 'unavailable',
      detail: 'connection',
    });
  });
});

test('a busy server is asked once more as long as nothing was said', async () => {
  const { room, calls } = await openRoom(llm);
  llm.fail('busy-503', 1);
  expect((await listen(await room.assistant(refOf('groq'), USE).stream(ASKED))).join('')).toBe(WORDS);
  expect(await lastCall(room, calls)).toMatchObject({ outcome: 'answered', tries: 2 });
});

test('a deadline ends a stream that goes on and on', async () => {
  const { room } = await openRoom(llm);
  llm.fail('slow-drip' satisfies LlmFault);
  const model = room.assistant(refOf('ollama'), { ...USE, deadlineMs: 150 });
  expect(await failure(model.stream(ASKED).then(listen))).toEqual({ kind: 'late', detail: 'deadline' });
});

test('money for talk is a part of the day and is not overdrawn', async () => {
  const prices = { [MODELS.groq]: { inputUsdPerMillion: 1_000, outputUsdPerMillion: 1_000 } };
  const { room } = await openRoom(llm, { prices, budget: { dayTokens: null, dayUsd: 9, assistantDayUsd: 0.1 } });
  const asked = llm.asked.length;
  expect(await failure(room.assistant(refOf('groq'), USE).invoke(ASKED))).toEqual({
    kind: 'over-budget',
    detail: 'assistant-usd',
  });
  expect(llm.asked.length).toBe(asked);
});

describe('a recorded conversation', () => {
  const file = path.join(tmpdir(), `assent-talk-${process.pid}.jsonl`);
  afterEach(() => rm(file, { force: true }));

  test.each(['groq', 'ollama'] as const)(
    '%s: is played back word by word, calls of tools included',
    async (provider) => {
      llm.become(looksUp);
      const talk = async (room: ModelRoom) => {
        const agent = createAgent({ model: room.assistant(refOf(provider), USE), tools: [look] });
        const { messages } = await agent.invoke({ messages: [new HumanMessage('BTC?')] });
        await room.close();
        return messages.map((message) => [
          message.getType(),
          message.text,
          AIMessage.isInstance(message) ? message.tool_calls : [],
        ]);
      };
      const live = await talk((await openRoom(llm, { cassette: { mode: 'record', file } })).room);
      const asked = llm.asked.length;
      const strict = await openRoom(llm, { cassette: { mode: 'replay-strict', file } });
      expect(await talk(strict.room)).toEqual(live);
      expect(llm.asked.length).toBe(asked);
      expect(await failure(strict.room.assistant(refOf(provider), USE).invoke(ASKED))).toMatchObject({
        kind: 'not-recorded',
      });
    },
  );
});
