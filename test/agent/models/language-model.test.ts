import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { MODEL_PROVIDERS, type ModelProviderName } from '../../../agent/models/model-call.ts';
import { type FakeLlm, startFakeLlm } from '../../fakes/llm/llm-server.ts';
import { sayingAlways } from '../../fakes/llm/personalities.ts';
import { KEY, MODELS, NOON, openRoom, PROMPT, question, refOf, SCHEMA, soon, VERDICT } from './fixtures/room.ts';

const MINUTE = 60_000;
const HELD = {
  type: 'object',
  properties: { stance: SCHEMA.properties.stance, confidence: { type: 'number' } },
  required: ['stance', 'confidence'],
  additionalProperties: false,
};

let llm: FakeLlm;
beforeAll(async () => {
  llm = await startFakeLlm();
});
beforeEach(() => llm.become(sayingAlways(VERDICT)));
afterEach(() => llm.recover());
afterAll(() => llm.close());

describe.each(MODEL_PROVIDERS)('%s', (provider) => {
  test('answers, tells how it was asked, and keeps that', async () => {
    const { room, calls } = await openRoom(llm, { now: () => NOON });
    const model = room.model(refOf(provider));
    const answer = await model.ask(question());
    const counted = { inputTokens: 5, outputTokens: 9 };
    expect(model.name).toBe(`${provider}:${MODELS[provider]}`);
    expect(answer).toMatchObject({
      outcome: 'answered',
      text: VERDICT,
      call: {
        ...{ id: 'L-1', provider, model: MODELS[provider], prompt: 'test-review@3', promptSha256: PROMPT.sha256 },
        ...{ temperature: 0, isRecorded: false, ...counted },
      },
    });
    await room.close();
    expect(await calls.byId('L-1')).toMatchObject({
      ...{ at: NOON, purpose: 'review', subject: 'D-12', schema: 'verdict', maxTokens: 200, tries: 1 },
      ...{ reply: VERDICT, outcome: 'answered', kind: null, detail: null, chargedTokens: 14, ...counted },
    });
    expect(JSON.stringify(await calls.recent({ limit: 9 }))).not.toContain(KEY);
  });

  test('is offered no tools, and asked in two messages', async () => {
    const { room } = await openRoom(llm);
    await room.model(refOf(provider)).ask(question());
    const { body, system, messages, headers } = llm.asked.at(-1) ?? {};
    expect(system).toBe('Judge BTC.');
    expect(messages).toEqual([{ role: 'user', content: 'rsi: 28.4' }]);
    for (const field of ['tools', 'tool_choice', 'functions']) expect(body?.[field] ?? []).toEqual([]);
    const key = provider === 'anthropic' ? headers?.['x-api-key'] : headers?.authorization;
    const sent: Partial<Record<ModelProviderName, string | undefined>> = { anthropic: KEY, ollama: undefined };
    expect(key).toBe(provider in sent ? sent[provider] : `Bearer ${KEY}`);
  });
});

test('each is held to the shape of answer as far as it can be', async () => {
  const { room } = await openRoom(llm);
  const sent = async (provider: ModelProviderName, model = MODELS[provider]) => {
    await room.model({ provider, model }).ask(question());
    const { body } = llm.asked.at(-1) ?? {};
    return body?.response_format ?? body?.format ?? body?.output_config ?? null;
  };
  const strict = { type: 'json_schema', json_schema: { name: 'verdict', strict: true, schema: HELD } };
  expect(await sent('groq')).toEqual(strict);
  expect(await sent('groq', 'llama-3.3-70b-versatile')).toEqual({ type: 'json_object' });
  expect(await sent('openai')).toEqual(strict);
  expect(await sent('ollama')).toEqual(HELD);
  expect(await sent('perplexity')).toMatchObject({ type: 'json_schema', json_schema: { schema: HELD } });
  expect(await sent('compatible')).toEqual({ type: 'json_object' });
  expect(await sent('anthropic')).toEqual({ format: { type: 'json_schema', schema: HELD } });
  expect(await sent('anthropic', 'claude-3-5-haiku-20241022')).toBeNull();
});

test('chance is turned off where that can be, and not asked of those who refuse it', async () => {
  const { room } = await openRoom(llm);
  const sent = async (provider: ModelProviderName, model = MODELS[provider]) => {
    const answer = await room.model({ provider, model }).ask(question());
    const body = llm.asked.at(-1)?.body ?? {};
    const options = (body.options ?? body) as Readonly<Record<string, unknown>>;
    expect(answer.call?.temperature).toBe(options.temperature ?? 1);
    expect(answer.call?.seed).toBe(options.seed ?? null);
    return [options.temperature, options.seed];
  };
  expect(await sent('groq')).toEqual([0, 7]);
  expect(await sent('ollama')).toEqual([0, 7]);
  expect(await sent('openai')).toEqual([0, 7]);
  expect(await sent('compatible')).toEqual([0, 7]);
  expect(await sent('anthropic')).toEqual([0, undefined]);
  expect(await sent('perplexity')).toEqual([0, undefined]);
  expect(await sent('openai', 'gpt-5-mini')).toEqual([undefined, undefined]);
  expect(await sent('anthropic', 'claude-sonnet-5')).toEqual([undefined, undefined]);
});

test('a model that could search the web is told not to', async () => {
  const { room } = await openRoom(llm);
  await room.model(refOf('perplexity')).ask(question());
  expect(llm.asked.at(-1)?.body.disable_search).toBe(true);
});

test.each(MODEL_PROVIDERS)(
  '%s: nothing is taken from the environment, and nothing is sent to a tracer',
  async (provider) => {
    const elsewhere = await startFakeLlm(sayingAlways(VERDICT));
    for (const name of ['LANGSMITH_TRACING', 'LANGSMITH_GATEWAY']) vi.stubEnv(name, 'true');
    for (const name of ['LANGSMITH_ENDPOINT', 'OPENAI_BASE_URL', 'ANTHROPIC_BASE_URL', 'OLLAMA_BASE_URL']) {
      vi.stubEnv(name, elsewhere.url);
    }
    for (const name of [
      'LANGSMITH_API_KEY',
      'OPENAI_API_KEY',
      'ANTHROPIC_AUTH_TOKEN',
      'GROQ_API_KEY',
      'OPENAI_ORG_ID',
    ]) {
      vi.stubEnv(name, 'taken-from-the-environment');
    }
    const { room } = await openRoom(llm);
    expect(await room.model(refOf(provider)).ask(question())).toMatchObject({ outcome: 'answered' });
    // The client of the tracer first asks it what it can do, at once.
    await new Promise((resolve) => setTimeout(resolve, 30));
    vi.unstubAllEnvs();
    expect(JSON.stringify(llm.asked.at(-1)?.headers)).not.toContain('taken-from-the-environment');
    expect([elsewhere.asked, elsewhere.strays]).toEqual([[], []]);
    await elsewhere.close();
  },
);

describe('a busy server', () => {
  test.each(['rate-limited', 'busy-503', 'no-room-498', 'rate-limited-1s', 'rate-limited-date'] as const)(
    'is asked once more after %s',
    async (fault) => {
      const { room, calls } = await openRoom(llm);
      llm.fail(fault, 1);
      expect(await room.model(refOf('groq')).ask(question())).toMatchObject({ outcome: 'answered' });
      await room.close();
      expect(await calls.recent({ limit: 9 })).toMatchObject([{ tries: 2, outcome: 'answered', chargedTokens: 14 }]);
    },
  );

  test('is asked once more and not twice', async () => {
    const { room, calls } = await openRoom(llm);
    const before = llm.asked.length;
    llm.fail('busy-503');
    expect(await room.model(refOf('groq')).ask(question())).toMatchObject({ detail: 'server-error' });
    expect(llm.asked.length - before).toBe(2);
    await room.close();
    expect(await calls.recent({ limit: 9 })).toMatchObject([{ tries: 2, chargedTokens: 0, chargedUsd: 0 }]);
  });

  test('that asks for an hour is left alone for ten minutes', async () => {
    let now = NOON;
    const { room } = await openRoom(llm, { now: () => now });
    const model = room.model(refOf('groq'));
    llm.fail('rate-limited-1h', 1);
    expect(await model.ask(question())).toMatchObject({ kind: 'limited', call: { id: 'L-1' } });
    now += 10 * MINUTE - 1;
    expect(await model.ask(question())).toEqual({
      outcome: 'failed',
      kind: 'limited',
      detail: 'rate-limited',
      call: null,
    });
    expect(room.describe().providers).toContainEqual({ provider: 'groq', state: 'paused' });
    now += 1;
    expect(await model.ask(question())).toMatchObject({ outcome: 'answered' });
  });
});

test('after five failures in a row a server rests for a minute, then one question shows how it is', async () => {
  let now = NOON;
  const { room } = await openRoom(llm, { now: () => now });
  const [model, other] = [room.model(refOf('groq')), room.model({ provider: 'groq', model: 'llama-3.1-8b-instant' })];
  llm.fail('error-500', 6);
  for (let count = 0; count < 5; count += 1) {
    expect(await model.ask(question())).toMatchObject({ detail: 'server-error' });
  }
  const before = llm.asked.length;
  now += MINUTE - 1;
  // The server is down, not the model.
  const resting = { outcome: 'failed', kind: 'unavailable', detail: 'circuit-open', call: null };
  expect(await other.ask(question())).toEqual(resting);
  expect(llm.asked.length).toBe(before);
  expect(await room.model(refOf('ollama')).ask(question({ user: 'rsi: 1' }))).toMatchObject({ detail: 'server-error' });
  now += 1;
  llm.become(sayingAlways(VERDICT), { afterMs: 30 });
  const [probe, beside] = await Promise.all([model.ask(question()), other.ask(question())]);
  expect(probe).toMatchObject({ outcome: 'answered' });
  expect(beside).toEqual(resting);
  expect(await other.ask(question())).toMatchObject({ outcome: 'answered' });
});

test('so many questions are open at once at a server, the others wait for their turn', async () => {
  const own = await startFakeLlm();
  own.become(sayingAlways(VERDICT), { afterMs: 20 });
  const { room } = await openRoom(own, { atOnce: 2 });
  const model = room.model(refOf('groq'));
  const answers = await Promise.all(Array.from({ length: 6 }, (_, n) => model.ask(question({ user: `rsi: ${n}` }))));
  expect(answers.map(({ outcome }) => outcome)).toEqual(Array(6).fill('answered'));
  expect(own.mostAtOnce).toBe(2);
  await own.close();
});

describe('who asks the same at the same time', () => {
  test('shares one answer, and one call', async () => {
    llm.become(sayingAlways(VERDICT), { afterMs: 40 });
    const { room, calls } = await openRoom(llm);
    const before = llm.asked.length;
    const [first, second, other] = await Promise.all([
      room.model(refOf('groq')).ask(question()),
      room.model(refOf('groq')).ask(question({ subject: 'D-13' })),
      room.model(refOf('groq')).ask(question({ user: 'rsi: 70' })),
    ]);
    expect(first).toMatchObject({ outcome: 'answered' });
    expect(second).toEqual(first);
    expect(other.call?.id).not.toBe(first.call?.id);
    expect(llm.asked.length - before).toBe(2);
    await room.close();
    expect(await calls.recent({ limit: 9 })).toHaveLength(2);
  });

  test('takes nobody along when leaving, and the last one closes the connection', async () => {
    const { room, calls } = await openRoom(llm);
    const model = room.model(refOf('ollama'));
    const [leaver, last] = [new AbortController(), new AbortController()];
    const before = { asked: llm.asked.length, hungUp: llm.hungUp };
    llm.fail('hang', 1);
    const [first, second] = [model.ask(question(), leaver.signal), model.ask(question(), last.signal)];
    await soon(() => expect(llm.asked.length).toBe(before.asked + 1));
    leaver.abort();
    expect(await first).toEqual({ outcome: 'failed', kind: 'cancelled', detail: 'cancelled', call: null });
    expect(llm.hungUp).toBe(before.hungUp);
    last.abort();
    expect(await second).toMatchObject({ kind: 'cancelled', call: { id: 'L-1' } });
    await soon(() => expect(llm.hungUp).toBe(before.hungUp + 1));
    await room.close();
    expect(await calls.recent({ limit: 9 })).toMatchObject([{ id: 'L-1', kind: 'cancelled' }]);
    expect(await model.ask(question())).toMatchObject({ outcome: 'answered' });
  });

  test('waits as long as the own deadline allows, not that of another', async () => {
    llm.become(sayingAlways(VERDICT), { afterMs: 300 });
    const { room } = await openRoom(llm);
    const model = room.model(refOf('groq'));
    const [hasty, patient] = await Promise.all([model.ask(question({ deadlineMs: 60 })), model.ask(question())]);
    expect(hasty).toEqual({ outcome: 'failed', kind: 'late', detail: 'deadline', call: null });
    expect(patient).toMatchObject({ outcome: 'answered' });
  });
});

describe('what a day may cost', () => {
  const prices = { 'groq:openai/gpt-oss-20b': { inputUsdPerMillion: 100, outputUsdPerMillion: 200 } };

  test('is counted by the price of the model, and nothing is asked beyond it', async () => {
    const { room, calls } = await openRoom(llm, {
      ...{ prices, now: () => NOON, budget: { dayTokens: null, dayUsd: 0.12, assistantDayUsd: null } },
    });
    const model = room.model(refOf('groq'));
    // Five tokens asked and nine answered.
    expect(await model.ask(question())).toMatchObject({ call: { costUsd: 0.0023 } });
    expect(room.describe().spent).toEqual({ day: '2026-11-20', tokens: 14, usd: 0.0023 });
    const asked = llm.asked.length;
    expect(await model.ask(question({ maxTokens: 490 }))).toEqual({
      ...{ outcome: 'failed', kind: 'over-budget', detail: 'day-usd', call: null },
    });
    expect(llm.asked.length).toBe(asked);
    await room.close();
    expect(await calls.recent({ limit: 9 })).toMatchObject([{ chargedTokens: 14, chargedUsd: 0.0023 }]);
    // What costs nothing goes on.
    expect(await room.model(refOf('ollama')).ask(question({ maxTokens: 490 }))).toMatchObject({ call: { costUsd: 0 } });
  });

  test('goes on from what was spent before a restart, and anew at midnight UTC', async () => {
    let now = NOON;
    const budget = { dayTokens: 3_000, dayUsd: null, assistantDayUsd: null };
    const first = await openRoom(llm, { now: () => now, budget });
    llm.fail('hang', 1);
    // It may have worked for it: all that was set aside is gone.
    expect(await first.room.model(refOf('groq')).ask(question({ maxTokens: 2_000, deadlineMs: 50 }))).toMatchObject({
      detail: 'deadline',
    });
    await first.room.close();
    const { room } = await openRoom(llm, { now: () => now, budget, calls: first.calls });
    const model = room.model(refOf('groq'));
    expect(await model.ask(question({ maxTokens: 2_000 }))).toMatchObject({
      kind: 'over-budget',
      detail: 'day-tokens',
    });
    now += 12 * 60 * MINUTE;
    expect(await model.ask(question({ maxTokens: 2_000 }))).toMatchObject({ outcome: 'answered' });
  });

  test('is not known for a model without a price, and its tokens count all the same', async () => {
    const { room } = await openRoom(llm);
    expect(await room.model(refOf('compatible')).ask(question())).toMatchObject({ call: { costUsd: null } });
    expect(room.describe().spent).toMatchObject({ tokens: 14, usd: 0 });
  });
});

test('a question that is too long for the model at home is not asked: its beginning would be cut off', async () => {
  const { room } = await openRoom(llm);
  const asked = llm.asked.length;
  const long = await room.model(refOf('ollama')).ask(question({ user: '비트코인 '.repeat(10_000) }));
  expect(long).toEqual({ outcome: 'failed', kind: 'limited', detail: 'too-large', call: null });
  expect(llm.asked.length).toBe(asked);
  await room.model(refOf('ollama')).ask(question({ user: 'word '.repeat(6_000) }));
  expect(llm.asked.at(-1)?.body.options).toMatchObject({ num_ctx: 16_384, num_predict: 200 });
});

test('a store that fails costs no answer', async () => {
  const { room, calls, warnings } = await openRoom(llm);
  calls.save = () => Promise.reject(new Error('The database is away.'));
  calls.numbers = () => Promise.reject(new Error('The database is away.'));
  const ids: (string | undefined)[] = [];
  for (let count = 0; count < 22; count += 1) {
    ids.push((await room.model(refOf('groq')).ask(question({ user: `rsi: ${count}` }))).call?.id);
  }
  expect(new Set(ids).size).toBe(22);
  expect(ids.at(-1)).toBe('L-22');
  await room.close();
  expect(warnings.map(({ message }) => message)).toContain('The call L-1 of a language model could not be kept.');
});

test('who has lost interest before asking asks nothing', async () => {
  const { room } = await openRoom(llm);
  const asked = llm.asked.length;
  expect(await room.model(refOf('groq')).ask(question(), AbortSignal.abort())).toMatchObject({ kind: 'cancelled' });
  expect(llm.asked.length).toBe(asked);
});

test('a fault of our own is an answer too, is told in the log, and keeps nobody else waiting', async () => {
  let now = NOON;
  const { room, warnings } = await openRoom(llm, { now: () => now, atOnce: 1 });
  now = Number.NaN;
  expect(await room.model(refOf('groq')).ask(question())).toMatchObject({ kind: 'unavailable', detail: 'fault' });
  expect(warnings).toMatchObject([{ message: 'A language model could not be asked.' }]);
  now = NOON;
  expect(await room.model(refOf('groq')).ask(question())).toMatchObject({ outcome: 'answered' });
});

describe('a server that is lost', () => {
  test('costs nothing where it was never reached', async () => {
    const gone = await startFakeLlm();
    const { room, calls } = await openRoom(gone);
    await gone.close();
    expect(await room.model(refOf('groq')).ask(question())).toMatchObject({
      kind: 'unavailable',
      detail: 'connection',
    });
    await room.close();
    expect(await calls.recent({ limit: 9 })).toMatchObject([{ outcome: 'failed', chargedTokens: 0, chargedUsd: 0 }]);
  });

  test('may have worked before it was lost, and is paid what was set aside', async () => {
    const { room, calls } = await openRoom(llm);
    llm.fail('reset', 1);
    expect(await room.model(refOf('groq')).ask(question())).toMatchObject({
      kind: 'unavailable',
      detail: 'connection',
    });
    await room.close();
    const [call] = await calls.recent({ limit: 9 });
    expect(call?.chargedTokens).toBeGreaterThan(200);
  });
});
