import type { Language } from '../language.ts';

/** A reason in both languages, as a template: see `fillTemplate`. */
export type Sentence = Readonly<Record<Language, string>>;

export type Sentences = Readonly<Record<string, Sentence>>;
