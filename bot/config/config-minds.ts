import { resolve } from 'node:path';
import type { ModelProviderName, ModelRef } from '../../agent/models/model-call.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { WrittenConfig } from './config-schema.ts';

export type ModelSecrets = Readonly<Record<ModelProviderName, string | null>>;

/** What a million tokens cost. */
export interface ModelPrice {
  readonly inputUsdPerMillion: number;
  readonly outputUsdPerMillion: number;
}

/** Who thinks beside the signal model: null is a rule, or nobody. */
export interface MindsConfig {
  readonly models: {
    /** Null: the provider's own; of `compatible`: none. */
    readonly urls: Readonly<Record<ModelProviderName, string | null>>;
    readonly dayTokens: number | null;
    readonly dayUsd: number;
    readonly deadlineMs: number;
    readonly idleMs: number;
    readonly atOnce: number;
    /** By `provider:model`. */
    readonly prices: Readonly<Record<string, ModelPrice>>;
    /** `file` is absolute. */
    readonly cassette: { readonly mode: 'live' | 'record' | 'replay' | 'replay-strict'; readonly file: string };
  };
  readonly review: {
    readonly policy: 'unanimous' | 'weighted';
    readonly order: 'parallel' | 'sequence';
    readonly first: ModelRef | null;
    readonly second: ModelRef | null;
    readonly main: ModelRef | null;
    readonly risk: ModelRef | null;
    readonly news: ModelRef | null;
    readonly deadlineMs: number;
  };
  readonly advisor: ModelRef | null;
  readonly assistant: {
    readonly model: ModelRef | null;
    readonly dayUsd: number;
    readonly toolCallsPerTurn: number;
    readonly tokensPerTurn: number;
    readonly deadlineMs: number;
    readonly turnsPerMinute: number;
    readonly keepDays: number;
  };
  readonly secrets: ModelSecrets;
}

/** The variable, or file named by it with `_FILE`, in which each provider's key comes; Ollama at home needs none. */
export const KEY_VARIABLES = {
  groq: 'GROQ_API_KEY',
  openai: 'OPENAI_API_KEY',
  anthropic: 'ANTHROPIC_API_KEY',
  perplexity: 'PERPLEXITY_API_KEY',
  compatible: 'COMPATIBLE_API_KEY',
} as const satisfies Partial<Record<ModelProviderName, string>>;

const NEED_KEYS = ['groq', 'openai', 'anthropic', 'perplexity'] as const;

/** Fast, cheap, and held to a schema while they write. */
const GROQ_FAST = 'openai/gpt-oss-20b';
const GROQ_LARGE = 'openai/gpt-oss-120b';
const OLLAMA_HOME = 'qwen3:8b';

type WrittenMinds = Pick<WrittenConfig, 'models' | 'review' | 'assistant' | 'news'>;

/** Returns who thinks, with every `auto` decided by which keys and addresses there are. */
export function mindsConfig(written: WrittenMinds, secrets: ModelSecrets, dataDirectory: string): MindsConfig {
  const { models, review, assistant } = written;
  return {
    models: {
      urls: urlsOf(written),
      dayTokens: models.dayTokens,
      dayUsd: models.dayUsd,
      deadlineMs: models.deadline,
      idleMs: models.idle,
      atOnce: models.atOnce,
      prices: Object.fromEntries(
        Object.entries(models.prices).map(([name, { input, output }]) => [
          name,
          { inputUsdPerMillion: input, outputUsdPerMillion: output },
        ]),
      ),
      cassette: { mode: models.cassette, file: resolve(dataDirectory, models.cassetteFile) },
    },
    review: { policy: review.policy, order: review.order, ...seatsOf(written, secrets), deadlineMs: review.deadline },
    advisor: chosen(review.advisor, groq(secrets, GROQ_LARGE)),
    assistant: {
      model: chosen(assistant.model, groq(secrets, GROQ_LARGE) ?? ollama(written)),
      dayUsd: assistant.dayUsd,
      toolCallsPerTurn: assistant.toolCallsPerTurn,
      tokensPerTurn: assistant.tokensPerTurn,
      deadlineMs: assistant.deadline,
      turnsPerMinute: assistant.turnsPerMinute,
      keepDays: assistant.keepDays,
    },
    secrets,
  };
}

const SEATS = ['first', 'second', 'main', 'risk', 'news'] as const;
type Seats = Readonly<Record<(typeof SEATS)[number], ModelRef | null>>;

function seatsOf(written: WrittenMinds, secrets: ModelSecrets): Seats {
  const { review } = written;
  return {
    first: chosen(review.first, groq(secrets, GROQ_FAST)),
    second: chosen(review.second, ollama(written)),
    main: chosen(review.main, groq(secrets, GROQ_LARGE)),
    risk: chosen(review.risk, ollama(written)),
    news: chosen(review.news, groq(secrets, GROQ_FAST)),
  };
}

function chosen(written: ModelRef | 'auto' | null, auto: ModelRef | null): ModelRef | null {
  return written === 'auto' ? auto : written;
}

function groq(secrets: ModelSecrets, model: string): ModelRef | null {
  return secrets.groq === null ? null : { provider: 'groq', model };
}

/** Its usual address proves nothing: only one that was written says that somebody runs it. */
function ollama({ models }: Pick<WrittenMinds, 'models'>): ModelRef | null {
  return models.ollamaUrl === null ? null : { provider: 'ollama', model: OLLAMA_HOME };
}

function urlsOf({ models, news }: WrittenMinds): MindsConfig['models']['urls'] {
  return {
    groq: models.groqUrl,
    ollama: models.ollamaUrl ?? news.ollamaUrl,
    openai: models.openaiUrl,
    anthropic: models.anthropicUrl,
    perplexity: models.perplexityUrl,
    compatible: models.compatibleUrl,
  };
}

/** Returns what no single setting can tell: a model without key or address, or one model on two seats of a vote. */
export function mindsProblems(
  written: WrittenMinds,
  secrets: ModelSecrets,
  originOf: (path: readonly PropertyKey[]) => string,
): readonly ConfigProblem[] {
  const { review, assistant, models } = written;
  const asked = [
    ...[...SEATS, 'advisor' as const].map((name) => ({ path: ['review', name], ref: review[name] })),
    { path: ['assistant', 'model'], ref: assistant.model },
  ];
  const unreachable = asked.flatMap(({ path, ref }) => {
    const text = ref === null || ref === 'auto' ? null : missingFor(ref, models, secrets);
    return text === null ? [] : [{ origin: originOf(path), text: `${path.join('.')} names ${nameOf(ref)}, ${text}` }];
  });
  return [...unreachable, ...twiceSeated(written, secrets, originOf)];
}

function missingFor(ref: ModelRef, models: WrittenMinds['models'], secrets: ModelSecrets): string | null {
  const { provider } = ref;
  if (provider === 'compatible' && models.compatibleUrl === null) {
    return 'and models.compatibleUrl does not say where that server is.';
  }
  const needsKey = NEED_KEYS.find((name) => name === provider);
  if (needsKey === undefined || secrets[needsKey] !== null) return null;
  const variable = KEY_VARIABLES[needsKey];
  return `and there is no key for it. Set ${variable}, or ${variable}_FILE to a file that holds it.`;
}

/** Two votes of one model are one voice that is counted twice. */
function twiceSeated(
  written: WrittenMinds,
  secrets: ModelSecrets,
  originOf: (path: readonly PropertyKey[]) => string,
): readonly ConfigProblem[] {
  const seats = seatsOf(written, secrets);
  const voting =
    written.review.policy === 'weighted' ? (['main', 'risk', 'news'] as const) : (['first', 'second'] as const);
  return voting.flatMap((name, at) => {
    const model = nameOf(seats[name]);
    const other = voting.slice(0, at).find((earlier) => seats[earlier] !== null && nameOf(seats[earlier]) === model);
    if (other === undefined) return [];
    const text = `review.${name} and review.${other} are both ${model}. Two votes of one model are one voice: name another.`;
    return [{ origin: originOf(['review', name]), text }];
  });
}

function nameOf(ref: ModelRef | 'auto' | null): string {
  return ref === null || ref === 'auto' ? '' : `${ref.provider}:${ref.model}`;
}
