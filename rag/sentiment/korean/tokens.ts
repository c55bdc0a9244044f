import type { Token } from '../entry.ts';
import { koreanLexicon } from './lexicon.ts';

const MAX_LENGTH = 4_000;
// Denied or undone right after the stem: 하락하지 않아, 우려 해소, 상장폐지 철회, 승인 거부.
const TURNED_AFTER =
  /^[가-힣]{0,4}지(?:는|도)?\s?(?:않|못)|^['"’”]?[가-힣]{0,2}\s?(?:(?:평결|판결|결정|처분|혐의|지정|피해|정황|의혹|징후|자금|증거|금)[을를이가은는도]?\s?)?(?:(?:은|는|이|가|도)?\s?(?:없|아니|아냐|무산|부인|철회|취소|거부|불발|실패|기각|무효|해제|해소|면해|면했|막아|막았|차단|중단|멈|그쳐|그쳤|가짜|허위|회수|끝|종료|뒤집|벗어))/;
const TURNED_BEFORE = /(?:(?:^|\s)(?:안|못|미)|가짜|허위)\s?$/;
// 급락 뒤 반등, 급락에도 순유입, 최고가 직후 후퇴.
const ASIDE_AFTER = /^(?:장|세|분)?\s?(?:뒤|후|직후|이후|에도|불구|딛고|속에?서?도)(?=[\s,]|$)/;
const DOUBTED =
  /(?:가능성|전망|예상|관측|추정|추진|검토|설(?=[\s,'"…]|$)|루머|소문|할까|될까|일까|예정|계획|제안|촉구|요청)/;
// A crime against somebody and its prosecution say little of a price.
const CASEWORK = /경찰|검찰|체포|기소|구속|징역|일당|납치|절도|사칭|관광객/;
// 숏·롱: whose positions were closed decides for whom it is bad.
const SHORT_CLOSED = /(?:숏|공매도)(?:(?!롱)[^.…]){0,24}?청산/g;
// Longest first: 상장폐지 is one thing, not 상장 and 폐지.
const STEMS = [...koreanLexicon.keys()].sort((a, b) => b.length - a.length);
const PIECE = new RegExp(`(?<stem>${STEMS.map(spaced).join('|')})|(?<stop>[.;!](?=\\s|$)|\\?)`, 'gu');

/** Splits Korean text into the stems the lexicon knows and marks; particles and endings fall away. */
export function koreanTokens(raw: string): readonly Token[] {
  const text = raw.slice(0, MAX_LENGTH).replace(SHORT_CLOSED, ' 숏청산');
  const tokens: Token[] = [];
  let spent = 0;
  for (const { 0: piece, index, groups } of text.matchAll(PIECE)) {
    if (index < spent) continue;
    if (groups?.stem !== undefined) {
      const { token, length } = stemmed(text, piece, index);
      tokens.push(token);
      spent = index + length;
    }
    if (groups?.stop !== undefined) tokens.push({ text: piece, mark: piece === '?' ? 'question' : 'stop' });
  }
  if (CASEWORK.test(text)) tokens.push({ text: '', entry: { role: 'doubt', factor: 0.5 } });
  else if (DOUBTED.test(text)) tokens.push({ text: '', entry: { role: 'doubt', factor: 0.7 } });
  return tokens;
}

/** What denies a stem is read with it: in 소송 기각 the dismissal is no second event. */
function stemmed(text: string, piece: string, index: number): { readonly token: Token; readonly length: number } {
  const end = index + piece.length;
  const after = text.slice(end, end + 18);
  const entry = koreanLexicon.get(piece.replace(/\s/g, ''));
  // Of what has no tone, nothing can be denied.
  const denial = entry?.role === 'subject' && entry.own === 0 ? '' : (TURNED_AFTER.exec(after)?.[0] ?? '');
  const turned = denial !== '' || TURNED_BEFORE.test(text.slice(Math.max(0, index - 3), index));
  return {
    token: { text: piece, entry, turned, aside: ASIDE_AFTER.test(after) },
    length: piece.length + denial.length,
  };
}

/** Compounds are written with and without a space: 사상최고, 사상 최고. */
function spaced(stem: string): string {
  return [...stem].join(stem.length > 3 ? '\\s?' : '');
}
