import { type Intent, says } from '../intent.ts';

const KO =
  /(마지막|최근|방금|직전|지난번|아까)(에|의|으로|한)?(거래|매매|체결|주문|산|판|샀|팔|뭐샀|뭐팔)|뭐샀|뭐팔|뭘샀|뭘팔|무엇을샀|거래내역|체결내역|매매내역/;
const EN =
  /\b(last|latest|recent|most recent|previous) (trades?|fills?|deals?|buy|sale|orders?|transactions?)\b|\bwhat did you (just )?(buy|sell|trade)\b|\btrade history\b|\blist (the |my )?trades\b|\bwhat have you (bought|sold)\b/;

/** What was traded last. */
export const lastTrade: Intent = {
  name: 'last-trade',
  example: { ko: '마지막 거래 뭐야?', en: 'what was the last trade?' },
  score: (utterance) => (says(utterance, KO, EN) ? 82 : 0),
};
