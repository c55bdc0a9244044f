import type { Intent } from '../intent.ts';
import type { Utterance } from '../utterance.ts';

// The cause stands before the verb of trading in Korean and after it in English.
const KOREAN =
  /^(?<cause>.{1,80}?)(?:했|하|올렸|올라|냈|썼|말|나)?(?:기\s?때문에|때문에|땜에|덕분에|어서|아서|해서|라서|여서|려서|와서|떠서|나서|져서|빠서|커서|려고|보고|듣고|믿고|따라서?)\s?(?:그래서\s?)?(?:[A-Za-z가-힣]{0,8}\s)?(?:산|샀|사신|판|팔|매수|매도|들어간|들어갔|롱|숏|bought|buy)/iu;
const CONFIRM =
  /지\?*$|죠|맞지|맞죠|맞아|맞나|거지|거죠|거야\?*$|건가|거임|거니|거냐|아냐\?*$|아니야\?*$|잖아|거였|\?$/;
const ENGLISH =
  /\b(?:bought|buy|sold|sell|shorted|closed|exited)\b.{0,40}?\b(?:because(?: of)?|due to|since|on account of|thanks to|after)\s+(?<cause>.{2,80}?)(?:[,.]?\s*(?:right|correct|no|yes|isn'?t it|didn'?t you|is that (?:right|it|why)))?\s*\?*$/i;
const ENGLISH_FIRST =
  /^(?<cause>.{2,80}?)\s+(?:so|that'?s why|is why|made you)\s+(?:you\s+)?(?:bought|buy|sold|sell)\b/i;

/** Returns the cause that a question takes for granted, such as "Elon tweeted", or null. */
export function claimedCause({ text, lower }: Pick<Utterance, 'text' | 'lower'>): string | null {
  if (/왜|어째서|무슨|무엇|뭘|뭐|어떤|\b(why|what|which|who|how)\b/.test(lower)) return null;
  const korean = CONFIRM.test(text) ? KOREAN.exec(text) : null;
  const match = korean ?? ENGLISH.exec(text) ?? ENGLISH_FIRST.exec(text);
  return match?.groups?.cause?.trim() ?? null;
}

/** A reason that the person supposes: checked against the record, never taken over. */
export const premise: Intent = {
  name: 'premise',
  example: { ko: '뉴스 때문에 샀지?', en: 'you bought because of the news, right?' },
  score: (utterance) => (utterance.side !== null && !utterance.negated && claimedCause(utterance) !== null ? 94 : 0),
};
