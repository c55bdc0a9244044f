import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { loadConfig } from '../../../bot/config/config.ts';
import { ConfigError } from '../../../engine/domain/errors.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function load(yaml: string, environment: NodeJS.ProcessEnv = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'assent-minds-'));
  folders.push(folder);
  writeFileSync(join(folder, 'config.yaml'), yaml);
  return loadConfig({ environment, workingDirectory: folder, strategies: [] });
}

function problemsOf(yaml: string, environment: NodeJS.ProcessEnv = {}): readonly string[] {
  try {
    load(yaml, environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message.split('\n').slice(1);
  }
}

const GROQ = { GROQ_API_KEY: 'gsk-1' };

describe('who thinks', () => {
  test('without keys and addresses: rules alone, and no assistant', () => {
    const { minds } = load('').config;
    expect(minds.review).toEqual({
      ...{ policy: 'unanimous', order: 'parallel', deadlineMs: 30_000 },
      ...{ first: null, second: null, main: null, risk: null, news: null },
    });
    expect(minds.advisor).toBeNull();
    expect(minds.assistant).toEqual({
      ...{ model: null, dayUsd: 0.5, toolCallsPerTurn: 8, tokensPerTurn: 40_000 },
      ...{ deadlineMs: 30_000, turnsPerMinute: 10, keepDays: 30 },
    });
    expect(minds.models).toMatchObject({ dayTokens: 2_000_000, dayUsd: 1, cassette: { mode: 'live' }, prices: {} });
  });

  test('with a key of Groq: the first reviewer, the advisor and the assistant, by themselves', () => {
    const { config, secrets } = load('', { ...GROQ });
    expect(config.minds.review).toMatchObject({
      first: { provider: 'groq', model: 'openai/gpt-oss-20b' },
      second: null,
    });
    expect(config.minds.advisor).toEqual({ provider: 'groq', model: 'openai/gpt-oss-120b' });
    expect(config.minds.assistant.model).toEqual(config.minds.advisor);
    expect(config.minds.secrets).toMatchObject({ groq: 'gsk-1', openai: null });
    expect(secrets).toContain('gsk-1');
  });

  test('with an address of Ollama written out: the second reviewer; that of the news alone asks nobody to vote', () => {
    const home = load('models: {ollamaUrl: "http://localhost:11434/"}').config.minds;
    expect(home.review.second).toEqual({ provider: 'ollama', model: 'qwen3:8b' });
    expect(home.assistant.model).toEqual(home.review.second);
    expect(home.models.urls.ollama).toBe('http://localhost:11434');
    const news = load('news: {ollamaUrl: "http://nas:11434"}').config.minds;
    expect(news.review.second).toBeNull();
    expect(news.models.urls.ollama).toBe('http://nas:11434');
  });

  test('by name, by variable, and by the word for no model', () => {
    const yaml = `review: {first: "anthropic:claude-x", second: rules, order: sequence, advisor: rules, deadline: 90s}
assistant: {model: none}
models:
  compatibleUrl: https://models.example.org/v1/
  cassette: record
  prices: {"groq:openai/gpt-oss-20b": {input: 0.1, output: 0.5}}`;
    const { minds, data } = load(yaml, {
      ANTHROPIC_API_KEY: 'sk-a',
      ASSENT_REVIEW_SECOND: 'compatible:some/model-7b',
      ...GROQ,
    }).config;
    expect(minds.review).toMatchObject({
      first: { provider: 'anthropic', model: 'claude-x' },
      second: { provider: 'compatible', model: 'some/model-7b' },
      order: 'sequence',
      deadlineMs: 90_000,
    });
    expect(minds.advisor).toBeNull();
    expect(minds.assistant.model).toBeNull();
    expect(minds.models.urls.compatible).toBe('https://models.example.org/v1');
    expect(minds.models.cassette).toEqual({ mode: 'record', file: join(data.directory, 'models.cassette.jsonl') });
    expect(minds.models.prices).toEqual({
      'groq:openai/gpt-oss-20b': { inputUsdPerMillion: 0.1, outputUsdPerMillion: 0.5 },
    });
  });

  test('every secret of a provider is taken out of the environment', () => {
    const environment = { ...GROQ, OPENAI_API_KEY: 'sk-o', PERPLEXITY_API_KEY: 'pplx', COMPATIBLE_API_KEY: 'c-1' };
    const { secrets } = load('', environment);
    expect(environment).toEqual({});
    expect(secrets).toEqual(expect.arrayContaining(['gsk-1', 'sk-o', 'pplx', 'c-1']));
  });

  test.each<[string, string, NodeJS.ProcessEnv, string]>([
    [
      'a model without its key',
      'review: {first: "groq:openai/gpt-oss-20b"}',
      {},
      'config.yaml, line 1: review.first names groq:openai/gpt-oss-20b, and there is no key for it. Set GROQ_API_KEY, or GROQ_API_KEY_FILE to a file that holds it.',
    ],
    [
      'a server that nobody knows',
      'assistant: {model: "compatible:m"}',
      {},
      'config.yaml, line 1: assistant.model names compatible:m, and models.compatibleUrl does not say where that server is.',
    ],
    [
      'one model on both seats',
      'review: {second: "groq:openai/gpt-oss-20b"}',
      GROQ,
      'config.yaml, line 1: review.second and review.first are both groq:openai/gpt-oss-20b. Two votes of one model are one voice: name another.',
    ],
    [
      'one model on two seats of the ensemble',
      'review: {policy: weighted, main: "groq:a", news: "groq:a"}',
      GROQ,
      'config.yaml, line 1: review.news and review.main are both groq:a. Two votes of one model are one voice: name another.',
    ],
    [
      'a provider that does not exist',
      'review: {first: "grok:x"}',
      {},
      'config.yaml, line 1: review.first is "grok:x". Use auto, rules, or a model such as groq:MODEL, ollama:MODEL, openai:MODEL, anthropic:MODEL, perplexity:MODEL, compatible:MODEL.',
    ],
    [
      'an address with a password in it',
      'models: {groqUrl: "https://me:pw@host/v1"}',
      {},
      'config.yaml, line 1: models.groqUrl is "https://me:[secret]@host/v1". Use auto, or an address such as http://127.0.0.1:11434 or https://models.example.org/v1.',
    ],
    [
      'a price that is none',
      'models: {prices: {"groq:a": {input: free, output: 1}}}',
      {},
      'models.prices.groq:a.input',
    ],
    ['a budget below nothing', 'models: {dayUsd: -1}', {}, 'models.dayUsd is -1. Use dollars from 0 to 100000'],
    ['a spelling', 'review: {frist: auto}', {}, 'Did you mean review.first?'],
  ])('says what is wrong: %s', (_, yaml, environment, told) => {
    const problems = problemsOf(yaml, { ...environment });
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(told);
  });
});
