import { type Intent, says } from '../intent.ts';

const KO =
  /들고있|들고계|갖고있|가지고있|보유|포지션|잔고|잔액|포트폴리오|물려|자산(은|이|얼마|현황)|총자산|평가금|계좌|뭐들고|뭐있어|뭐있지|뭐사놨|사놓은|담고있|몇개(있|들|가지)/;
const EN =
  /\bhold(ing|ings|s)?\b|\bpositions?\b|\bportfolio\b|\bwhat (do|are) (you|we|i) (own|have|in)\b|\bdo (you|we|i) (own|have)\b|\bown\b|\bbalance\b|\bequity\b|\bnet worth\b|\bin my account\b|\baccount\b|\bexposed to\b/;

/** What is held now. */
export const holdings: Intent = {
  name: 'holdings',
  example: { ko: '뭐 들고 있어?', en: 'what do you hold?' },
  score: (utterance) => (says(utterance, KO, EN) ? 78 : 0),
};
