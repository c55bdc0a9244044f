import type { Language } from './language.ts';

export interface AskWords {
  readonly noQuestion: string;
  tooLong(p: { limit: number }): string;
}

/** What `assent ask` says instead of an answer. */
export const ASK_WORDS: Readonly<Record<Language, AskWords>> = {
  en: {
    noQuestion: 'What is the question? assent ask "why did you buy SOL?"',
    tooLong: ({ limit }) => `A question has ${limit} letters at most.`,
  },
  ko: {
    noQuestion: '질문을 적어 주세요. assent ask "SOL 왜 샀어?"',
    tooLong: ({ limit }) => `질문은 ${limit}자까지입니다.`,
  },
};
