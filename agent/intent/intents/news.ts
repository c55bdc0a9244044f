import { asksWhy, type Intent, says } from '../intent.ts';

const KO = /뉴스|소식|기사|호재|악재|이슈|헤드라인|발표|속보|보도/;
const EN =
  /\bnews\b|\bheadlines?\b|\barticles?\b|\bstor(y|ies)\b|\bannounce(d|ment|ments)?\b|\breport(s|ed)?\b.{0,20}\b(about|on|of)\b|\b(did|do|does|have|has|was|were) .{0,20}\breport(ed)?\b/;
const MOVED = /떨어|내렸|내려|올랐|오른|오르|올라|하락|상승|급등|급락|폭락|폭등|빠졌|빠지/;
const EN_MOVED =
  /\b(fall|falling|fell|drop(ped|ping)?|down|up|ris(e|ing)|rose|pump(ed|ing)?|crash(ed|ing)?|mov(e|ed|ing)|rall(y|ied|ying)|tank(ed|ing)?)\b/;

/** What was reported. Also asked when someone wants to know why a price moved: that is all the desk knows of it. */
export const news: Intent = {
  name: 'news',
  example: { ko: '리플 뉴스 있어?', en: 'any news on XRP?' },
  score(utterance) {
    if (says(utterance, KO, EN)) return 86;
    return asksWhy(utterance) && says(utterance, MOVED, EN_MOVED) ? 85 : 0;
  },
};
