import type { ModelProviderName } from '../../agent/models/model-call.ts';
import type { MindsConfig } from '../config/config-minds.ts';
import { MINDS_WORDS } from '../i18n/minds-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Pair } from '../message.ts';

/** How it goes with the language models just now. */
export interface ModelStanding {
  readonly providers: readonly {
    readonly provider: ModelProviderName;
    readonly state: 'ready' | 'resting' | 'paused';
  }[];
  /** On `day`, of UTC. */
  readonly spent: { readonly day: string; readonly tokens: number; readonly usd: number };
  /** A question of that day was not asked for want of budget. */
  readonly isSpent: boolean;
  readonly dayTokens: number | null;
  readonly dayUsd: number;
  readonly cassette: MindsConfig['models']['cassette']['mode'];
}

/** Returns what a status card says of them; nothing where none are asked. */
export function standingPairs(standing: ModelStanding | null, { language, format }: Voice): readonly Pair[] {
  if (standing === null) return [];
  const words = MINDS_WORDS[language];
  const { spent, dayTokens, dayUsd, cassette, providers } = standing;
  const troubled = providers.flatMap(({ provider, state }) =>
    state === 'ready' ? [] : [words.states[state]({ provider })],
  );
  const told = [
    ...troubled,
    words.spent({
      tokens: format.count(spent.tokens),
      tokenCap: dayTokens === null ? null : format.count(dayTokens),
      usd: format.number(spent.usd, 4),
      usdCap: format.number(dayUsd, 2),
    }),
    ...(cassette === 'live' ? [] : [words.recorded[cassette]]),
  ];
  return [[words.label, told.join('; ')]];
}

/** Returns who reviews, for people: a rule is always called one. */
export function reviewersText(names: readonly string[], { language }: Pick<Voice, 'language'>): string {
  const rules = names.filter((name) => name.startsWith('rules:')).length;
  const kind = rules === names.length ? 'rules' : rules > 0 ? 'some' : 'models';
  return MINDS_WORDS[language].who[kind]({ names: names.join(', '), count: names.length });
}
