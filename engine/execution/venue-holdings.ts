import type { Decimal } from '../domain/decimal.ts';
import { decimal, ZERO } from '../domain/decimal.ts';
import type { Instrument, InstrumentSymbol } from '../domain/instrument.ts';
import type { Portfolio } from '../domain/portfolio.ts';
import type { VenueAccount } from '../ports/execution.ts';

/** Where the venue and the desk do not hold the same, as signed base quantities. */
export interface HoldingDifference {
  readonly symbol: InstrumentSymbol;
  readonly venue: Decimal;
  readonly desk: Decimal;
}

export interface HoldingsCompared {
  readonly instruments: readonly Instrument[];
  readonly account: VenueAccount;
  readonly portfolio: Portfolio;
  /** What each currency held when the desk began; only spot needs it, and without it spot is not judged. */
  readonly baseline: ReadonlyMap<string, Decimal> | null;
  /** What a person wants left alone. */
  readonly offsets: ReadonlyMap<InstrumentSymbol, Decimal>;
}

/**
 * Returns where the account at the venue is not what the fills add up to, by a lot or more. A futures venue tells its
 * positions; on spot a position is what a coin's balance has changed by since the desk began.
 */
export function holdingDifferences(compared: HoldingsCompared): readonly HoldingDifference[] {
  const { instruments, account, portfolio, baseline, offsets } = compared;
  const positions = new Map(account.positions.map(({ symbol, quantity }) => [symbol, decimal(quantity)]));
  const totals = new Map(
    account.balances.map(({ currency, free, locked }) => [currency, decimal(free).plus(decimal(locked))]),
  );
  return instruments.flatMap((instrument): readonly HoldingDifference[] => {
    const { symbol, base, kind, lotSize } = instrument;
    if (kind === 'spot' && baseline === null) return [];
    const raw =
      kind === 'spot' ? (totals.get(base) ?? ZERO).minus(baseline?.get(base) ?? ZERO) : (positions.get(symbol) ?? ZERO);
    const venue = raw.minus(offsets.get(symbol) ?? ZERO);
    const desk = kind === 'spot' ? coinsOf(portfolio, symbol, base) : signedHeld(portfolio, symbol);
    return venue.minus(desk).abs().lessThan(decimal(lotSize)) ? [] : [{ symbol, venue, desk }];
  });
}

/** Returns every currency's balance of the account, as the baseline of a desk that begins. */
export function baselineOf(account: VenueAccount): readonly { readonly currency: string; readonly total: string }[] {
  return account.balances.map(({ currency, free, locked }) => ({
    currency,
    total: decimal(free).plus(decimal(locked)).toFixed(),
  }));
}

/** Coins are a position, its remainder, and what fees of other markets took of them. */
function coinsOf(portfolio: Portfolio, symbol: InstrumentSymbol, base: string): Decimal {
  return signedHeld(portfolio, symbol)
    .plus(portfolio.dust.get(symbol)?.quantity ?? ZERO)
    .plus(portfolio.others.get(base) ?? ZERO);
}

function signedHeld({ positions }: Portfolio, symbol: InstrumentSymbol): Decimal {
  const position = positions.get(symbol);
  if (position === undefined) return ZERO;
  return position.direction === 'long' ? position.quantity : position.quantity.negated();
}
