import { FURTHER_COINS } from './further-coins.ts';
import { LEADING_COINS } from './leading-coins.ts';

/** How sure a mention is: on its own, on its own when written large, or only beside evidence. */
export type Certainty = 'sure' | 'capital' | 'vague';

export interface CoinName {
  /** Lower case, one entry a word. */
  readonly words: readonly string[];
  readonly certainty: Certainty;
}

export interface Coin {
  readonly symbol: string;
  /** Tickers it had before or has elsewhere. */
  readonly otherSymbols: readonly string[];
  /** `plain`: in capitals the ticker means the coin; `word`: it is a word too; `acronym`: it usually means something else. */
  readonly ticker: 'plain' | 'word' | 'acronym';
  readonly names: readonly CoinName[];
}

/** All coins of the table, the leading ones first. */
export const COINS: readonly Coin[] = `${LEADING_COINS}${FURTHER_COINS}`
  .split('\n')
  .filter((line) => line.trim() !== '')
  .map(readCoin);

const BY_SYMBOL: ReadonlyMap<string, Coin> = new Map([
  ...COINS.flatMap((coin) => coin.otherSymbols.map((symbol) => [symbol, coin] as const)),
  ...COINS.map((coin) => [coin.symbol, coin] as const),
]);

/** Returns the coin of a ticker in capitals, also of one it had before, or null. */
export function coinOf(ticker: string): Coin | null {
  return BY_SYMBOL.get(ticker) ?? null;
}

/** Splits a name into words as texts are split: `Fetch.ai` is two. */
export function nameWords(name: string): readonly string[] {
  return name.toLowerCase().match(/[가-힣]+|[a-z0-9]+/g) ?? [];
}

function readCoin(line: string): Coin {
  const [head = '', english = '', korean = ''] = line.split(';');
  const [symbols = '', ticker = 'plain'] = head.trim().split(' ');
  const [symbol = '', ...otherSymbols] = symbols.split('/');
  if (ticker !== 'plain' && ticker !== 'word' && ticker !== 'acronym') {
    throw new Error(`Coin table, ${symbol}: "${ticker}" is no kind of ticker; use word or acronym.`);
  }
  const names = `${english},${korean}`.split(',').map((name) => name.trim());
  return { symbol, otherSymbols, ticker, names: names.filter((name) => name !== '').map(readName) };
}

function readName(name: string): CoinName {
  const certainty = name.startsWith('?') ? 'vague' : name.startsWith('^') ? 'capital' : 'sure';
  return { words: nameWords(name), certainty };
}
