import type { Language } from './language.ts';

/** Words of what coins cost more in Korea than in the world. */
export interface PremiumWords {
  readonly label: string;
  readonly value: (p: { premium: string; rate: string; age: string }) => string;
  readonly unknown: string;
}

export const PREMIUM_WORDS: Readonly<Record<Language, PremiumWords>> = {
  en: {
    label: 'Kimchi premium',
    value: (p) => `${p.premium} (USDT at ${p.rate}, ${p.age} ago)`,
    unknown: 'not known now',
  },
  ko: {
    label: '김치 프리미엄',
    value: (p) => `${p.premium} (USDT ${p.rate} 기준, ${p.age} 전)`,
    unknown: '지금은 알 수 없음',
  },
};
