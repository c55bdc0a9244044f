import { ENGLISH_STOP_WORDS } from '../../rag/analysis/stop-words.ts';
import { namesOf } from './coins.ts';
import type { Utterance } from './utterance.ts';

/** Words that ask for news, praise it or name a time, and say nothing of what the news should be about. */
const ENGLISH: ReadonlySet<string> = new Set(
  `news headline headlines article articles story stories report reports reported reporting announce announced
  announcement announcements publish published coverage say said says saying tell told show find search look get give
  got list hear heard read latest recent newest new fresh top main big biggest major important interesting breaking hot
  good bad positive negative bullish bearish happen happened happening anything something everything nothing today
  tonight yesterday now currently lately recently morning afternoon evening night week weeks month hour hours day days
  minute minutes ago last past since am pm please regarding concerning related relating coin coins crypto cryptos
  cryptocurrency cryptocurrencies market markets check see know want like much many go going gone come came whats whos hows wheres theres heres`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const PARTICLE = '(?:은|는|이|가|을|를|도|의|에|에서|로|으로|랑|이랑|나|이나|만|들|들이|들은|부터|까지|쯤)?';
const ENDING = '(?:어|나|니|냐|는|는지|을까|습니까|어요|나요|죠|지|지요|대|요)*';
const KOREAN: readonly RegExp[] = [
  new RegExp(
    `^(?:뉴스|소식|기사|호재|악재|이슈|헤드라인|발표|속보|보도|코인|가상자산|암호화폐|시장|내용|얘기|이야기|것|거|게|건|거야)${PARTICLE}$`,
  ),
  new RegExp(
    `^(?:있|없|있었|없었|나왔|떴|올라왔|들어왔|들었|났|전했|뭐랬|됐|되었|했|보도됐|보도했|발표됐|발표했)${ENDING}$`,
  ),
  /^(?:알려|찾아|보여|말해|가르쳐|검색해|정리해|요약해|전해|해|찾아봐|알아봐)(?:줘|줘요|주세요|주라|줄래|줄래요|달라|다오|봐|봐요|줘봐)?$/,
  /^(?:검색|정리|요약|보도된|보도한|발표된|발표한|나온|뜬|난|올라온|들어온|있는|없는|궁금해|궁금해요|궁금하다|줘|주세요|하나|하니)$/,
  /^(?:뭐|뭐야|뭐래|뭐라고|뭐가|뭔|무슨|무엇|무엇이|어떤|어떻게|어때|어때요|왜|관련|관련된|관련해|관련해서|관한|관해|관해서|대한|대해|대해서)$/,
  /^(?:요즘|최근|최근에|최신|새로운|새|좀|혹시|그|이|저|및|또|다른|더|중요한|큰|주요|좋은|나쁜|안)$/,
  new RegExp(
    `^(?:오늘|어제|어젯밤|그제|그저께|엊그제|이번|이번주|지난|지난주|저번|저번주|주|금주|한주|일주일|이달|이번달|달|방금|아까|지금|현재|전|동안|사이|새벽|아침|저녁|밤|오전|오후)${PARTICLE}$`,
  ),
];
/** `14:05에`, `3시`, `20일`, `2pm`: taken away only where the question was understood to name a time. */
const CLOCK = /^\d{1,4}(?::\d{2})?(?:시|시간|분|일|월|년|am|pm|h|m|d)?(?:에|전|부터|까지|의|쯤)?$/i;
/** `ETF승인뉴스찾아줘`: Korean is also written without blanks. */
const RUN_TOGETHER =
  /^(.+?)(?:관련)?(?:뉴스|소식|기사|속보)(?:들)?(?:은|는|이|가|을|를|도|좀)?(?:(?:있|없|알려|찾아|보여)[가-힣]*)?$/;

/**
 * Returns what a question about news wants to read about: its words without the coin that it names first, without those
 * of time and of asking; null when nothing is left, for then it asks for whatever there is.
 */
export function searchedWords({ text, coins, time }: Pick<Utterance, 'text' | 'coins' | 'time'>): string | null {
  const [coin] = coins;
  const names = coin === undefined ? [] : [...namesOf(coin)].sort((a, b) => b.length - a.length);
  const kept = text
    .replace(/\b(tell|show|give|get|find) us\b/gi, ' ')
    .split(/[\s/|·…]+/)
    .map((word) => word.replace(/^[^\p{L}\p{N}$]+|[^\p{L}\p{N}%]+$/gu, ''))
    .flatMap((word) => bareWord(word, names, time !== null));
  return kept.length === 0 ? null : kept.join(' ');
}

function bareWord(word: string, names: readonly string[], isTimed: boolean): readonly string[] {
  const body = RUN_TOGETHER.exec(word)?.[1] ?? word;
  const rest = withoutCoin(body, names);
  return rest === '' || isAsking(rest) || (isTimed && CLOCK.test(rest)) ? [] : [rest];
}

/** A coin's name is a filter and not a word to look for; what is written on to it is. */
function withoutCoin(word: string, names: readonly string[]): string {
  const lower = word
    .toLowerCase()
    .replace(/^[$#]/, '')
    .replace(/['’]s$/, '');
  if (names.includes(lower)) return '';
  const name = names.find((one) => /[가-힣]/.test(one) && lower.startsWith(one));
  const latin = /^([a-z0-9]+)([가-힣]+)$/.exec(lower);
  if (latin !== null && names.includes(latin[1] ?? '')) return withoutParticle(latin[2] ?? '');
  if (name === undefined) return word;
  const rest = withoutParticle(word.slice(-(lower.length - name.length)));
  // 비트 also begins 비트마인: only a long name can have something written on to it.
  return rest === '' || name.length > 2 ? rest : word;
}

function withoutParticle(rest: string): string {
  return new RegExp(`^${PARTICLE}$`).test(rest) ? '' : rest;
}

function isAsking(word: string): boolean {
  const lower = word.toLowerCase();
  const plain = lower.replace(/[’']/g, '');
  return ENGLISH.has(plain) || ENGLISH_STOP_WORDS.has(plain) || KOREAN.some((pattern) => pattern.test(lower));
}
