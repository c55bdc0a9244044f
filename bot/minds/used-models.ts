import type { ModelRef } from '../../agent/models/model-call.ts';
import type { MindsConfig } from '../config/config-minds.ts';

/** What a model is there for: `vote` holds every entry when it fails, the others only do without it. */
export type ModelUse = 'vote' | 'advice' | 'assistant';

export interface UsedModel {
  readonly ref: ModelRef;
  readonly uses: readonly ModelUse[];
}

/** Returns the models that this configuration asks, each once, with what for. */
export function usedModels({ review, advisor, assistant }: MindsConfig): readonly UsedModel[] {
  const seats: readonly (readonly [ModelUse, ModelRef | null])[] = [
    ...votingSeats(review).map((seat) => ['vote', review[seat]] as const),
    ['advice', advisor],
    ['assistant', assistant.model],
  ];
  const used = new Map<string, { readonly ref: ModelRef; readonly uses: ModelUse[] }>();
  for (const [use, ref] of seats) {
    if (ref === null) continue;
    const name = modelName(ref);
    const known = used.get(name) ?? { ref, uses: [] };
    used.set(name, known);
    if (!known.uses.includes(use)) known.uses.push(use);
  }
  return [...used.values()];
}

/** Returns the seats whose votes are counted, by their names under `review`. */
export function votingSeats({ policy }: Pick<MindsConfig['review'], 'policy'>) {
  return policy === 'weighted' ? (['main', 'risk', 'news'] as const) : (['first', 'second'] as const);
}

/** Returns `groq:openai/gpt-oss-20b`. */
export function modelName({ provider, model }: ModelRef): string {
  return `${provider}:${model}`;
}
