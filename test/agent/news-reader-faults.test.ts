import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { type FakeLlm, type LlmFault, startFakeLlm } from '../fakes/llm/llm-server.ts';
import { newsDocument, PROVIDERS, type Provider, readerOf, SECRET, until } from './fixtures/reading.ts';

/** Shorter than the wait before a second try, which has a test of its own. */
const SHORT_MS = 400;
const LONG_MS = 5_000;
/** These end with the deadline, or would have the reader wait within it. */
const SLOW: readonly LlmFault[] = ['hang', 'hang-midway', 'slow-drip', 'rate-limited', 'rate-limited-1s', 'busy-503'];
/** Two cores are shared with other tests. */
const SLACK_MS = 400;

const SPEECH: Readonly<Partial<Record<LlmFault, string>>> = {
  empty: 'malformed empty',
  blank: 'malformed empty',
  'truncated-json': 'malformed unfinished',
  'truncated-unsaid': 'malformed not-json',
  'cut-after-whole': 'malformed unfinished',
  'think-only': 'malformed not-json',
  'chatty-prefix': 'malformed not-json',
  'chatty-suffix': 'malformed not-json',
  'fence-and-talk': 'malformed not-json',
  'two-objects': 'malformed not-json',
  'wrong-enum': 'malformed other-shape',
  'wrong-language': 'malformed other-shape',
  'out-of-range': 'malformed other-shape',
  'number-as-text': 'malformed other-shape',
  'not-a-number': 'malformed not-json',
  'null-number': 'malformed other-shape',
  'other-symbol': 'malformed other-shape',
  'missing-field': 'malformed other-shape',
  'extra-field': 'malformed other-shape',
  'array-root': 'malformed other-shape',
  'calls-a-tool': 'malformed tool-call',
  refusal: 'refused no-reading',
  'refusal-korean': 'refused no-reading',
};

const WIRE: Readonly<Partial<Record<LlmFault, string>>> = {
  hang: 'late deadline',
  'hang-midway': 'late deadline',
  'slow-drip': 'late deadline',
  'rate-limited': 'over-limit rate-limited',
  'rate-limited-1s': 'over-limit rate-limited',
  'rate-limited-1h': 'over-limit rate-limited',
  'busy-503': 'unavailable server-error',
  'error-500': 'unavailable server-error',
  'bad-key': 'refused key-refused',
  'no-such-model': 'unavailable model-missing',
  'bad-request': 'refused request-refused',
  'too-large': 'over-limit too-large',
  reset: 'unavailable connection',
  'cut-stream': 'unavailable connection',
  garbage: 'malformed broken-answer',
  'half-a-line': 'malformed broken-answer',
  endless: 'malformed too-long',
  redirect: 'unavailable connection',
};

const FAULTS = Object.entries({ ...SPEECH, ...WIRE }).flatMap(([fault, expected]) =>
  PROVIDERS.map((provider) => [provider, fault as LlmFault, expected] as const),
);

describe('a reader abstains, in time and by name, and never throws', () => {
  let llm: FakeLlm;
  beforeAll(async () => {
    llm = await startFakeLlm();
    // The first question of a process loads what the others find loaded.
    for (const provider of PROVIDERS) await readerOf(llm, provider).read(newsDocument());
  });
  afterAll(() => llm.close());

  const printed = [vi.spyOn(console, 'log'), vi.spyOn(console, 'warn'), vi.spyOn(console, 'error')];
  afterEach(() => {
    // A client that prints what it cannot read prints what a stranger wrote.
    for (const spy of printed) expect(spy).not.toHaveBeenCalled();
    llm.recover();
  });

  async function fail(provider: Provider, fault: LlmFault) {
    llm.fail(fault);
    const deadlineMs = SLOW.includes(fault) ? SHORT_MS : LONG_MS;
    const startedAt = performance.now();
    const result = await readerOf(llm, provider, { deadlineMs }).read(newsDocument());
    return { result, overMs: performance.now() - startedAt - deadlineMs };
  }

  test.each(FAULTS)('%s: %s → %s', async (provider, fault, expected) => {
    const { result, overMs } = await fail(provider, fault);
    const [reason, detail] = expected.split(' ');
    expect(result).toEqual({ outcome: 'abstained', reason, detail });
    expect(overMs).toBeLessThan(SLACK_MS);
  });

  test('Groq: what the server itself could not use is not picked out of its error', async () => {
    const { result } = await fail('groq', 'tool-use-failed');
    expect(result).toEqual({ outcome: 'abstained', reason: 'malformed', detail: 'not-json' });
  });

  test('Groq: a model that declines in the field for it is taken at its word', async () => {
    llm.become(() => ({ text: '', refusal: 'I would rather not read {"this"}.' }));
    const result = await readerOf(llm, 'groq').read(newsDocument());
    expect(result).toEqual({ outcome: 'abstained', reason: 'refused', detail: 'no-reading' });
  });

  test.each(PROVIDERS)('%s: a server that is not there', async (provider) => {
    const gone = await startFakeLlm();
    await gone.close();
    expect(await readerOf(gone, provider).read(newsDocument())).toEqual({
      outcome: 'abstained',
      reason: 'unavailable',
      detail: 'connection',
    });
  });

  test.each(PROVIDERS)('%s: an answer that pauses too long is not waited for', async (provider) => {
    llm.fail('hang-midway');
    const result = await readerOf(llm, provider, { idleMs: 50, deadlineMs: 10_000 }).read(newsDocument());
    expect(result).toEqual({ outcome: 'abstained', reason: 'late', detail: 'stalled' });
  });

  describe.each(PROVIDERS)('%s: the connection is really closed', (provider) => {
    test.each(['hang', 'hang-midway', 'slow-drip', 'endless'] as const)('after %s', async (fault) => {
      const before = llm.hungUp;
      await fail(provider, fault);
      await until(() => llm.hungUp === before + 1);
    });

    test('when the caller has lost interest', async () => {
      const before = llm.hungUp;
      llm.fail('hang');
      const caller = new AbortController();
      const asked = llm.asked.length;
      const reading = readerOf(llm, provider, { deadlineMs: 10_000 }).read(newsDocument(), caller.signal);
      await until(() => llm.asked.length > asked);
      caller.abort();
      expect(await reading).toEqual({ outcome: 'abstained', reason: 'late', detail: 'cancelled' });
      await until(() => llm.hungUp === before + 1);
    });

    test('and that of another document stays open', async () => {
      llm.become(() => ({ text: '{"tone":0,"confidence":0,"event":"other","assets":[],"urgency":0}' }), {
        afterMs: 150,
      });
      const reader = readerOf(llm, provider);
      const caller = new AbortController();
      const [first, second] = [reader.read(newsDocument(), caller.signal), reader.read(newsDocument())];
      setTimeout(() => caller.abort(), 30);
      expect(await first).toMatchObject({ outcome: 'abstained', detail: 'cancelled' });
      expect(await second).toMatchObject({ outcome: 'read' });
    });
  });

  test.each(PROVIDERS)('%s: a key that the server repeats goes nowhere', async (provider) => {
    const { result } = await fail(provider, 'bad-key');
    expect(llm.asked.at(-1)?.headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(JSON.stringify(result)).not.toContain(SECRET);
  });
});
