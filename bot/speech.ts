import type { DeskView } from '../engine/ports/desk-view.ts';
import { deskMoment } from './i18n/desk-moment.ts';
import type { Language } from './i18n/language.ts';
import { defaultZone, languageOf } from './i18n/language.ts';
import type { Voice } from './i18n/voice.ts';
import { createVoice } from './i18n/voice.ts';
import type { Preferences, UserPreferences } from './preferences.ts';
import { NO_PREFERENCES } from './preferences.ts';
import type { Route } from './route.ts';
import type { Patience } from './within.ts';

/** How each person is spoken to. */
export interface Speech {
  /** Returns what a person wants; while the database does not answer, what they wanted last. */
  preferencesOf(userId: string): Promise<Preferences>;
  /** The same from memory alone, for what cannot wait; `guess` counts for somebody who has said nothing yet. */
  remembered(userId: string, guess: Language | null): Preferences;
  /** Keeps what a line tells of a person's language, in passing: an answer does not wait for it. */
  learn(known: Preferences, heard: Heard): Preferences;
  /** Keeps what a person chose. */
  keep(userId: string, preferences: Preferences): Promise<void>;
  forget(userId: string): void;
  voiceFor(preferences: Preferences): Voice;
}

export interface Heard {
  readonly userId: string;
  readonly line: string;
  readonly route: Route;
  /** What the platform knows. */
  readonly language: Language | undefined;
}

export interface SpeechOptions {
  readonly preferences: UserPreferences;
  readonly desk: DeskView;
  readonly language: Language;
  readonly zone: string | undefined;
  readonly patience: Patience;
  readonly nameOf: (userId: string) => string;
}

export function createSpeech(options: SpeechOptions): Speech {
  const spoken = new Map<string, Preferences>();

  return { preferencesOf, remembered, learn, keep, forget: (userId) => spoken.delete(userId), voiceFor };

  async function preferencesOf(userId: string): Promise<Preferences> {
    const loaded = await options.patience(options.preferences.load(userId), 'preferences could not be read');
    // Fixed: what could not be read is not to be written over.
    if (loaded === null) return { ...remembered(userId, null), fixed: true };
    spoken.set(userId, loaded.value);
    return loaded.value;
  }

  function remembered(userId: string, guess: Language | null): Preferences {
    return spoken.get(userId) ?? { ...NO_PREFERENCES, language: guess };
  }

  /**
   * The first message tells the language. Afterwards Hangul, or a question in Latin script, changes it until `/lang`
   * fixes it; a command does not, for everybody types `/status`.
   */
  function learn(known: Preferences, heard: Heard): Preferences {
    if (known.fixed) return known;
    const written = languageOf(heard.line);
    const first = known.language === null ? (heard.language ?? null) : known.language;
    const isSentence = heard.route.to === 'question' && heard.line.includes(' ');
    const speaks = written === 'ko' || isSentence || first === null ? (written ?? first) : first;
    const language = speaks ?? options.language;
    if (language === known.language) return known;
    const learned = { ...known, language };
    void options.patience(keep(heard.userId, learned), 'a language was not kept');
    return learned;
  }

  function keep(userId: string, preferences: Preferences): Promise<void> {
    spoken.set(userId, preferences);
    return options.preferences.save(userId, preferences);
  }

  function voiceFor({ language, zone }: Preferences): Voice {
    const spokenLanguage = language ?? options.language;
    return createVoice({
      language: spokenLanguage,
      zone: zone ?? options.zone ?? defaultZone(spokenLanguage),
      ...deskMoment(options.desk),
      nameOf: options.nameOf,
    });
  }
}
