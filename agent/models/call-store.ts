import type { ModelFailureKind, ModelProviderName, ModelPurpose } from './model-call.ts';

/** A call as it is kept. What a server said of an error, addresses and keys are no part of it. */
export interface StoredCall {
  /** `L-17` */
  readonly id: string;
  readonly at: number;
  readonly purpose: ModelPurpose;
  /** What it was about, such as `D-12`. */
  readonly subject: string | null;
  readonly provider: ModelProviderName;
  readonly model: string;
  /** `review-technical@1` */
  readonly prompt: string;
  readonly promptSha256: string;
  readonly temperature: number;
  readonly seed: number | null;
  readonly maxTokens: number;
  /** The name of the shape of answer; null for words and calls of tools. */
  readonly schema: string | null;
  readonly requestSha256: string;
  /** As the model wrote it, at most 16,000 characters; null where nothing whole came. */
  readonly reply: string | null;
  readonly tries: number;
  readonly latencyMs: number;
  readonly inputTokens: number | null;
  readonly outputTokens: number | null;
  readonly costUsd: number | null;
  /** What counts against the day: as the server counted, or what was set aside where it may have worked and did not say. */
  readonly chargedTokens: number;
  readonly chargedUsd: number;
  readonly isRecorded: boolean;
  readonly outcome: 'answered' | 'failed';
  /** Both null of an answer. */
  readonly kind: ModelFailureKind | null;
  readonly detail: string | null;
}

export const MAX_REPLY_LENGTH = 16_000;

export interface CallFilter {
  readonly provider?: ModelProviderName;
  readonly model?: string;
  readonly purpose?: ModelPurpose;
  readonly subject?: string;
  /** Epoch ms; calls from then on. */
  readonly since?: number;
  readonly limit: number;
}

export interface Spent {
  readonly purpose: ModelPurpose;
  readonly tokens: number;
  readonly usd: number;
}

/** Keeps calls of language models. */
export interface CallStore {
  /** Returns so many numbers that no call of this installation has had, rising. */
  numbers(count: number): Promise<readonly number[]>;
  /** Keeps a call; the first of an id stands. */
  save(call: StoredCall): Promise<void>;
  /** Returns what the calls of a day of UTC, `2026-11-20`, count against it, by purpose. */
  spentOn(day: string): Promise<readonly Spent[]>;
  /** Returns calls, the newest first. */
  recent(filter: CallFilter): Promise<readonly StoredCall[]>;
  byId(id: string): Promise<StoredCall | null>;
}

/** Returns the day of UTC, as `2026-11-20`. */
export function dayOf(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

/** Returns the number in an id such as `L-17`; null for what is no id. */
export function callNumber(id: string): number | null {
  const digits = /^L-([1-9]\d{0,14})$/.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}
