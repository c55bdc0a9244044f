import { type Intent, says } from '../intent.ts';

const KO =
  /달랐으면|달랐다면|달랐어야|달라야|다르면|뭐가부족|뭐부족|무엇이부족|부족했|모자랐|모자라|얼마나부족|얼마나모자|바뀌었으면|바뀌면|바뀌어야|뭐가됐으면|뭐가되면|어떻게되면|어땠으면|어떤조건|조건이면|조건이뭐|조건은뭐|얼마였으면|얼마면(샀|살|사)|됐어야|했어야(샀|살|사|매수)|아깝|아슬/;
const EN =
  /\bwould have (had|needed|taken|to|bought|sold|changed|made)\b|\bhad to (differ|change|be different)\b|\bwhat would (it|have|need|make|you need)\b|\bwhat if\b|\bhow close\b|\bwhat was missing\b|\bfell short\b|\bshort of\b|\bneed(s|ed)? to (happen|change|differ)\b|\bwhat has to\b|\bwhat must\b|\bunder what\b|\bhow far\b|\bwhen would you (have )?(buy|bought)\b/;

/** Which gate would have had to differ, and by how much. */
export const counterfactual: Intent = {
  name: 'counterfactual',
  example: { ko: '뭐가 달랐으면 샀어?', en: 'what would have had to differ?' },
  score: (utterance) => (says(utterance, KO, EN) ? 97 : 0),
};
