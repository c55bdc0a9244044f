import type { Language } from '../answers/answer.ts';
import { coinsIn } from './coins.ts';
import type { AskedTime, ParseTime } from './times.ts';

const MAX_LENGTH = 1_000;
const INVISIBLE = /\p{Cf}|\p{Cc}|\p{Default_Ignorable_Code_Point}/gu;

/** `short` is a sale that opens; `sell` may also mean one that ends a long. */
export type AskedSide = 'buy' | 'sell' | 'short' | 'close';

/** A question, read as far as it can be read without knowing what it asks for. */
export interface Utterance {
  /** As people wrote it, normalised and cut. */
  readonly text: string;
  readonly lower: string;
  /** Without spaces and punctuation: Korean is spaced in many ways. */
  readonly compact: string;
  readonly language: Language | null;
  /** Coin names in order of appearance, such as `SOL`. */
  readonly coins: readonly string[];
  /** `D-12`, `T-3`, `O-5`, `F-7`, `A-2`, `N-4`. */
  readonly reference: string | null;
  readonly side: AskedSide | null;
  readonly negated: boolean;
  readonly time: AskedTime;
}

const BUY =
  /샀|삿어|산거|산이유|산건|산까닭|산근거|매수|구매|구입|사는|사고|사나|사니|사냐|사지|사서|안사|못사|살까|진입|들어갔|들어간|줍줍|담았|롱/;
const SELL = /팔|판거|판이유|판건|매도|처분|던졌/;
const CLOSE = /청산|닫았|닫은|익절|손절했|손절한|나왔어|나온거|빠져나|털었/;
const EN_BUY = /\b(buy|bought|buying|purchased?|long|longed|enter(ed)?|get into|got into|pick(ed)? up|acquire[d]?)\b/;
const EN_SELL = /\b(sell|sold|selling|dump(ed)?)\b/;
const EN_SHORT = /\bshort(ed|ing)?\b(?! of)/;
const EN_CLOSE =
  /\b(clos(e|ed|ing)|exit(ed)?|get out|got out|liquidated?|cash(ed)? out|take profit|took profit|stopped out)\b/;
const NEGATED =
  /안(샀|삿|사|산|삼|팔|판|매수|매도|들어|진입|담|buy|sell|long|short|했|하|해|닫|청산|구매|거래)|못(샀|사|산|팔|판|들어)|지않|지못|지도않|않았|않은|안했|안하|거절|보류|건너뛰|건너뛴|패스했|놓쳤|막혔|막았|막힌/;
const EN_NEGATED =
  /\bnot\b|n['’]?t\b|\bdidnt\b|\bnever\b|\bskip(ped)?\b|\bpass(ed)? on\b|\bmiss(ed)?\b|\brefused?\b|\brejected?\b|\bden(y|ied)\b|\bheld (off|back)\b|\bhold (off|back)\b|\bavoid(ed)?\b|\bstay(ed)? out\b|\bno trade\b|\bblocked\b/;
const REFERENCE = /(?<![a-z0-9])([dtofan])\s?[-–#]\s?(\d{1,9})(?!\d)/;

export interface ReadingOptions {
  readonly coins: readonly string[];
  readonly parseTime: ParseTime;
}

export function readUtterance(question: string, { coins, parseTime }: ReadingOptions): Utterance {
  const text = question.slice(0, MAX_LENGTH).normalize('NFKC').replace(INVISIBLE, ' ').replace(/\s+/g, ' ').trim();
  const lower = text.toLowerCase().replace(/[’‘]/g, "'");
  const compact = lower.replace(/[^\p{L}\p{N}]+/gu, '');
  const reference = REFERENCE.exec(lower);
  return {
    text,
    lower,
    compact,
    language: languageOf(text),
    coins: coinsIn(lower, coins),
    reference: reference === null ? null : `${(reference[1] ?? '').toUpperCase()}-${Number(reference[2])}`,
    side: sideIn(lower, compact),
    negated: NEGATED.test(compact) || EN_NEGATED.test(lower),
    time: parseTime(text),
  };
}

function languageOf(text: string): Language | null {
  if (/[\u1100-\u11ff\u3130-\u318f가-힣]/.test(text)) return 'ko';
  return /[A-Za-z]{2,}/.test(text) ? 'en' : null;
}

function sideIn(lower: string, compact: string): AskedSide | null {
  // "Close my short" and "손절하고 팔았어" are about getting out, whatever else they name.
  if (CLOSE.test(compact) || EN_CLOSE.test(lower)) return 'close';
  if (/숏|공매도/.test(compact) || EN_SHORT.test(lower)) return 'short';
  if (SELL.test(compact) || EN_SELL.test(lower)) return 'sell';
  return BUY.test(compact) || EN_BUY.test(lower) ? 'buy' : null;
}
