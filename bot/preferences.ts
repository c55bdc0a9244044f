import type { Language } from './i18n/language.ts';

export interface Preferences {
  /** Set by `/lang`, or by the script of the first message. */
  readonly language: Language | null;
  /** True once the person has chosen: then later messages do not change it. */
  readonly fixed: boolean;
  /** IANA zone; null reads and writes times in the zone of the language. */
  readonly zone: string | null;
}

export const NO_PREFERENCES: Preferences = { language: null, fixed: false, zone: null };

/** Remembers how each person wants to be spoken to. */
export interface UserPreferences {
  load(userId: string): Promise<Preferences>;
  save(userId: string, preferences: Preferences): Promise<void>;
}

/** Returns UserPreferences that last as long as the process. */
export function createMemoryPreferences(): UserPreferences {
  const kept = new Map<string, Preferences>();
  return {
    load: async (userId) => kept.get(userId) ?? NO_PREFERENCES,
    save: async (userId, preferences) => {
      kept.set(userId, preferences);
    },
  };
}
