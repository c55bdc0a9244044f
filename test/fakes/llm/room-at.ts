import { MemoryCalls } from '../../../agent/models/memory-calls.ts';
import { MODEL_PROVIDERS, type ModelProviderName } from '../../../agent/models/model-call.ts';
import { type ModelRoom, type ModelRoomOptions, openModelRoom } from '../../../agent/models/model-room.ts';

/** Opens a room whose providers are reached at these addresses, with no budget to run out of and calls kept in memory. */
export function openRoomAt(
  urls: Partial<Record<ModelProviderName, string>>,
  over: Partial<ModelRoomOptions> = {},
): Promise<ModelRoom> {
  const connections = Object.fromEntries(
    MODEL_PROVIDERS.map((name) => {
      const baseUrl = urls[name] ?? null;
      return [name, { baseUrl, apiKey: baseUrl === null || name === 'ollama' ? null : 'key-for-tests' }];
    }),
  ) as ModelRoomOptions['connections'];
  return openModelRoom({
    connections,
    atOnce: 2,
    idleMs: 10_000,
    budget: { dayTokens: null, dayUsd: null, assistantDayUsd: null },
    prices: {},
    cassette: null,
    calls: new MemoryCalls(),
    logger: { warn: () => undefined },
    ...over,
  });
}
