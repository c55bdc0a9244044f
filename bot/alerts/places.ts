import type { AppConfig } from '../config/config.ts';
import type { Hears } from '../config/config-places.ts';
import type { Language } from '../i18n/language.ts';
import type { UserPreferences } from '../preferences.ts';
import { NO_PREFERENCES } from '../preferences.ts';

/** A place that nobody speaks from, named by the configuration: a channel of Slack, an address for mail. */
export interface Place {
  /** `slack:desk`, `email:a@b`; also the name under which it is told. */
  readonly address: string;
  readonly hears: Hears;
  readonly language: Language;
}

/** A webhook leads to one channel, whatever that is called. */
export const SLACK_PLACE = 'desk';

/** Returns the places that are set up, in the order in which money goes on from one to the next. */
export function placesOf({ slack, email }: Pick<AppConfig, 'slack' | 'email'>): readonly Place[] {
  const mail = email.server === null ? [] : email.to;
  return [
    ...(slack.webhook === null ? [] : [placeOf(`slack:${SLACK_PLACE}`, slack)]),
    ...mail.map((address) => placeOf(`email:${address}`, email)),
  ];
}

function placeOf(address: string, { alerts, language }: AppConfig['slack' | 'email']): Place {
  return { address, hears: alerts, language };
}

/** Returns the preferences of people, and for places what the configuration says; nobody there changes it. */
export function withPlaces(people: UserPreferences, places: readonly Place[]): UserPreferences {
  const languages = new Map(places.map(({ address, language }) => [address, language]));
  return {
    ...people,
    async load(userId) {
      const language = languages.get(userId);
      return language === undefined ? people.load(userId) : { ...NO_PREFERENCES, language, fixed: true };
    },
  };
}
