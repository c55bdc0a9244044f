import { type Intent, says } from '../intent.ts';

/** What trading cost. */
export const fees: Intent = {
  name: 'fees',
  example: { ko: '수수료 얼마 나갔어?', en: 'how much did fees cost me this week?' },
  score: (utterance) => (says(utterance, /수수료|거래비용/, /\bfees?\b|\bcommissions?\b|\btrading costs?\b/) ? 88 : 0),
};
