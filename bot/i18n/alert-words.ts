import type { AlertWords } from './alert-vocabulary.ts';
import { ALERT_WORDS_EN } from './alert-words-en.ts';
import { ALERT_WORDS_KO } from './alert-words-ko.ts';
import type { Language } from './language.ts';

export const ALERT_WORDS: Readonly<Record<Language, AlertWords>> = { en: ALERT_WORDS_EN, ko: ALERT_WORDS_KO };
