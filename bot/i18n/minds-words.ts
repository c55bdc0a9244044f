import type { Language } from './language.ts';

/** What is said of language models: who reviews, what they cost, what they cannot do just now. */
export interface MindsWords {
  /** When the desk opens. `rules`: all of them are; `some`: rules stand in for some. */
  readonly who: Readonly<Record<'rules' | 'some' | 'models', (p: { names: string; count: number }) => string>>;
  readonly label: string;
  /** Of the cap where there is one. */
  spent(p: { tokens: string; usd: string; tokenCap: string | null; usdCap: string }): string;
  readonly states: Readonly<Record<'resting' | 'paused', (p: { provider: string }) => string>>;
  readonly recorded: Readonly<Record<'record' | 'replay' | 'replay-strict', string>>;
  readonly budget: Readonly<Record<'low' | 'spent', (p: { share: string }) => string>>;
  readonly breaker: Readonly<Record<'resting' | 'back', (p: { provider: string }) => string>>;
  readonly troubleTitle: string;
}

const COUNTS: Readonly<Record<number, string>> = { 1: 'one reviewer', 2: 'two reviewers', 3: 'three reviewers' };
const COUNTS_KO: Readonly<Record<number, string>> = { 1: '검토자 하나', 2: '검토자 둘', 3: '검토자 셋' };

export const MINDS_WORDS: Readonly<Record<Language, MindsWords>> = {
  en: {
    who: {
      rules: (p) => `${COUNTS[p.count] ?? 'reviewers'} (${p.names}; rules, no language model)`,
      some: (p) => `${COUNTS[p.count] ?? 'reviewers'} (${p.names}; a rule stands in where no language model is set up)`,
      models: (p) => `${COUNTS[p.count] ?? 'reviewers'} (${p.names}; language models)`,
    },
    label: 'Language models',
    spent: (p) =>
      `today ${p.tokens}${p.tokenCap === null ? '' : ` of ${p.tokenCap}`} tokens, $${p.usd} of $${p.usdCap}`,
    states: {
      resting: (p) => `${p.provider} is left alone for a while after failures`,
      paused: (p) => `${p.provider} asked for a pause`,
    },
    recorded: {
      record: 'answers are recorded',
      replay: 'recorded answers first',
      'replay-strict': 'recorded answers only',
    },
    budget: {
      low: (p) =>
        `${p.share} of the day's budget for language models is spent. When it is gone they abstain, and entries are held.`,
      spent: () =>
        "The day's budget for language models is spent: they abstain until midnight UTC, and entries are held. models.dayUsd and models.dayTokens set it.",
    },
    breaker: {
      resting: (p) =>
        `${p.provider} failed several times in a row and is left alone for a while: its votes are abstentions.`,
      back: (p) => `${p.provider} answers again.`,
    },
    troubleTitle: 'Language models',
  },
  ko: {
    who: {
      rules: (p) => `${COUNTS_KO[p.count] ?? '검토자'}(${p.names}, 언어 모델이 아닌 규칙)`,
      some: (p) => `${COUNTS_KO[p.count] ?? '검토자'}(${p.names}, 언어 모델이 없는 자리는 규칙이 대신함)`,
      models: (p) => `${COUNTS_KO[p.count] ?? '검토자'}(${p.names}, 언어 모델)`,
    },
    label: '언어 모델',
    spent: (p) => `오늘 ${p.tokens}${p.tokenCap === null ? '' : `/${p.tokenCap}`} 토큰, ${p.usd}/${p.usdCap}달러`,
    states: {
      resting: (p) => `${p.provider}: 연속 실패로 잠시 부르지 않음`,
      paused: (p) => `${p.provider}: 서버 요청으로 잠시 쉼`,
    },
    recorded: { record: '답을 녹음 중', replay: '녹음된 답 우선', 'replay-strict': '녹음된 답만 사용' },
    budget: {
      low: (p) => `언어 모델의 오늘 예산을 ${p.share} 썼습니다. 다 쓰면 언어 모델이 기권하고 진입이 보류됩니다.`,
      spent: () =>
        '언어 모델의 오늘 예산을 다 썼습니다. UTC 자정까지 언어 모델이 기권하고 진입이 보류됩니다. 예산은 models.dayUsd와 models.dayTokens로 정합니다.',
    },
    breaker: {
      resting: (p) => `${p.provider}: 연속으로 실패해 잠시 부르지 않습니다. 그동안 기권으로 처리됩니다.`,
      back: (p) => `${p.provider}: 다시 응답합니다.`,
    },
    troubleTitle: '언어 모델',
  },
};
