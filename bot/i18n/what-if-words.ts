import type { Language } from './language.ts';

export interface WhatIfWords {
  readonly title: string;
  /** While it is being played. */
  readonly playing: string;
  /** Without anything to change. */
  readonly how: string;
  readonly away: string;
}

export const WHAT_IF_WORDS: Readonly<Record<Language, WhatIfWords>> = {
  en: {
    title: 'Played again',
    playing: 'Playing it again…',
    how: 'Say what should have been different and when: /whatif stop 2% last week, /whatif target 4%, /whatif risk.per-trade 0.5% yesterday, /whatif strategy.turtle off.',
    away: 'Nothing can be played again here.',
  },
  ko: {
    title: '다시 재생',
    playing: '다시 재생하는 중…',
    how: '무엇을 언제부터 바꿀지 적어 주세요: /whatif 지난주 손절 2%, /whatif 익절 4%, /whatif 어제 risk.per-trade 0.5%, /whatif strategy.turtle off',
    away: '여기서는 다시 재생할 수 없습니다.',
  },
};
