import { type Intent, says } from '../intent.ts';

const KO = /반대|찬성|동의|리뷰어|검토자|검토인|심사|투표|기권|누가막|누가안된|의견(은|이|을|뭐|들|좀)|의견$|누가뭐라/;
const EN =
  /\bdisagree[ds]?\b|\bagreed?\b|\bobject(ed|ion)?\b|\bagainst (it|this|that)\b|\breviewers?\b|\bvot(e|ed|es|ers?)\b|\bverdicts?\b|\babstain(ed)?\b|\bdissent(ed|er)?\b|\bwho (said|was|were)\b|\bopinions?\b/;

/** Who voted how. */
export const reviewers: Intent = {
  name: 'reviewers',
  example: { ko: '누가 반대했어?', en: 'who disagreed?' },
  score: (utterance) => (says(utterance, KO, EN) ? 93 : 0),
};
