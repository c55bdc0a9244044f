import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CallFacts, LanguageModel, ModelAnswer, ModelQuestion } from '../../../agent/models/model-call.ts';
import { PROMPT_TRIALS } from '../../../agent/prompt-tests/registry.ts';
import { askTrial, problemsOf } from '../../../agent/prompt-tests/try-prompt.ts';
import { loadPrompt, type Prompt, parsePrompt } from '../../../prompts/prompt-file.ts';
import { promptIds } from '../../../prompts/prompt-folder.ts';

const all = promptIds().map(loadPrompt);
const trialOf = (id: string) => {
  const trial = PROMPT_TRIALS.find((one) => one.id === id);
  if (trial === undefined) throw new RangeError(id);
  return trial;
};
const problems = (prompt: Prompt) => problemsOf(prompt, trialOf(prompt.id), all);

/** The file of a prompt, changed. */
function changed(id: string, from: string, to: string): Prompt {
  const text = readFileSync(`prompts/${id}.md`, 'utf8');
  expect(text).toContain(from);
  return parsePrompt(text.replaceAll(from, to), id, loadPrompt);
}

test.each(all)('$name is as it should be', (prompt) => {
  expect(problems(prompt)).toEqual([]);
});

describe('a prompt is found out', () => {
  test.each([
    [
      'that sees nothing',
      'review-technical',
      'sees: [plan, market, indicators]\n',
      '',
      ['It does not say what it sees.', 'Its own example is no answer: unknown-evidence.'],
    ],
    ['that speaks of no such field', 'review-risk', '`severity`', '`gravity`', ['It does not speak of: severity.']],
    [
      'whose example is no answer',
      'review-news',
      '"stance":"hold"',
      '"stance":"wait"',
      ['Its own example is no answer: other-word.'],
    ],
    [
      'that gives no example',
      'market-analysis',
      'An example of the form',
      'Now answer',
      ['It gives no example of an answer.', 'Its own example is no answer: empty.'],
    ],
    [
      'that names a factor of another role',
      'review-technical',
      'not sure. No harm',
      'not sure (`news-quiet`). No harm',
      ['It speaks of news-quiet, which this role cannot give.'],
    ],
    [
      'that asks for another answer',
      'investment-ratio',
      '`max_loss_acceptable`',
      '`loss`',
      ['It does not speak of: max_loss_acceptable.'],
    ],
  ])('%s', (_, id, from, to, found) => {
    expect(problems(changed(id, from, to))).toEqual(found);
  });

  test('that nothing takes in, where it is a passage', () => {
    const [passage] = all.filter(({ id }) => id === 'quoted-words');
    expect(passage && problemsOf(passage, trialOf('quoted-words'), [])).toEqual(['No prompt takes it in.']);
  });

  test('with an input that nobody fills', () => {
    const text = readFileSync('prompts/review-news.md', 'utf8')
      .replace('[boundary, symbol', '[mood, boundary, symbol')
      .replace('to be held', '{{mood}}, to be held');
    expect(problems(parsePrompt(text, 'review-news', loadPrompt))).toEqual(['review-news was not given: mood.']);
  });
});

/** A model that says the same to everybody, and remembers what it was asked. */
function modelSaying(answer: ModelAnswer | string, asked: ModelQuestion[] = []): LanguageModel {
  const call = {
    ...{ id: 'L-1', provider: 'groq', model: 'm', prompt: 'p@1', promptSha256: '', requestSha256: '' },
    ...{ temperature: 0, seed: 1, inputTokens: 9, outputTokens: 12, costUsd: 0, latencyMs: 40, isRecorded: false },
  } as const satisfies CallFacts;
  return {
    name: 'groq:m',
    ref: { provider: 'groq', model: 'm' },
    ask: async (question) => {
      asked.push(question);
      return typeof answer === 'string' ? ({ outcome: 'answered', text: answer, call } as const) : answer;
    },
  };
}

describe('a model that is asked about the example', () => {
  const signal = new AbortController().signal;
  const ask = (id: string, model: LanguageModel) => askTrial(loadPrompt(id), trialOf(id), model, signal);

  test('is told what it said, as it was read', async () => {
    const asked: ModelQuestion[] = [];
    const said = {
      ...{ symbol: 'SOL', stance: 'buy', confidence: 0.6, note: 'RSI is 70.' },
      reasons: [{ factor: 'trend-up', evidence: ['market.hourSigmas'] }],
    };
    expect(await ask('review-technical', modelSaying(JSON.stringify(said), asked))).toEqual({
      ...{ outcome: 'fits', latencyMs: 40, tokens: 12 },
      detail: 'buy 0.60: trend-up (market.hourSigmas); note thrown away: ungrounded',
    });
    expect(asked).toMatchObject([{ purpose: 'prompt-test', subject: null, maxTokens: 1500 }]);
  });

  test.each([
    ['review-risk', '{}', 'other-shape'],
    ['investment-ratio', 'All of it!', 'refused'],
    ['news-reader', '{"tone":7}', 'other-shape'],
  ])('does not fit to %s with %s', async (id, text, detail) => {
    expect(await ask(id, modelSaying(text))).toMatchObject({ outcome: 'unfit', detail });
  });

  test('may not answer at all', async () => {
    const late = { outcome: 'failed', kind: 'late', detail: 'deadline', call: null } as const;
    expect(await ask('review-news', modelSaying(late))).toEqual({ outcome: 'unanswered', detail: 'late: deadline' });
  });

  test('is not asked what is no question', async () => {
    const asked: ModelQuestion[] = [];
    expect(await ask('assistant-ko', modelSaying('', asked))).toBeNull();
    expect(asked).toEqual([]);
  });
});
