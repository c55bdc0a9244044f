import type { ModelProviderName } from '../../agent/models/model-call.ts';
import type { ModelStanding } from '../minds/standing.ts';

/** The day's budget runs low or is spent; a provider is left alone after failures, or answers again. */
export type ModelNotice =
  | { readonly type: 'low'; readonly share: number }
  | { readonly type: 'spent' }
  | { readonly type: 'resting' | 'back'; readonly provider: ModelProviderName };

export interface ModelWatch {
  /** Looks how it goes; to be called every few seconds. */
  check(): void;
}

/** From here on somebody should know. */
const LOW_FRACTION = 0.8;

/** Returns what notices, once each, what language models cannot do any more. */
export function createModelWatch(
  standing: () => ModelStanding | null,
  tell: (notice: ModelNotice) => void,
): ModelWatch {
  let told: { readonly day: string; readonly level: 'low' | 'spent' } | null = null;
  const resting = new Set<ModelProviderName>();

  return {
    check() {
      const now = standing();
      if (now === null) return;
      lookAtBudget(now);
      lookAtProviders(now);
    },
  };

  function lookAtBudget(now: ModelStanding): void {
    const { day } = now.spent;
    const before = told?.day === day ? told.level : null;
    const share = spentShare(now);
    if (before === 'spent') return;
    if (now.isSpent || share >= 1) {
      told = { day, level: 'spent' };
      tell({ type: 'spent' });
    } else if (before === null && share >= LOW_FRACTION) {
      told = { day, level: 'low' };
      tell({ type: 'low', share });
    }
  }

  /** A pause that a server asked for is short, and nothing to ring for. */
  function lookAtProviders({ providers }: ModelStanding): void {
    for (const { provider, state } of providers) {
      if (state === 'resting' && !resting.has(provider)) {
        resting.add(provider);
        tell({ type: 'resting', provider });
      } else if (state === 'ready' && resting.delete(provider)) tell({ type: 'back', provider });
    }
  }
}

/** The larger of both shares; a cap of nothing is a wish for models that cost nothing. */
function spentShare({ spent, dayTokens, dayUsd }: ModelStanding): number {
  const tokens = dayTokens === null ? 0 : spent.tokens / dayTokens;
  return Math.max(tokens, dayUsd === 0 ? 0 : spent.usd / dayUsd);
}
