import type { Language } from './language.ts';

/** What is said about pages, and about cards that can be shown anew. */
export interface PageWords {
  readonly refresh: string;
  readonly decisionsTitle: string;
  page(p: { number: string }): string;
}

export const PAGE_WORDS: Readonly<Record<Language, PageWords>> = {
  en: { refresh: 'Refresh', decisionsTitle: 'Decisions', page: (p) => `Page ${p.number}` },
  ko: { refresh: '새로고침', decisionsTitle: '최근 판단', page: (p) => `${p.number}페이지` },
};
