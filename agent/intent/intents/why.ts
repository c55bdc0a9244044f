import { asksWhy, type Intent, says } from '../intent.ts';

const EXPLAIN = /설명|자세히|알려줘|보여줘/;
const MOVED = /떨어|내렸|내려|올랐|오른|오르|올라|하락|상승|급등|급락|폭락|폭등|빠졌|빠지/;
const EN_MOVED =
  /\b(fall|falling|fell|drop(ped|ping)?|down|up|ris(e|ing)|rose|pump(ed|ing)?|crash(ed|ing)?|mov(e|ed|ing)|rall(y|ied|ying)|tank(ed|ing)?)\b/;
const TRADED = /거래|매매|주문|결정|포지션/;
const EN_TRADED = /\b(trade|traded|order(ed)?|decision|position|did (you|it)|do (it|that)|that|this|it)\b/;

/** Why something was bought, sold or closed. */
export const why: Intent = {
  name: 'why',
  example: { ko: '왜 샀어?', en: 'why did you buy?' },
  score(utterance) {
    if (utterance.reference !== null && (asksWhy(utterance) || says(utterance, EXPLAIN, /\btell me about\b|\bshow\b/)))
      return 92;
    if (utterance.reference !== null && utterance.text.length <= utterance.reference.length + 3) return 70;
    if (!asksWhy(utterance)) return 0;
    if (utterance.side !== null) return 90;
    // Why a price moved is nothing that the desk decided; its news may tell.
    if (says(utterance, MOVED, EN_MOVED)) return 0;
    if (says(utterance, TRADED, EN_TRADED) || utterance.compact.length <= 6) return 88;
    return utterance.coins.length > 0 ? 60 : 20;
  },
};
