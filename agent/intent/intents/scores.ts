import { type Intent, says } from '../intent.ts';

const KO =
  /적중률|정확도|캘리브레이션|(모델|검토자|리뷰어|투표자|심사자)(들)?(별|의|은|는|이|가)?(성적|실력|순위|점수|성능)|(어느|어떤|누가|무슨)(모델|검토자|리뷰어|투표자|쪽)?(이|가|은|는)?(더|제일|가장)?(잘|많이|자주|정확하게)?(맞혀|맞춰|맞히|맞추|맞았|맞혔|맞췄|정확)|(모델|검토자|리뷰어|투표자)(이|가|은|는|들은|들이)?(더|얼마나|제일|가장)?(자주|잘|많이)?(나아|낫|맞혀|맞춰|맞히|맞추|맞았|맞혔|맞췄|정확|믿을)/;
const EN =
  /\b(hit rates?|brier|calibrat(ed|ion)|scoreboard)\b|\bwhich (of the )?(reviewers?|models?|voters?|one)\b.*\b(better|best|right|accurate|reliable|worse|worst)\b|\b(reviewers?|models?|voters?)\b.*\b(is|are|was|were) (better|best|more (often )?(right|accurate|reliable))\b|\bhow (accurate|good|reliable|often (is|are|was|were))\b.*\b(reviewers?|models?|voters?)\b|\bwho (is|was) (more often )?right\b/;

/** How right each voter has been. */
export const scores: Intent = {
  name: 'scores',
  example: { ko: '어느 모델이 더 잘 맞혀?', en: 'which reviewer is better?' },
  score: (utterance) => (says(utterance, KO, EN) ? 97 : 0),
};
