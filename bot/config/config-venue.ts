import type { z } from 'zod';
import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { VenueAddress, VenueKeys, VenueName } from '../../engine/exchanges/venues/venue-name.ts';
import { choice, count, fraction, type LeafSchema, leaf } from './config-leaf.ts';
import type { ConfigProblem } from './config-problem.ts';
import { section, setting } from './config-section.ts';

/** Which real market is followed, and how it is traded. */
export interface VenueConfig {
  readonly name: VenueName;
  /** All money of the desk is in it: USDT and won are never mixed. */
  readonly quoteCurrency: 'USDT' | 'KRW';
  /** In the order of the file. */
  readonly coins: readonly string[];
  /** The coins as the venue's instruments: `BTC/USDT:USDT`. */
  readonly symbols: readonly InstrumentSymbol[];
  readonly leverage: number;
  readonly marginMode: 'isolated' | 'cross';
  readonly maxSlippageFraction: number;
  /** Where the same market is seen when the venue is silent; null: nowhere. */
  readonly mirror: VenueName | null;
  readonly addresses: Readonly<Record<VenueName, VenueAddress>>;
  /** Secrets; null where none is set. */
  readonly keys: VenueKeySecrets;
}

export type VenueKeySecrets = Readonly<Record<VenueName, VenueKeys | null>>;

/** In the order in which they are offered to people. */
const NAMES = ['binance', 'binanceusdm', 'upbit', 'bithumb'] as const satisfies readonly VenueName[];

interface Habits {
  readonly quoteCurrency: VenueConfig['quoteCurrency'];
  symbolOf(coin: string): InstrumentSymbol;
  readonly futures: boolean;
}

const HABITS: Readonly<Record<VenueName, Habits>> = {
  binance: { quoteCurrency: 'USDT', symbolOf: (coin) => `${coin}/USDT`, futures: false },
  binanceusdm: { quoteCurrency: 'USDT', symbolOf: (coin) => `${coin}/USDT:USDT`, futures: true },
  upbit: { quoteCurrency: 'KRW', symbolOf: (coin) => `${coin}/KRW`, futures: false },
  bithumb: { quoteCurrency: 'KRW', symbolOf: (coin) => `${coin}/KRW`, futures: false },
};

/** What a paper account begins with where the file does not say. */
export const FIRST_CASH: Readonly<Record<VenueConfig['quoteCurrency'], string>> = { USDT: '10000', KRW: '10000000' };

const MOST_COINS = 50;

/** Coins by their short names, between commas or as a list. */
function coins(): LeafSchema<readonly string[]> {
  return leaf<readonly string[]>({
    allowed: `1 to ${MOST_COINS} different coins by their short names, such as BTC, ETH`,
    read(value) {
      const written = typeof value === 'string' ? value.split(',') : Array.isArray(value) ? value : [];
      const names = written.map((part) => (typeof part === 'string' ? part.trim().toUpperCase() : ''));
      const sound = names.every((name) => /^[A-Z0-9]{1,15}$/.test(name)) && new Set(names).size === names.length;
      return sound && names.length >= 1 && names.length <= MOST_COINS ? names : undefined;
    },
  });
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

/** An origin, encrypted unless it never leaves this machine; `own` is null: the venue's own. */
function origin(secure: string, open: string): LeafSchema<string | null> {
  return leaf<string | null>({
    allowed: `own, or an address without a path: ${secure}//…, or ${open}//127.0.0.1:PORT on this machine`,
    read(value) {
      if (value === 'own') return null;
      const url = typeof value === 'string' && URL.canParse(value) ? new URL(value) : null;
      if (url === null || url.username !== '' || url.password !== '') return undefined;
      if (url.pathname !== '/' || url.search !== '' || url.hash !== '') return undefined;
      const allowed = url.protocol === secure || (url.protocol === open && LOOPBACK.test(url.hostname));
      return allowed ? `${url.protocol}//${url.host}` : undefined;
    },
  });
}

const address = (title: string) =>
  section(title, {
    rest: setting(origin('https:', 'http:'), 'own', 'Where its REST requests go.'),
    stream: setting(origin('wss:', 'ws:'), 'own', 'Where its streams are opened.'),
  }).prefault({});

/** The section `venue` of the file. */
export const venueSection = section('The real market of modes paper and live; replay does not look at it.', {
  name: setting(choice(...NAMES), 'binanceusdm', 'binance (spot), binanceusdm (USDT-M futures), upbit or bithumb.'),
  symbols: setting(coins(), 'BTC, ETH, SOL, XRP', 'Coins that are followed and traded, by their short names.'),
  leverage: setting(count(1, 20), 1, 'Of futures, asserted at the venue before the first order. Spot knows only 1.'),
  marginMode: setting(choice('isolated', 'cross'), 'isolated', 'Of futures: isolated or cross.'),
  maxSlippage: setting(
    fraction(0.0001, 0.05),
    '0.3%',
    'An order that would be filled worse than this against the best price is cut, split or refused.',
  ),
  mirror: setting(
    choice('none', ...NAMES),
    'none',
    'Another venue of the same instruments, shown while this one is silent: upbit for bithumb, and bithumb for upbit.',
  ),
  addresses: section('Other addresses of the same interfaces: a proxy of yours or a rehearsal on this machine.', {
    binance: address('Binance spot.'),
    binanceusdm: address('Binance USDT-M futures.'),
    upbit: address('Upbit.'),
    bithumb: address('Bithumb.'),
  }).prefault({}),
});

type Written = z.output<typeof venueSection>;

/** Environment variables that override a setting of the section. */
export const VENUE_ENVIRONMENT: Readonly<Record<string, string>> = {
  ASSENT_VENUE: 'venue.name',
  ASSENT_VENUE_SYMBOLS: 'venue.symbols',
  ASSENT_VENUE_LEVERAGE: 'venue.leverage',
  ASSENT_VENUE_MIRROR: 'venue.mirror',
  ...Object.fromEntries(
    NAMES.flatMap((name) => [
      [`ASSENT_${name.toUpperCase()}_REST`, `venue.addresses.${name}.rest`],
      [`ASSENT_${name.toUpperCase()}_STREAM`, `venue.addresses.${name}.stream`],
    ]),
  ),
};

/** What no single setting of the section tells. */
export function venueProblems(written: Written, originOf: (key: string) => string): readonly ConfigProblem[] {
  const { name, leverage, mirror } = written;
  const problems: ConfigProblem[] = [];
  if (!HABITS[name].futures && leverage !== 1) {
    problems.push({
      origin: originOf('leverage'),
      text: `venue.leverage is ${leverage}, and ${name} is a spot market. Use 1, or the venue binanceusdm.`,
    });
  }
  if (mirror !== 'none' && (mirror === name || !sameInstruments(name, mirror))) {
    problems.push({
      origin: originOf('mirror'),
      text: `venue.mirror is ${mirror}, which ${mirror === name ? 'is the venue itself' : `lists none of the instruments of ${name}`}. ${mirrorAdvice(name)}`,
    });
  }
  return problems;
}

/** A perpetual is not its coin, and won are not USDT: only what is the same instrument can stand in for another. */
function sameInstruments(left: VenueName, right: VenueName): boolean {
  return HABITS[left].symbolOf('BTC') === HABITS[right].symbolOf('BTC');
}

function mirrorAdvice(name: VenueName): string {
  const others = NAMES.filter((other) => other !== name && sameInstruments(name, other));
  return others.length === 0 ? 'Use none.' : `Use none or ${others.join(' or ')}.`;
}

/** Returns the section as the program works with it. */
export function venueConfig(written: Written, keys: VenueKeySecrets): VenueConfig {
  const { name, symbols, leverage, marginMode, maxSlippage, mirror, addresses } = written;
  const { quoteCurrency, symbolOf } = HABITS[name];
  return {
    ...{ name, quoteCurrency, leverage, marginMode, addresses, keys },
    coins: symbols,
    symbols: symbols.map(symbolOf),
    maxSlippageFraction: maxSlippage,
    mirror: mirror === 'none' ? null : mirror,
  };
}
