import { Exchange } from './exchange.ts';
import type { ModelFailureKind } from './model-call.ts';
import { failureOf, leftBefore } from './model-failure.ts';
import { parseJson } from './parse-json.ts';
import type { ModelConnection, ModelProvider } from './provider.ts';
import { cutOf, type Limit } from './time-limit.ts';

export type ModelList =
  | { readonly outcome: 'listed'; readonly models: readonly string[] }
  /** `detail` is `no-list` where this kind of server has none. */
  | { readonly outcome: 'failed'; readonly kind: ModelFailureKind; readonly detail: string };

/** Anthropic asks for it with every request. */
const ANTHROPIC_VERSION = '2023-06-01';

/** Returns the models a server offers, in the order of their names. */
export async function listModels(
  provider: ModelProvider,
  { baseUrl, apiKey }: Omit<ModelConnection, 'model'>,
  { signal }: Limit,
): Promise<ModelList> {
  const { list } = provider;
  if (list === null) return { outcome: 'failed', kind: 'unavailable', detail: 'no-list' };
  if (signal.aborted) return { outcome: 'failed', ...named(leftBefore(cutOf(signal))) };
  const models = (body: string) => list.read(parseJson(body));
  const exchange = new Exchange({
    idleMs: LIST_IDLE_MS,
    signal,
    server: { isStreamLine: () => false, readReply: (body) => (models(body) === null ? null : listRead(body)) },
  });
  try {
    await exchange.fetch(`${baseUrl}${list.path}`, { headers: headersOf(provider, apiKey) });
  } catch (error) {
    if (exchange.ended === null) throw error;
  } finally {
    exchange.close();
  }
  const ended = exchange.finished();
  if (ended.type !== 'answered') return { outcome: 'failed', ...named(failureOf(ended)) };
  return { outcome: 'listed', models: [...(models(ended.reply.text) ?? [])].sort() };
}

/** Returns up to three models of those offered whose names come closest to the one that was asked for; the best first. */
export function closestModels(asked: string, offered: readonly string[]): readonly string[] {
  return offered
    .map((model) => ({ model, likeness: likeness(asked.toLowerCase(), model.toLowerCase()) }))
    .filter(({ likeness: found }) => found >= MIN_LIKENESS)
    .sort((a, b) => b.likeness - a.likeness || (a.model < b.model ? -1 : 1))
    .slice(0, 3)
    .map(({ model }) => model);
}

const LIST_IDLE_MS = 5_000;
/** `lama3` is still like `llama3.1:8b`; `gemma3:4b` is not like `llama3.1`. */
const MIN_LIKENESS = 0.35;

/** The share of pairs of neighbouring letters that two names have in common (Dice 1945). */
function likeness(a: string, b: string): number {
  const [first, second] = [pairs(a), pairs(b)];
  const shared = [...first].filter((pair) => second.has(pair)).length;
  return first.size + second.size === 0 ? Number(a === b) : (2 * shared) / (first.size + second.size);
}

function pairs(name: string): ReadonlySet<string> {
  return new Set(Array.from({ length: Math.max(name.length - 1, 0) }, (_, at) => name.slice(at, at + 2)));
}

function headersOf({ name }: ModelProvider, apiKey: string | undefined): Record<string, string> {
  if (apiKey === undefined) return {};
  if (name === 'anthropic') return { 'x-api-key': apiKey, 'anthropic-version': ANTHROPIC_VERSION };
  return { authorization: `Bearer ${apiKey}` };
}

function listRead(text: string) {
  const none = { calledTool: false, declined: false, inputTokens: null, outputTokens: null };
  return { text, end: 'stop' as const, ...none };
}

function named({ kind, detail }: { readonly kind: ModelFailureKind; readonly detail: string }) {
  return { kind, detail };
}
