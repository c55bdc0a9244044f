import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { MODEL_PROVIDERS, type ModelProviderName } from '../../../agent/models/model-call.ts';
import { type FakeLlm, type LlmFault, startFakeLlm } from '../../fakes/llm/llm-server.ts';
import { sayingAlways } from '../../fakes/llm/personalities.ts';
import { KEY, openRoom, question, refOf, soon, VERDICT } from './fixtures/room.ts';

const LONG_MS = 20_000;
/** These end with the deadline, or ask for a second more than is left. */
const DEADLINES: Readonly<Partial<Record<LlmFault, number>>> = {
  hang: 200,
  'hang-midway': 200,
  'slow-drip': 200,
  'rate-limited-1s': 900,
  'rate-limited-date': 900,
};

/** What each fault comes to, at whichever server. */
const EVERYWHERE = {
  hang: 'late deadline',
  'hang-midway': 'late deadline',
  'slow-drip': 'late deadline',
  'rate-limited': 'limited rate-limited',
  'rate-limited-1s': 'limited rate-limited',
  'rate-limited-date': 'limited rate-limited',
  'rate-limited-1h': 'limited rate-limited',
  'no-room-498': 'limited rate-limited',
  'busy-503': 'unavailable server-error',
  'error-500': 'unavailable server-error',
  'bad-key': 'refused key-refused',
  'no-such-model': 'unavailable model-missing',
  'bad-request': 'refused request-refused',
  'too-large': 'limited too-large',
  reset: 'unavailable connection',
  'cut-stream': 'unavailable connection',
  garbage: 'malformed broken-answer',
  'half-a-line': 'malformed broken-answer',
  endless: 'malformed too-long',
  redirect: 'unavailable connection',
  empty: 'malformed empty',
  blank: 'malformed empty',
  'truncated-json': 'malformed unfinished',
  'cut-after-whole': 'malformed unfinished',
  'calls-a-tool': 'malformed tool-call',
} as const satisfies Partial<Record<LlmFault, string>>;

/** One of each sort, for the rows that share their wire with another. */
const SHORT_LIST = [
  'hang',
  'rate-limited-1h',
  'error-500',
  'bad-key',
  'cut-stream',
  'half-a-line',
  'truncated-json',
  'calls-a-tool',
] as const;

const CASES = MODEL_PROVIDERS.flatMap((provider) => {
  const isFirst = provider === 'groq' || provider === 'ollama';
  const faults = isFirst ? (Object.keys(EVERYWHERE) as (keyof typeof EVERYWHERE)[]) : SHORT_LIST;
  return faults.map((fault) => [provider, fault, EVERYWHERE[fault]] as const);
});

describe('a question comes to an end by name, in its time, and never throws', () => {
  let llm: FakeLlm;
  beforeAll(async () => {
    llm = await startFakeLlm(sayingAlways(VERDICT));
    // The first question of a process loads what the others find loaded.
    const { room } = await openRoom(llm);
    for (const provider of MODEL_PROVIDERS) await room.model(refOf(provider)).ask(question());
  });
  afterAll(() => llm.close());

  const printed = [vi.spyOn(console, 'log'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')];
  afterEach(() => {
    // A client that prints what it cannot read prints what a stranger wrote.
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    llm.recover();
  });

  async function ask(provider: ModelProviderName, deadlineMs = LONG_MS) {
    const { room, calls, warnings } = await openRoom(llm);
    const answer = await room.model(refOf(provider)).ask(question({ deadlineMs }));
    await room.close();
    return { answer, calls: await calls.recent({ limit: 9 }), warnings };
  }

  test.each(CASES)('%s: %s → %s', async (provider, fault, expected) => {
    llm.fail(fault);
    const { answer, calls, warnings } = await ask(provider, DEADLINES[fault]);
    const [kind, detail] = expected.split(' ');
    expect(answer).toMatchObject({ outcome: 'failed', kind, detail, call: { id: 'L-1', provider } });
    expect(calls).toMatchObject([{ id: 'L-1', outcome: 'failed', kind, detail }]);
    expect(warnings).toEqual([]);
    expect(JSON.stringify([answer, calls])).not.toContain(KEY);
  });

  test.each(['groq', 'openai', 'anthropic', 'perplexity', 'compatible'] as const)(
    '%s: a model that declines in the field or the end that its protocol has for it',
    async (provider) => {
      llm.become(() => ({ text: '', refusal: 'I would rather not.' }));
      expect((await ask(provider)).answer).toMatchObject({ outcome: 'failed', kind: 'refused', detail: 'declined' });
      llm.become(sayingAlways(VERDICT));
    },
  );

  test('groq: what the server itself could not use is not picked out of its error', async () => {
    llm.fail('tool-use-failed');
    expect((await ask('groq')).answer).toMatchObject({ kind: 'malformed', detail: 'bad-output' });
  });

  test.each(MODEL_PROVIDERS)('%s: a server that is not there', async (provider) => {
    const gone = await startFakeLlm();
    await gone.close();
    const { room } = await openRoom(gone);
    expect(await room.model(refOf(provider)).ask(question())).toMatchObject({
      kind: 'unavailable',
      detail: 'connection',
    });
  });

  test.each(['groq', 'ollama'] as const)('%s: an answer that pauses too long is not waited for', async (provider) => {
    const { room } = await openRoom(llm, { idleMs: 50 });
    llm.fail('hang-midway');
    expect(await room.model(refOf(provider)).ask(question())).toMatchObject({ kind: 'late', detail: 'stalled' });
  });

  test.each(MODEL_PROVIDERS)('%s: past the deadline the connection is closed', async (provider) => {
    const before = llm.hungUp;
    llm.fail('hang');
    await ask(provider, DEADLINES.hang);
    await soon(() => expect(llm.hungUp).toBe(before + 1));
  });
});
