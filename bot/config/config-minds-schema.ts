import { z } from 'zod';
import type { ModelRef } from '../../agent/models/model-call.ts';
import { MODEL_PROVIDERS } from '../../agent/models/model-call.ts';
import type { LeafSchema } from './config-leaf.ts';
import { choice, count, duration, leaf, path } from './config-leaf.ts';
import { section, setting } from './config-section.ts';

const NAMES = MODEL_PROVIDERS.map((provider) => `${provider}:MODEL`).join(', ');

/** Who fills a seat: a model by its provider such as `groq:openai/gpt-oss-20b`, `auto`, or the word for no model: null. */
function seat(none: string): LeafSchema<ModelRef | 'auto' | null> {
  return leaf<ModelRef | 'auto' | null>({
    allowed: `auto, ${none}, or a model such as ${NAMES}`,
    read(value) {
      if (value === none) return null;
      if (value === 'auto') return 'auto';
      const [, name, model] = (typeof value === 'string' ? /^([a-z]+):([\w./:@+-]{1,200})$/.exec(value) : null) ?? [];
      const provider = MODEL_PROVIDERS.find((one) => one === name);
      return provider === undefined || model === undefined ? undefined : { provider, model };
    },
  });
}

/** The address of a server that models are asked at, with its path where it has one; `auto` is null. */
function modelUrl(): LeafSchema<string | null> {
  return leaf<string | null>({
    allowed: 'auto, or an address such as http://127.0.0.1:11434 or https://models.example.org/v1',
    read(value) {
      if (value === 'auto') return null;
      const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
      if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
      const isPlain = url.username === '' && url.password === '' && url.search === '' && url.hash === '';
      return isPlain ? `${url.origin}${url.pathname}`.replace(/\/+$/, '') : undefined;
    },
  });
}

/** Dollars, whole or with cents. */
function dollars(maximum: number): LeafSchema<number> {
  return leaf({ allowed: `dollars from 0 to ${maximum}, such as 1 or 0.50`, read: (value) => amount(value, maximum) });
}

/** A count, or `none` for no bound: null. */
function countOrNone(minimum: number, maximum: number): LeafSchema<number | null> {
  const within = count(minimum, maximum);
  return leaf<number | null>({
    allowed: `none, or a whole number from ${minimum} to ${maximum}`,
    read: (value) => (value === 'none' ? null : within.safeParse(value).data),
  });
}

function amount(value: unknown, maximum: number): number | undefined {
  const number = typeof value === 'string' && /^\d{1,7}(\.\d{1,6})?$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && number >= 0 && number <= maximum ? number : undefined;
}

const price = leaf({
  allowed: 'dollars for a million tokens, such as 0.075',
  read: (value) => amount(value, 10_000),
});

const prices = z
  .record(z.string().regex(/^[a-z]+:\S{1,200}$/), z.strictObject({ input: price, output: price }))
  .prefault({})
  .meta({
    description:
      'Dollars for a million tokens where they differ from the list, such as "groq:openai/gpt-oss-20b": { input: 0.075, output: 0.3 }.',
    written: {},
  });

const OWN = "auto: the provider's own.";

/** How language models are reached, and what they may cost. */
export const modelsSection = section(
  'Language models: on as soon as a key is in the environment (GROQ_API_KEY, OPENAI_API_KEY, ANTHROPIC_API_KEY, PERPLEXITY_API_KEY, COMPATIBLE_API_KEY, or the same with _FILE) or ollamaUrl is written here.',
  {
    groqUrl: setting(modelUrl(), 'auto', `Where Groq answers. ${OWN}`),
    ollamaUrl: setting(
      modelUrl(),
      'auto',
      'Where Ollama answers. auto: that of news. Written out, Ollama becomes the second reviewer.',
    ),
    openaiUrl: setting(modelUrl(), 'auto', `Where OpenAI answers. ${OWN}`),
    anthropicUrl: setting(modelUrl(), 'auto', `Where Anthropic answers. ${OWN}`),
    perplexityUrl: setting(modelUrl(), 'auto', `Where Perplexity answers. ${OWN}`),
    compatibleUrl: setting(
      modelUrl(),
      'auto',
      'Any other server that speaks the chat completions of OpenAI, up to and with /v1. auto: none.',
    ),
    dayTokens: setting(
      countOrNone(1_000, 1_000_000_000),
      2_000_000,
      'Tokens of all models together, in any UTC day; then they abstain. none: no bound.',
    ),
    dayUsd: setting(dollars(100_000), 1, 'Dollars of all models together, in any UTC day; then they abstain.'),
    deadline: setting(duration('100ms', '30m'), '60s', 'For one question to a model, with every second try.'),
    idle: setting(duration('100ms', '30m'), '30s', 'Silence of a server that ends a question.'),
    atOnce: setting(count(1, 64), 2, 'Questions under way at one provider.'),
    prices,
    cassette: setting(
      choice('live', 'record', 'replay', 'replay-strict'),
      'live',
      'record writes every answer to cassetteFile; replay takes what is there and asks for the rest; replay-strict asks nothing.',
    ),
    cassetteFile: setting(path(), 'models.cassette.jsonl', 'Relative to the data folder.'),
  },
);

/** Who votes beside the model, and how their votes are counted. */
export const reviewSection = section(
  'Who looks at each candidate beside the model. Reviewers that are no language model are rules, and are called so.',
  {
    policy: setting(
      choice('unanimous', 'weighted'),
      'unanimous',
      'unanimous: model, first and second all assent, or nothing happens. weighted: main, risk and news, by how right they were.',
    ),
    order: setting(
      choice('parallel', 'sequence'),
      'parallel',
      'sequence: the second is asked only where the first assents, which spares the slower one.',
    ),
    first: setting(seat('rules'), 'auto', 'News and psychology. auto: Groq where its key is set, else rules.'),
    second: setting(
      seat('rules'),
      'auto',
      'Technical and strategic soundness. auto: Ollama where models.ollamaUrl is written, else rules.',
    ),
    main: setting(seat('rules'), 'auto', 'With weighted: the main decision. auto: Groq where its key is set.'),
    risk: setting(seat('rules'), 'auto', 'With weighted: risk, with a veto. auto: as second.'),
    news: setting(seat('rules'), 'auto', 'With weighted: the news. auto: as first.'),
    advisor: setting(
      seat('rules'),
      'auto',
      'Who advises how much to put in, within every cap. auto: as main, else rules.',
    ),
    deadline: setting(
      duration('100ms', '30m'),
      '30s',
      'For one vote; who is late abstains. Ollama without a GPU needs more.',
    ),
  },
);

/** The assistant one can talk to. */
export const assistantSection = section('Free conversation; it proposes and never places. Commands need no model.', {
  model: setting(
    seat('none'),
    'auto',
    'auto: Groq where its key is set, else Ollama where models.ollamaUrl is written.',
  ),
  dayUsd: setting(dollars(100_000), 0.5, 'Of the dollars of models.dayUsd, in any UTC day.'),
  toolCallsPerTurn: setting(count(0, 50), 8, 'How often it may look something up for one question.'),
  tokensPerTurn: setting(count(1_000, 1_000_000), 40_000, 'What one question may take.'),
  deadline: setting(duration('1s', '10m'), '30s', 'For one answer; then the record alone answers.'),
  turnsPerMinute: setting(count(1, 600), 10, 'Questions of one person that reach the model.'),
  keepDays: setting(count(0, 3_650), 30, 'How long a conversation is remembered; 0: not at all. /forget erases it.'),
});
