import type { Language } from './language.ts';
import { REPORT_WORDS_EN } from './report-words-en.ts';
import { REPORT_WORDS_KO } from './report-words-ko.ts';
import type { ReportWords } from './report-words-shape.ts';

/** The sentences and words of the reports, by language. */
export const REPORT_WORDS: Readonly<Record<Language, ReportWords>> = { en: REPORT_WORDS_EN, ko: REPORT_WORDS_KO };
