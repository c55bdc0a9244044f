import type { FilledPrompt } from '../../prompts/prompt-file.ts';

/** A kind of server that language models are reached at; `compatible` is any that speaks OpenAI's chat completions. */
export const MODEL_PROVIDERS = ['groq', 'ollama', 'openai', 'anthropic', 'perplexity', 'compatible'] as const;
export type ModelProviderName = (typeof MODEL_PROVIDERS)[number];

/** A model at a provider: `groq:openai/gpt-oss-20b`. */
export interface ModelRef {
  readonly provider: ModelProviderName;
  readonly model: string;
}

/** What a model is asked for; calls are stored, counted and priced by it. */
export type ModelPurpose = 'review' | 'sizing' | 'news-reading' | 'assistant' | 'prompt-test';

/** One question, answered by one JSON object and by nothing else: no tools, no memory, no streaming. */
export interface ModelQuestion {
  readonly purpose: ModelPurpose;
  /** What it is about, such as `D-12`; null where it is about nothing that has a name. */
  readonly subject: string | null;
  /** The instructions, filled. */
  readonly prompt: FilledPrompt;
  /** The quoted data. */
  readonly user: string;
  /** The name of the shape, and its JSON schema: an object, every field required, nullable where it may be missing. */
  readonly answer: { readonly name: string; readonly schema: Readonly<Record<string, unknown>> };
  readonly maxTokens: number;
  /** For all of it: waiting for a turn, a second try, and the answer itself. */
  readonly deadlineMs: number;
}

/** How a model was asked, whatever came of it. Stored with every call; a verdict keeps a copy in the record. */
export interface CallFacts {
  /** `L-17`, in the order of calls of this installation. */
  readonly id: string;
  readonly provider: ModelProviderName;
  readonly model: string;
  /** `review-technical@1` */
  readonly prompt: string;
  readonly promptSha256: string;
  /** Of everything that decides the answer: the key of the cassette. */
  readonly requestSha256: string;
  readonly temperature: number;
  readonly seed: number | null;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  /** Null where the price of the model is not known; 0 for a model at home. */
  readonly costUsd: number | null;
  /** Wall time; of a recorded answer what it took then. */
  readonly latencyMs: number;
  /** Played back from a cassette, not asked. */
  readonly isRecorded: boolean;
}

/**
 * Why there is no answer: `late` past its deadline or silent too long · `unavailable` away, broken, or resting after
 * failures · `limited` its server has no room · `refused` it or its server declined · `malformed` it came to no whole
 * answer · `over-budget` ours is spent · `cancelled` by the asker · `not-recorded` the cassette has no such call.
 */
export type ModelFailureKind =
  | 'late'
  | 'unavailable'
  | 'limited'
  | 'refused'
  | 'malformed'
  | 'over-budget'
  | 'cancelled'
  | 'not-recorded';

export type ModelAnswer =
  | { readonly outcome: 'answered'; readonly text: string; readonly call: CallFacts }
  | {
      readonly outcome: 'failed';
      readonly kind: ModelFailureKind;
      /** A word of a closed list, such as `deadline`, `connection`, `model-missing`; never text of a server. */
      readonly detail: string;
      /** Null where nothing was sent. */
      readonly call: CallFacts | null;
    };

/** A language model that is asked one thing at a time. Never throws: what goes wrong is an answer of its own. */
export interface LanguageModel {
  /** `groq:openai/gpt-oss-20b` */
  readonly name: string;
  readonly ref: ModelRef;
  ask(question: ModelQuestion, signal?: AbortSignal): Promise<ModelAnswer>;
}
