import type { Slot } from '../answers/answer.ts';

/** A word that says what a value is, and the values that may be called so. */
export interface Measure {
  readonly en: readonly string[];
  /** Beginnings of words. */
  readonly ko: readonly string[];
  readonly fits: (slot: Slot) => boolean;
}

const MONEY: ReadonlySet<string> = new Set(['money', 'signed-money']);
const SHARES: ReadonlySet<string> = new Set(['percent', 'signed-percent', 'rate', 'points']);
const RESULT = /net|realis|unrealis|profit|loss|gain|return|change|best|worst/i;

function at(path: RegExp): (slot: Slot) => boolean {
  return (slot) => path.test(slot.path);
}

function isResult(slot: Slot): boolean {
  return (MONEY.has(slot.unit) || SHARES.has(slot.unit)) && RESULT.test(slot.path);
}

/** A value below zero may not be called a profit, nor one above it a loss. */
function withSign(sign: 1 | -1): (slot: Slot) => boolean {
  return (slot) => isResult(slot) && Math.sign(Number(slot.value)) !== -sign;
}

export const MEASURES: readonly Measure[] = [
  { en: ['price', 'priced'], ko: ['가격', '현재가', '시세', '단가', '체결가'], fits: ({ unit }) => unit === 'price' },
  { en: ['fee', 'fees'], ko: ['수수료'], fits: at(/fee/i) },
  { en: ['profit', 'profits', 'gain', 'gains', 'earned', 'made'], ko: ['이익', '벌었', '번'], fits: withSign(1) },
  { en: ['loss', 'losses', 'lost'], ko: ['손실', '손해', '잃'], fits: withSign(-1) },
  { en: ['result', 'net', 'pnl', 'return'], ko: ['손익', '순손익', '수익률', '결과'], fits: isResult },
  {
    en: ['change', 'changed', 'moved', 'move'],
    ko: ['변동', '등락'],
    fits: (slot) => slot.unit === 'signed-percent' || isResult(slot),
  },
  {
    en: ['quantity', 'size'],
    ko: ['수량'],
    fits: ({ unit, path }) => unit === 'quantity' || /quantity|size/i.test(path),
  },
  { en: ['notional', 'value', 'worth', 'amount'], ko: ['금액', '규모'], fits: at(/notional|value|amount/i) },
  { en: ['equity'], ko: ['자산'], fits: at(/equity/i) },
  { en: ['cash', 'balance'], ko: ['현금', '잔고'], fits: at(/cash|balance/i) },
  { en: ['exposure'], ko: ['노출'], fits: at(/exposure/i) },
  { en: ['probability'], ko: ['확률'], fits: at(/probab/i) },
  { en: ['threshold', 'limit'], ko: ['기준', '한도'], fits: at(/threshold|limit/i) },
  { en: ['confidence'], ko: ['확신', '신뢰도'], fits: at(/confidence/i) },
  { en: ['stop', 'stop-loss'], ko: ['손절'], fits: at(/stop|loss/i) },
  { en: ['target', 'take-profit'], ko: ['익절', '목표가'], fits: at(/target|profit/i) },
  { en: ['rsi'], ko: [], fits: at(/rsi/i) },
  { en: ['atr'], ko: [], fits: at(/atr/i) },
  { en: ['drawdown'], ko: ['낙폭'], fits: at(/drawdown/i) },
  { en: ['volume'], ko: ['거래량'], fits: at(/volume/i) },
  { en: ['count', 'number'], ko: ['개수', '횟수', '건수'], fits: ({ unit }) => unit === 'count' },
];

/** Returns the measures that a word names, if any: a word such as 손절 may name more than one kind of value. */
export function measuresOf(word: string): readonly Measure[] {
  return MEASURES.filter(({ en, ko }) => en.includes(word) || ko.some((beginning) => word.startsWith(beginning)));
}
