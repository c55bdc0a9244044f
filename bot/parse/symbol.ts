import type { Instrument } from '../../engine/domain/instrument.ts';

/** What people call coins, beyond the ticker itself. */
const NICKNAMES: Readonly<Record<string, string>> = {
  bitcoin: 'BTC',
  xbt: 'BTC',
  비트코인: 'BTC',
  비트: 'BTC',
  비코: 'BTC',
  빗코: 'BTC',
  ether: 'ETH',
  ethereum: 'ETH',
  이더리움: 'ETH',
  이더: 'ETH',
  이더륨: 'ETH',
  ripple: 'XRP',
  리플: 'XRP',
  엑스알피: 'XRP',
  solana: 'SOL',
  솔라나: 'SOL',
  솔: 'SOL',
  dogecoin: 'DOGE',
  도지코인: 'DOGE',
  도지: 'DOGE',
  cardano: 'ADA',
  에이다: 'ADA',
  litecoin: 'LTC',
  라이트코인: 'LTC',
  라코: 'LTC',
  bnb: 'BNB',
  바이낸스코인: 'BNB',
};

const KOREAN_PARTICLES = /(?:을|를|은|는|이|가|의|에|도|만|로|으로|랑|하고|이랑|코인)$/;
const QUOTES = /[/\-_:]?(?:usdt|usd|krw|perp)(?::usdt)?(?:\.p)?$/;

/** Returns the instruments that a word names: none, one, or several when the venue lists the coin more than once. */
export function findInstruments(word: string, instruments: readonly Instrument[]): readonly Instrument[] {
  const text = word.trim().toLowerCase().replace(/^#/, '');
  if (text === '') return [];
  const exact = instruments.filter((instrument) => instrument.symbol.toLowerCase() === text);
  if (exact.length > 0) return exact;
  for (const spelling of spellings(text)) {
    const base = baseNamed(spelling);
    const found = instruments.filter((instrument) => instrument.base.toUpperCase() === base);
    if (found.length > 0) return found;
  }
  return [];
}

function spellings(text: string): readonly string[] {
  const withoutParticle = text.replace(KOREAN_PARTICLES, '');
  const withoutQuote = text.replace(QUOTES, '');
  return [...new Set([text, withoutQuote, withoutParticle, withoutParticle.replace(QUOTES, '')])].filter(
    (spelling) => spelling !== '',
  );
}

function baseNamed(spelling: string): string {
  const nickname = Object.hasOwn(NICKNAMES, spelling) ? NICKNAMES[spelling] : undefined;
  return nickname ?? spelling.toUpperCase();
}
