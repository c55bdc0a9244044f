import { type Coin, coinOf } from './coin.ts';
import { nameAt } from './name-index.ts';
import { follows, type Token, tokensOf } from './tokens.ts';

/** A place where a text may name a coin. */
export interface Mention {
  readonly asset: string;
  readonly at: number;
  readonly by: 'name' | 'ticker';
  /** False where the word alone proves nothing and no evidence stood beside it. */
  readonly certain: boolean;
  readonly lookAlike: boolean;
}

/** After an ordinary word in capitals or a name that is a word, these say that a coin is meant. */
const AFTER_NAME = new Set(
  'protocol network token tokens coin coins blockchain foundation dao mainnet memecoin stablecoin ecosystem 코인 토큰 재단 네트워크'.split(
    ' ',
  ),
);
const AFTER_TICKER = new Set(
  'token tokens coin coins memecoin price prices holders stakers staking altcoin 코인 토큰 가격 시세'.split(' '),
);
const QUOTES = new Set('USDT USDC USD KRW BUSD FDUSD EUR BTC ETH PERP TRY JPY'.split(' '));
const STABLE_QUOTES = new Set('USDT USDC BUSD FDUSD'.split(' '));
const JOINED_PAIR = /^([A-Z0-9]{2,10})(USDT|USDC|USD|KRW|PERP)$/;
const DOMAIN = new Set('com org net io news xyz co kr app fi finance exchange'.split(' '));
// A headline all in capitals makes every word look like a ticker.
const SHOUTING_SHARE = 0.6;

/** Returns every place where a coin is named, in order. `looks` are words in which look-alikes were folded. */
export function mentionsIn(text: string, looks: ReadonlySet<string>): readonly Mention[] {
  const tokens = tokensOf(text);
  const shouting = isShouting(text);
  const mentions: Mention[] = [];
  for (let index = 0; index < tokens.length; index += 1) {
    const token = tokens[index];
    if (token === undefined || isAddress(tokens, index)) continue;
    const place = { at: token.start, lookAlike: looks.has(token.text) };
    const name = nameAt(tokens, index);
    if (name !== null && (name.certainty !== 'vague' || coinOf(token.text) === null)) {
      const certain = name.certainty !== 'vague' || AFTER_NAME.has(tokens[index + name.length]?.lower ?? '');
      const counts = name.symbol !== null && !isQuote(tokens, index);
      if (counts) mentions.push({ ...place, asset: name.symbol, by: 'name', certain });
      index += name.length - 1;
      continue;
    }
    const ticker = tickerAt(tokens, index, shouting);
    if (ticker !== null) mentions.push({ ...place, ...ticker, by: 'ticker' });
  }
  return mentions;
}

function tickerAt(
  tokens: readonly Token[],
  index: number,
  shouting: boolean,
): Pick<Mention, 'asset' | 'certain'> | null {
  const token = tokens[index];
  if (token === undefined) return null;
  const cashtag = token.before === '$';
  const coin = coinOf(token.text) ?? (cashtag ? coinOf(token.text.toUpperCase()) : null);
  if (coin === null) return joinedPair(token);
  if (isQuote(tokens, index)) return null;
  // `$one` may be a slip for one dollar; `$ONE` is a ticker.
  if (cashtag && (coin.ticker === 'plain' || token.text === coin.symbol)) return { asset: coin.symbol, certain: true };
  if (coinOf(token.text) === null) return null;
  return { asset: coin.symbol, certain: isCertain(coin, tokens, index, shouting) };
}

function isCertain(coin: Coin, tokens: readonly Token[], index: number, shouting: boolean): boolean {
  if (coin.ticker === 'plain') return true;
  if (hasPair(tokens, index)) return true;
  const beside = follows(tokens, index + 1) && AFTER_TICKER.has(tokens[index + 1]?.lower ?? '');
  if (coin.ticker === 'acronym') return beside && !shouting;
  return !shouting || isBracketed(tokens[index]);
}

function isBracketed(token: Token | undefined): boolean {
  return token !== undefined && /[([]/.test(token.before) && /[)\]]/.test(token.after);
}

/** `NEAR/USDT`, `KRW-NEAR`. */
function hasPair(tokens: readonly Token[], index: number): boolean {
  const [previous, token, next] = [tokens[index - 1], tokens[index], tokens[index + 1]];
  if (token === undefined) return false;
  const quoted = /[/-]/.test(token.after) && next?.before === token.after && QUOTES.has(next.text);
  return quoted || (token.before === '-' && previous?.text === 'KRW' && previous.after === '-');
}

/** The stablecoin a price is given in is not what the text is about. */
function isQuote(tokens: readonly Token[], index: number): boolean {
  const [previous, token] = [tokens[index - 1], tokens[index]];
  if (token === undefined || previous === undefined || !STABLE_QUOTES.has(token.text)) return false;
  return /[/-]/.test(token.before) && previous.after === token.before && /^[A-Z0-9]{1,10}$/.test(previous.text);
}

function joinedPair({ text }: Token): Pick<Mention, 'asset' | 'certain'> | null {
  const base = JOINED_PAIR.exec(text)?.[1];
  const coin = base === undefined ? null : coinOf(base);
  return coin === null ? null : { asset: coin.symbol, certain: true };
}

/** `bitcoin.com`, `@ethereum`: an address is not its subject. */
function isAddress(tokens: readonly Token[], index: number): boolean {
  const [token, next] = [tokens[index], tokens[index + 1]];
  if (token === undefined || token.before === '@') return true;
  const domain = token.after === '.' && next?.before === '.' && DOMAIN.has(next.text) && follows(tokens, index + 1);
  return domain && (nameAt(tokens, index)?.length ?? 1) < 2;
}

function isShouting(text: string): boolean {
  const letters = text.match(/[A-Za-z]/g)?.length ?? 0;
  const large = text.match(/[A-Z]/g)?.length ?? 0;
  return letters >= 12 && large > SHOUTING_SHARE * letters;
}
