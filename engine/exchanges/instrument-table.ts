import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';

/** The grid of the recorded markets. Ticks and lots are those of the recording; venues change them, so they are data. */
const GRID: readonly { readonly base: string; readonly tickSize: string; readonly lotSize: string }[] = [
  { base: 'BTC', tickSize: '0.1', lotSize: '0.001' },
  { base: 'ETH', tickSize: '0.01', lotSize: '0.001' },
  { base: 'XRP', tickSize: '0.0001', lotSize: '0.1' },
  { base: 'SOL', tickSize: '0.01', lotSize: '0.01' },
];

/** Returns the USDT-margined perpetuals that the simulated venue lists, under the venue's name. */
export function simulatedInstruments(venue: string): readonly Instrument[] {
  return GRID.map(({ base, tickSize, lotSize }) => ({
    symbol: `${base}/USDT:USDT`,
    base,
    quote: 'USDT',
    venue,
    kind: 'perpetual',
    tickSize,
    lotSize,
    minNotional: '5',
    makerFeeFraction: '0.0002',
    takerFeeFraction: '0.0005',
  }));
}

/** Returns the instruments by symbol. */
export function instrumentsBySymbol(instruments: readonly Instrument[]): ReadonlyMap<InstrumentSymbol, Instrument> {
  return new Map(instruments.map((instrument) => [instrument.symbol, instrument]));
}
