import { type Intent, says } from '../intent.ts';
import type { Utterance } from '../utterance.ts';

const WORST = /최악|워스트|제일못|가장못|(제일|가장)(크게|많이)?(잃|손해|나쁜|망한)|worst/;
const EN_WORST =
  /\bworst (trade|one|deal|position|loss)\b|\b(biggest|largest) los(s|er)\b|\bleast profitable\b|\blost the most\b|\bworst\b(?! case)/;
const BEST = /최고(의|로)?(거래|매매|수익|잘)|베스트|(제일|가장)(많이|크게)?(잘|번|벌|좋|수익|이익)|best/;
const EN_BEST =
  /\bbest (trade|one|deal|position)\b|\b(biggest|largest) (win|winner|gain|profit)\b|\bmost profitable\b|\bmade the most\b|\bbest\b/;

/** Returns which end is asked for; both when both or neither are named. */
export function askedExtreme(utterance: Utterance): 'best' | 'worst' | 'both' {
  const best = says(utterance, BEST, EN_BEST);
  const worst = says(utterance, WORST, EN_WORST);
  if (best === worst) return 'both';
  return best ? 'best' : 'worst';
}

/** The best and the worst trade. */
export const extremes: Intent = {
  name: 'extremes',
  example: { ko: '제일 잘한 거래는?', en: 'which was the worst trade?' },
  score(utterance) {
    if (says(utterance, WORST, EN_WORST)) return 91;
    return says(utterance, BEST, EN_BEST) ? 91 : 0;
  },
};
