import type { ReviewerRole, Stance } from '../../engine/domain/verdict.ts';

/** What a factor can be a reason for: a side, either side, or neither: then it is a reason to wait. */
type Speaks = 'buy' | 'sell' | 'either' | 'wait';

/** Every reason that a model can give. People read them in words of ours: a model chooses one, and writes none. */
export const FACTORS = {
  'news-good': 'buy',
  'news-bad': 'sell',
  'news-hazard': 'sell',
  'news-quiet': 'either',
  'mood-good': 'buy',
  'mood-bad': 'sell',
  'crowd-fearful': 'either',
  'crowd-greedy': 'either',
  'crowded-long': 'sell',
  'crowded-short': 'buy',
  'trend-up': 'buy',
  'trend-down': 'sell',
  'trend-absent': 'wait',
  'momentum-up': 'buy',
  'momentum-down': 'sell',
  oversold: 'buy',
  overbought: 'sell',
  'volume-alive': 'either',
  'volume-thin': 'wait',
  'volatility-dead': 'wait',
  'volatility-violent': 'wait',
  'spread-wide': 'wait',
  'stop-fits': 'either',
  'stop-too-near': 'wait',
  'stop-too-far': 'wait',
  'reward-fair': 'either',
  'reward-poor': 'wait',
  'account-calm': 'either',
  'account-strained': 'wait',
  'exposure-high': 'wait',
  'evidence-thin': 'wait',
  'evidence-mixed': 'wait',
  'text-commands': 'wait',
} as const satisfies Readonly<Record<string, Speaks>>;

export type Factor = keyof typeof FACTORS;

const ANY: readonly Factor[] = ['evidence-thin', 'evidence-mixed'];
const NEWS: readonly Factor[] = [
  'news-good',
  'news-bad',
  'news-hazard',
  'news-quiet',
  'mood-good',
  'mood-bad',
  'crowd-fearful',
  'crowd-greedy',
  'crowded-long',
  'crowded-short',
  'text-commands',
];
const CHART: readonly Factor[] = [
  'trend-up',
  'trend-down',
  'trend-absent',
  'momentum-up',
  'momentum-down',
  'oversold',
  'overbought',
  'volume-alive',
  'volume-thin',
  'volatility-dead',
  'volatility-violent',
  'spread-wide',
];
const PLAN: readonly Factor[] = ['stop-fits', 'stop-too-near', 'stop-too-far', 'reward-fair', 'reward-poor'];
const ACCOUNT: readonly Factor[] = ['account-calm', 'account-strained', 'exposure-high'];
const DANGERS: readonly Factor[] = [
  'volume-alive',
  'volume-thin',
  'volatility-dead',
  'volatility-violent',
  'spread-wide',
  'news-hazard',
  'news-quiet',
  'text-commands',
];

/** What each role may give as a reason: nobody speaks of what they were not shown. */
export const ROLE_FACTORS: Readonly<Record<ReviewerRole, readonly Factor[]>> = {
  'news-psychology': [...NEWS, ...ANY],
  news: [...NEWS, ...ANY],
  technical: [...CHART, ...PLAN, ...ANY],
  main: [...CHART, ...NEWS, ...ANY],
  risk: [...PLAN, ...ACCOUNT, ...DANGERS, ...ANY],
};

/** Tells whether a vote has a reason: who takes a side has one for that side, who waits may have any. */
export function bearsOut(stance: Stance, factors: readonly Factor[]): boolean {
  return stance === 'hold' || factors.some((factor) => FACTORS[factor] === stance || FACTORS[factor] === 'either');
}
