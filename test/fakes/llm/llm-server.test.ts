import { HumanMessage } from '@langchain/core/messages';
import { ChatGroq } from '@langchain/groq';
import { ChatOllama } from '@langchain/ollama';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FakeLlm, startFakeLlm } from './llm-server.ts';
import { sayingAlways } from './personalities.ts';

const TEXT = 'A sentence that is longer than one piece of a stream.';

let llm: FakeLlm;
beforeAll(async () => {
  llm = await startFakeLlm(sayingAlways(TEXT));
});
afterAll(() => llm.close());

test('speaks the server-sent events that the client of Groq reads', async () => {
  const client = new ChatGroq({ model: 'm', apiKey: 'x', baseUrl: llm.url, maxRetries: 0 });
  const pieces: string[] = [];
  for await (const { content } of await client.stream([new HumanMessage('Hello')])) pieces.push(String(content));
  expect(pieces.filter((piece) => piece !== '').length).toBe(3);
  expect(pieces.join('')).toBe(TEXT);
});

test('speaks the whole answers and the calls of tools that the client of Groq reads', async () => {
  llm.become(() => ({ text: '', end: 'tool_calls', toolCall: { name: 'look', arguments: { at: 'BTC' } } }));
  const client = new ChatGroq({ model: 'm', apiKey: 'x', baseUrl: llm.url, maxRetries: 0 });
  const answer = await client.invoke([new HumanMessage('Hello')]);
  expect(answer.tool_calls).toMatchObject([{ name: 'look', args: { at: 'BTC' } }]);
  // A token is four letters: `Hello`, and `look` with what it was given.
  expect(answer.usage_metadata).toMatchObject({ input_tokens: 2, output_tokens: 4, total_tokens: 6 });
  llm.become(sayingAlways(TEXT));
});

test('speaks the lines that the client of Ollama reads, and the one line for who wants no stream', async () => {
  const client = new ChatOllama({ model: 'm', baseUrl: llm.url });
  const answer = await client.invoke([new HumanMessage('Hello')]);
  expect(answer.content).toBe(TEXT);
  expect(answer.response_metadata).toMatchObject({ done_reason: 'stop' });
  const body = JSON.stringify({ model: 'm', stream: false, messages: [{ role: 'user', content: 'Hello' }] });
  const whole = await (await fetch(`${llm.url}/api/chat`, { method: 'POST', body })).json();
  expect(whole).toMatchObject({ message: { role: 'assistant', content: TEXT }, done: true, done_reason: 'stop' });
});
