import { modelProviders } from '../../agent/models/chat-models.ts';
import { closestModels } from '../../agent/models/list-models.ts';
import type { ModelProviderName } from '../../agent/models/model-call.ts';
import type { ModelRoom } from '../../agent/models/model-room.ts';
import type { MindsConfig } from '../config/config-minds.ts';
import type { UsedModel } from './used-models.ts';
import { usedModels } from './used-models.ts';

/** How one model was found: what its server says without being asked a question that costs. */
export interface ModelFinding extends UsedModel {
  readonly found:
    | { readonly type: 'offered' }
    /** Its server keeps no list. */
    | { readonly type: 'unlisted' }
    /** Every answer comes from the cassette: nobody is asked. */
    | { readonly type: 'recorded' }
    /** `near` are the names that were probably meant; `others` some of those there are. */
    | { readonly type: 'missing'; readonly near: readonly string[]; readonly others: readonly string[] }
    | { readonly type: 'away'; readonly baseUrl: string; readonly detail: string };
}

/** Long enough for a list, short enough for somebody who waits. */
const PATIENCE_MS = 5_000;
const OTHERS_NAMED = 5;

/** Asks each server that is used, once, which models it has. Never throws. */
export async function lookAtModels(
  config: MindsConfig,
  room: Pick<ModelRoom, 'listModels'>,
): Promise<readonly ModelFinding[]> {
  const used = usedModels(config);
  if (config.models.cassette.mode === 'replay-strict') {
    return used.map((one) => ({ ...one, found: { type: 'recorded' } }));
  }
  const names = [...new Set(used.map(({ ref }) => ref.provider))];
  const lists = new Map(await Promise.all(names.map(async (name) => [name, await listOf(name, room)] as const)));
  return used.map((one) => {
    const { provider, model } = one.ref;
    const list = lists.get(provider);
    if (list === undefined || list === null) return { ...one, found: { type: 'unlisted' } };
    if (list.outcome === 'failed') {
      const baseUrl = config.models.urls[provider] ?? modelProviders[provider].defaultBaseUrl ?? '';
      return { ...one, found: { type: 'away', baseUrl, detail: list.detail } };
    }
    if (offers(list.models, model)) return { ...one, found: { type: 'offered' } };
    const near = closestModels(model, list.models);
    return { ...one, found: { type: 'missing', near, others: list.models.slice(0, OTHERS_NAMED) } };
  });
}

async function listOf(provider: ModelProviderName, room: Pick<ModelRoom, 'listModels'>) {
  if (modelProviders[provider].list === null) return null;
  return room.listModels(provider, AbortSignal.timeout(PATIENCE_MS));
}

/** Ollama's `qwen3` is its `qwen3:latest`. */
function offers(models: readonly string[], model: string): boolean {
  return models.includes(model) || models.includes(`${model}:latest`);
}

/** Returns whether something is to be done about it. */
export function isTrouble({ found }: ModelFinding): boolean {
  return found.type === 'missing' || found.type === 'away';
}
