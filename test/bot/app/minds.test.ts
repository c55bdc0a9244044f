import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { MemoryCalls } from '../../../agent/models/memory-calls.ts';
import type { Minds } from '../../../bot/app/minds.ts';
import { openMindsOn } from '../../../bot/app/minds.ts';
import { openScores } from '../../../bot/app/scores.ts';
import { loadConfig } from '../../../bot/config/config.ts';
import { ConfigError } from '../../../engine/domain/errors.ts';
import { reviewRequest } from '../../engine/decision/decision-fixtures.ts';
import type { FakeLlm } from '../../fakes/llm/llm-server.ts';
import { startFakeLlm } from '../../fakes/llm/llm-server.ts';
import { assenting } from '../../fakes/llm/verdict-personalities.ts';
import { INSTRUMENTS, MODEL } from '../../fixtures/decision-record.ts';

let llm: FakeLlm;

beforeAll(async () => {
  llm = await startFakeLlm(assenting);
});

afterAll(() => llm.close());

async function minds(environment: Readonly<Record<string, string>>): Promise<Minds> {
  const { config } = loadConfig({ environment: { ...environment }, workingDirectory: '/nowhere', strategies: [] });
  return openMindsOn({ config: config.minds, calls: new MemoryCalls(), logger: pino({ level: 'silent' }) });
}

const groq = () => ({ GROQ_API_KEY: 'gsk-1', ASSENT_MODELS_GROQ_URL: llm.url });
const ollama = () => ({ ASSENT_MODELS_OLLAMA_URL: llm.url });
const names = ({ reviewers }: Minds) => reviewers.map(({ identity }) => identity.name);

describe('who reviews', () => {
  test('rules where no model is set up, a rule for the seat that is empty, models where they are', async () => {
    const rules = await minds({});
    expect(names(rules)).toEqual(['rules:technical', 'rules:news-risk']);
    expect([rules.room, rules.standing()]).toEqual([null, null]);
    expect(names(await minds(groq()))).toEqual(['groq:openai/gpt-oss-20b', 'rules:technical']);
    expect(names(await minds(ollama()))).toEqual(['rules:news-risk', 'ollama:qwen3:8b']);
    const both = await minds({ ...groq(), ...ollama(), ASSENT_REVIEW_ORDER: 'sequence' });
    expect(names(both)).toEqual(['groq:openai/gpt-oss-20b', 'ollama:qwen3:8b']);
    expect(both).toMatchObject({ order: 'sequence', seats: null, advisor: { name: 'groq:openai/gpt-oss-120b' } });
  });

  test('with weighed votes three seats, everybody heard, and their weights from the journal', async () => {
    const weighed = { ASSENT_REVIEW_POLICY: 'weighted', ASSENT_REVIEW_ORDER: 'sequence' };
    const models = await minds({ ...groq(), ...ollama(), ...weighed });
    expect(names(models)).toEqual(['groq:openai/gpt-oss-120b', 'ollama:qwen3:8b', 'groq:openai/gpt-oss-20b']);
    expect(models.order).toBe('parallel');
    const parts = { model: { identity: MODEL }, instruments: INSTRUMENTS, entries: [] };
    const ledger = { onEntry: () => undefined };
    const ensemble = openScores({ ...parts, minds: models, ledger })?.ensembleAt(0);
    expect(ensemble?.members.map(({ seat, voter }) => [seat, voter])).toEqual([
      ['model', expect.stringContaining('baseline')],
      ['main', 'groq:openai/gpt-oss-120b'],
      ['risk', 'ollama:qwen3:8b'],
      ['news', 'groq:openai/gpt-oss-20b'],
    ]);
    const rules = await minds(weighed);
    expect(names(rules)).toEqual(['rules:technical', 'rules:news-risk']);
    expect(openScores({ ...parts, minds: await minds({}), ledger })).toBeNull();
  });

  test('a key that would travel in the open is refused at the start', async () => {
    const open = minds({ GROQ_API_KEY: 'gsk-1', ASSENT_MODELS_GROQ_URL: 'http://models.example.org' });
    await expect(open).rejects.toThrow(ConfigError);
  });
});

describe('what they ask', () => {
  test('is kept, counted, and taken back when the desk is left', async () => {
    const room = await minds(groq());
    const [first] = room.reviewers;
    const verdict = await first?.review(reviewRequest(), new AbortController().signal);
    expect(verdict).toMatchObject({ outcome: 'voted', call: { provider: 'groq' } });
    expect(room.standing()).toMatchObject({ isSpent: false, providers: [{ provider: 'groq', state: 'ready' }] });
    expect(room.standing()?.spent.tokens).toBeGreaterThan(100);

    llm.fail('hang');
    const waiting = first?.review(reviewRequest({ asOf: 1 }), new AbortController().signal);
    room.stop();
    expect(await waiting).toMatchObject({ outcome: 'abstained', reason: { code: 'reviewer.cancelled' } });
    llm.recover();
    await room.close();
    const kept = await room.calls.recent({ purpose: 'review', limit: 10 });
    expect(kept.map(({ outcome, kind }) => kind ?? outcome)).toContain('answered');
  });

  test('is not asked once the budget is spent, and the standing says so', async () => {
    const poor = await minds({ ...groq(), ASSENT_MODELS_DAY_USD: '0' });
    const [first] = poor.reviewers;
    const verdict = await first?.review(reviewRequest(), new AbortController().signal);
    expect(verdict).toMatchObject({ outcome: 'abstained', reason: { code: 'reviewer.over-budget' } });
    expect(poor.standing()?.isSpent).toBe(true);
    await poor.close();
  });
});
