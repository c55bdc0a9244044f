import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { MemoryCalls } from '../../../agent/models/memory-calls.ts';
import { openModelRoom } from '../../../agent/models/model-room.ts';
import { roomOptions } from '../../../bot/app/minds.ts';
import { loadConfig } from '../../../bot/config/config.ts';
import { mindsCheck } from '../../../bot/doctor/minds.ts';
import { findingText } from '../../../bot/minds/finding-words.ts';
import { lookAtModels } from '../../../bot/minds/look-at-models.ts';
import type { FakeLlm } from '../../fakes/llm/llm-server.ts';
import { startFakeLlm } from '../../fakes/llm/llm-server.ts';

let llm: FakeLlm | null = null;

afterEach(async () => {
  await llm?.close();
  llm = null;
});

async function look(environment: Readonly<Record<string, string>>) {
  const { config } = loadConfig({ environment: { ...environment }, workingDirectory: '/nowhere', strategies: [] });
  const logger = pino({ level: 'silent' });
  const room = await openModelRoom(roomOptions({ config: config.minds, calls: new MemoryCalls(), logger }));
  try {
    return await lookAtModels(config.minds, room);
  } finally {
    await room.close();
  }
}

async function offering(...models: readonly string[]): Promise<string> {
  llm = await startFakeLlm();
  llm.offer(...models);
  return llm.url;
}

const doctorSays = async (environment: Readonly<Record<string, string>>) => mindsCheck(() => look(environment)).check();

describe('looking at the models of a configuration', () => {
  test('finds what is there, and asks no question for it', async () => {
    const url = await offering('openai/gpt-oss-20b', 'openai/gpt-oss-120b', 'qwen3:8b');
    const found = await look({ GROQ_API_KEY: 'k', ASSENT_MODELS_GROQ_URL: url, ASSENT_MODELS_OLLAMA_URL: url });
    expect(found.map(({ ref, uses, found: { type } }) => [ref.model, uses, type])).toEqual([
      ['openai/gpt-oss-20b', ['vote'], 'offered'],
      ['qwen3:8b', ['vote'], 'offered'],
      ['openai/gpt-oss-120b', ['advice', 'assistant'], 'offered'],
    ]);
    expect(llm?.asked).toEqual([]);
  });

  test("takes Ollama's name without a tag for its latest", async () => {
    const url = await offering('phi4:latest');
    const found = await look({
      ...{ ASSENT_MODELS_OLLAMA_URL: url, ASSENT_REVIEW_SECOND: 'ollama:phi4', ASSENT_ASSISTANT_MODEL: 'none' },
    });
    expect(found.map(({ found: { type } }) => type)).toEqual(['offered']);
  });

  test('suggests what a server offers for a name that it does not', async () => {
    const url = await offering('openai/gpt-oss-20b', 'openai/gpt-oss-120b');
    const environment = {
      ...{ GROQ_API_KEY: 'k', ASSENT_MODELS_GROQ_URL: url, ASSENT_REVIEW_FIRST: 'groq:openai/gpt-os-20b' },
    };
    const finding = await doctorSays(environment);
    expect(finding.status).toBe('problem');
    expect(finding.text.en).toBe(
      'Groq offers no model openai/gpt-os-20b. Did you mean openai/gpt-oss-20b, openai/gpt-oss-120b? Name one of its models in the configuration. Until then it abstains, and every entry is held.',
    );
    expect(finding.text.ko).toContain('비슷한 이름: openai/gpt-oss-20b');
  });

  test('says how to pull what Ollama does not have, and what it has', async () => {
    const url = await offering('nomic-embed-text:latest');
    const finding = await doctorSays({ ASSENT_MODELS_OLLAMA_URL: url });
    expect(finding.text.en).toContain(
      'Ollama does not have qwen3:8b. Pull it: ollama pull qwen3:8b. It has, among others: nomic-embed-text:latest.',
    );
  });

  test('says how to start Ollama where nobody answers', async () => {
    const url = await offering();
    await llm?.close();
    const finding = await doctorSays({ ASSENT_MODELS_OLLAMA_URL: url });
    const { host } = new URL(url);
    expect(finding.text.en).toContain(
      `Ollama does not answer at ${host}. Start it: ollama serve. Then, once: ollama pull qwen3:8b.`,
    );
    expect(finding.text.ko).toContain('ollama serve');
  });

  test('only warns where advice or talk is lost, for the desk goes on', async () => {
    const url = await offering('openai/gpt-oss-20b');
    const finding = await doctorSays({ GROQ_API_KEY: 'k', ASSENT_MODELS_GROQ_URL: url });
    expect(finding.status).toBe('warning');
  });

  test('asks nobody where every answer is a recorded one', async () => {
    const found = await look({
      ...{ GROQ_API_KEY: 'k', ASSENT_MODELS_GROQ_URL: 'http://127.0.0.1:9', ASSENT_MODELS_CASSETTE: 'replay-strict' },
      ASSENT_MODELS_CASSETTE_FILE: '/dev/null',
    });
    expect(found.map(({ found: { type } }) => type)).toEqual(['recorded', 'recorded']);
  });

  test('calls a desk without models what it is', async () => {
    const finding = await mindsCheck(async () => []).check();
    expect(finding.status).toBe('ok');
    expect(finding.text.en).toMatch(/^None set up: rules review/);
  });
});

describe('what is said of a key', () => {
  test('that is refused: which variable holds it, and never the key', () => {
    const ref = { provider: 'openai', model: 'm' } as const;
    const found = { type: 'away', baseUrl: 'https://api.openai.com/v1', detail: 'key-refused' } as const;
    const { en, ko } = findingText({ ref, uses: ['vote'], found });
    expect(en).toBe('OpenAI does not take the key in OPENAI_API_KEY. Make a new one there, set it and start again.');
    expect(ko).toContain('OPENAI_API_KEY');
  });
});
