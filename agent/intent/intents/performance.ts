import { type Intent, says } from '../intent.ts';

const KO = /승률|성과|성적|실적|퍼포먼스|통계|잘하고있|잘했|손익비|몇번이겼|몇승|승패|기록은|얼마나잘/;
const EN =
  /\bwin ?-?rate\b|\bperform(ance|ing|ed)?\b|\bhow well\b|\btrack record\b|\bstat(s|istics)?\b|\bprofit factor\b|\bhow are you doing\b|\bhow good\b|\bwins and losses\b|\bhit rate\b|\bhow many (trades|wins)\b/;

/** How good the trading has been. */
export const performance: Intent = {
  name: 'performance',
  example: { ko: '승률 어때?', en: 'what is the win rate?' },
  score: (utterance) => (says(utterance, KO, EN) ? 84 : 0),
};
