import type { Language } from './language.ts';

/** What is said about pictures; the words inside of one are those of its drawer. */
export interface ChartWords {
  readonly button: string;
  readonly timeframes: string;
  noDecision(p: { id: string }): string;
  tooLongAgo(p: { id: string }): string;
  readonly notDrawn: string;
  saved(p: { path: string }): string;
  readonly notSaved: string;
}

export const CHART_WORDS: Readonly<Record<Language, ChartWords>> = {
  en: {
    button: 'Chart',
    timeframes: 'A chart is of 1m, 5m, 15m or 1h bars, such as /chart sol 5m.',
    noDecision: (p) => `There is no decision ${p.id}. /decisions lists them.`,
    tooLongAgo: (p) => `The bars around ${p.id} are no longer kept. /why ${p.id} tells what happened.`,
    notDrawn: 'The chart could not be drawn just now. Ask again in a moment.',
    saved: (p) => `Picture: ${p.path}`,
    notSaved: 'The picture could not be written to the data folder.',
  },
  ko: {
    button: '차트',
    timeframes: '차트는 1m, 5m, 15m, 1h 봉으로 그립니다. 예: /chart sol 5m',
    noDecision: (p) => `판단 ${p.id} 기록이 없습니다. /decisions에서 목록을 볼 수 있습니다.`,
    tooLongAgo: (p) => `${p.id} 무렵의 봉은 더 이상 남아 있지 않습니다. /why ${p.id}에서 내용을 볼 수 있습니다.`,
    notDrawn: '지금은 차트를 그릴 수 없습니다. 잠시 뒤 다시 요청해 주세요.',
    saved: (p) => `그림: ${p.path}`,
    notSaved: '그림을 데이터 폴더에 쓸 수 없었습니다.',
  },
};
