import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { AIMessage } from '@langchain/core/messages';
import { fakeModel } from 'langchain';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { FactSheet, phrase, sentence } from '../../../agent/answers/fact-sheet.ts';
import { createAssistant } from '../../../agent/assistant/assistant.ts';
import type { AssistantParts, AssistantQuestion } from '../../../agent/assistant/assistant-reply.ts';
import type { AssistantTool, ToolContext, ToolResult } from '../../../agent/assistant/tool.ts';
import { createToolDoor } from '../../../agent/assistant/tool-door.ts';
import { ModelCallError } from '../../../agent/models/model-failure.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import { renderingOf } from '../../../bot/record-answerer.ts';
import { simulatedInstruments } from '../../../engine/exchanges/instrument-table.ts';

const NOW = Date.UTC(2025, 4, 19, 9);
const voice = createVoice({
  ...{ language: 'en', zone: 'UTC', now: NOW, instruments: simulatedInstruments('simulated') },
  quoteCurrency: 'USDT',
});

/** A tool whose every result is one sentence about T-1, or whatever it is made to do. */
function tool(name: string, run: (context: ToolContext) => Promise<ToolResult> | ToolResult = () => closed()) {
  const input = z.strictObject({ coin: z.string().nullable() });
  return {
    name,
    power: 'read',
    description: 'Looks it up.',
    input,
    run: async (_: unknown, context) => run(context),
  } satisfies AssistantTool;
}

function closed(isTainted = false): ToolResult {
  const sheet = new FactSheet();
  const id = sheet.add('T-1', { number: 1, net: '-16.33' });
  const words = phrase('The trade closed with {net}.', '{net}에 청산되었습니다.', {
    net: sheet.slot('signed-money', `${id}#net`),
  });
  return { outcome: 'found', sentences: [sentence('trade.closed', words)], facts: sheet.facts(), isTainted };
}

type Model = ReturnType<typeof fakeModel>;

function assistantOf(
  model: Model,
  tools: readonly AssistantTool[] = [tool('trades')],
  more: Partial<AssistantParts> = {},
) {
  return createAssistant({
    modelName: 'groq:test',
    voice: () => ({ model, instructions: 'You are the assistant.' }),
    door: createToolDoor(tools),
    bounds: { toolCalls: 3, modelCalls: 6, tokens: 40_000, deadlineMs: 20_000 },
    ...more,
  });
}

function question(more: Partial<AssistantQuestion> = {}): AssistantQuestion {
  return {
    ...{ text: 'How did it go?', userId: 'telegram:1', role: 'trader', language: 'en', zone: 'UTC', now: NOW },
    rendering: renderingOf(voice),
    earlier: [],
    ...more,
  };
}

const calls = (...names: readonly string[]) =>
  new AIMessage({
    content: '',
    tool_calls: names.map((name, at) => ({ name, args: { coin: null }, id: `${name}-${at}`, type: 'tool_call' })),
  });

const said = (model: Model) => model.calls.map(({ messages }) => messages.map((one) => one.text).join('\n')).join('\n');

describe('a turn', () => {
  it('places what the tools found, and counts what it took', async () => {
    const model = fakeModel().respond(calls('trades')).respond(new AIMessage('It closed with {c1.net}. [c1]'));
    const reply = await assistantOf(model).answer(question());
    expect(reply).toMatchObject({
      outcome: 'answered',
      sentences: [{ text: 'It closed with -16.33 USDT.', citations: ['T-1'] }],
      repairs: 0,
      usage: { modelCalls: 2, toolCalls: 1 },
    });
  });

  it('tells a fault of a tool to nobody but the log', async () => {
    const door = { onFault: vi.fn() };
    const broken = tool('trades', () => {
      throw new Error('password=hunter2 at /srv/desk');
    });
    const model = fakeModel().respond(calls('trades')).respond(new AIMessage('I do not know.'));
    const reply = await assistantOf(model, [broken], { door: createToolDoor([broken], door) }).answer(question());
    expect(reply.outcome).toBe('answered');
    expect(said(model)).toContain('Looking that up failed');
    expect(said(model)).not.toContain('hunter2');
    expect(door.onFault).toHaveBeenCalledOnce();
  });

  it('answers several calls of one message in their order, so that the next knows what one has tainted', async () => {
    const seen: boolean[] = [];
    const tools = ['first', 'second'].map((name) =>
      tool(name, ({ isTainted }) => {
        seen.push(isTainted);
        return closed(true);
      }),
    );
    const model = fakeModel().respond(calls('first', 'second')).respond(new AIMessage('{c1}'));
    expect((await assistantOf(model, tools).answer(question())).isTainted).toBe(true);
    expect(seen).toEqual([false, true]);
  });

  it('looks the same thing up once, and no more often than it may', async () => {
    let runs = 0;
    const tools = ['a', 'b', 'c', 'd'].map((name) =>
      tool(name, () => {
        runs += 1;
        return closed();
      }),
    );
    const model = fakeModel()
      .respond(calls('a'))
      .respond(calls('a'))
      .respond(calls('b', 'c', 'd'))
      .respond(new AIMessage('{c1}'));
    const reply = await assistantOf(model, tools).answer(question());
    expect(reply.outcome).toBe('answered');
    expect(runs).toBe(3);
    expect(said(model)).toContain('You have asked this before');
    expect(said(model)).toContain('No more look-ups are possible');
  });

  it('ends where it would take more tokens than it may', async () => {
    const model = fakeModel().respond(calls('trades')).respond(new AIMessage('{c1}'));
    const bounds = { toolCalls: 3, modelCalls: 6, tokens: 60, deadlineMs: 20_000 };
    const reply = await assistantOf(model, undefined, { bounds }).answer(question());
    expect(reply).toMatchObject({
      outcome: 'unanswered',
      why: 'bounds',
      found: [{ text: 'The trade closed with -16.33 USDT.' }],
    });
    expect(model.callCount).toBe(1);
  });

  it('talk that leaves aside what was found is given back', async () => {
    const model = fakeModel()
      .respond(calls('trades'))
      .respond(new AIMessage('I do not know.'))
      .respond(new AIMessage('{c1}'));
    const reply = await assistantOf(model).answer(question());
    expect(reply).toMatchObject({ outcome: 'answered', repairs: 1, sentences: [{ citations: ['T-1'] }] });
  });
});

describe('an end before the answer', () => {
  const hanging = () => tool('trades', () => new Promise(() => undefined));

  it('comes at the deadline, whatever does not answer', async () => {
    const model = fakeModel().respond(calls('trades'));
    const bounds = { toolCalls: 3, modelCalls: 6, tokens: 40_000, deadlineMs: 60 };
    const reply = await assistantOf(model, [hanging()], { bounds }).answer(question());
    expect(reply).toMatchObject({ outcome: 'unanswered', why: 'late' });
  });

  it('comes when the person wants no answer any more', async () => {
    const stop = new AbortController();
    const model = fakeModel().respond(calls('trades'));
    const answer = assistantOf(model, [hanging()]).answer(
      question({ signal: stop.signal, progress: ({ type }) => type === 'looking' && stop.abort() }),
    );
    expect(await answer).toMatchObject({ outcome: 'unanswered', why: 'cancelled' });
    const before = await assistantOf(fakeModel()).answer(question({ signal: AbortSignal.abort() }));
    expect(before).toMatchObject({ outcome: 'unanswered', why: 'cancelled' });
  });

  it('is told by its kind where the model fails, and logged where we do', async () => {
    const spent = new ModelCallError({ kind: 'over-budget', detail: 'assistant-usd' }, null);
    const reply = await assistantOf(fakeModel().alwaysThrow(spent)).answer(question());
    expect(reply).toMatchObject({ outcome: 'unanswered', why: 'over-budget', detail: 'assistant-usd' });
    const onFault = vi.fn();
    const fault = await assistantOf(fakeModel().alwaysThrow(new TypeError('ours')), undefined, { onFault }).answer(
      question(),
    );
    expect(fault).toMatchObject({ outcome: 'unanswered', why: 'failed', detail: null });
    expect(onFault).toHaveBeenCalledOnce();
  });

  it('a question that does not fit is asked once more without what was said before', async () => {
    const large = new ModelCallError({ kind: 'limited', detail: 'too-large' }, null);
    const model = fakeModel().respond(large).respond(new AIMessage('I do not know.'));
    const earlier = [{ question: 'Before?', answer: 'Yes.', citations: [], at: NOW, isTainted: false }];
    expect((await assistantOf(model).answer(question({ earlier }))).outcome).toBe('answered');
    expect(model.calls[0]?.messages.at(-1)?.text).toContain('Before?');
    expect(model.calls[1]?.messages.at(-1)?.text).toBe('Question:\nHow did it go?');
  });
});

describe('what is sent elsewhere', () => {
  afterEach(() => vi.unstubAllEnvs());

  it('is nothing, though the environment asks the library to trace', async () => {
    const traced: string[] = [];
    const server = createServer((request, response) => {
      traced.push(request.url ?? '');
      response.end('{}');
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    const { port } = server.address() as AddressInfo;
    vi.stubEnv('LANGSMITH_TRACING', 'true');
    vi.stubEnv('LANGSMITH_API_KEY', 'ls-test');
    vi.stubEnv('LANGSMITH_ENDPOINT', `http://127.0.0.1:${port}`);
    const model = fakeModel().respond(calls('trades')).respond(new AIMessage('{c1}'));
    expect((await assistantOf(model).answer(question())).outcome).toBe('answered');
    // The library sends in batches, a moment later.
    await new Promise((done) => setTimeout(done, 400));
    server.close();
    server.closeAllConnections();
    expect(traced).toEqual([]);
  });
});
