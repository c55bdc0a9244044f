import type { Decimal, DecimalText } from '../../domain/decimal.ts';
import { decimal, decimalText, ZERO } from '../../domain/decimal.ts';
import type { Fill } from '../../domain/fill.ts';
import type { FundingPayment } from '../../domain/funding.ts';
import type { Instrument, InstrumentSymbol } from '../../domain/instrument.ts';
import type { OrderRequest } from '../../domain/order.ts';
import type { Reason } from '../../domain/reason.ts';
import { reason } from '../../domain/reason.ts';
import type { VenueAccount, VenueBalance, VenuePosition } from '../../ports/execution.ts';
import type { LedgerOrder } from '../venue-ledger.ts';

interface Held {
  readonly quantity: Decimal;
  /** Average price of what is held; of nothing, zero. */
  readonly entry: Decimal;
}

const NOTHING: Held = { quantity: ZERO, entry: ZERO };

export interface PaperAccountOptions {
  readonly startingCash: DecimalText;
  readonly leverage: number;
  readonly instruments: ReadonlyMap<InstrumentSymbol, Instrument>;
}

/** What a paper account holds: on spot money and coins, on futures a wallet and positions. */
export class PaperAccount {
  readonly #options: PaperAccountOptions;
  readonly #held = new Map<InstrumentSymbol, Held>();
  /** Quote money after everything bought and sold on spot; on futures the wallet: profits, fees and funding. */
  #cash: Decimal;

  constructor(options: PaperAccountOptions) {
    this.#options = options;
    this.#cash = decimal(options.startingCash);
  }

  onFill(fill: Fill): void {
    const instrument = this.#options.instruments.get(fill.symbol);
    const before = this.#held.get(fill.symbol) ?? NOTHING;
    const [price, quantity] = [decimal(fill.price), decimal(fill.quantity)];
    const signed = fill.side === 'buy' ? quantity : quantity.negated();
    const spot = instrument?.kind !== 'perpetual';
    this.#cash = this.#cash.minus(decimal(fill.fee));
    this.#cash = spot ? this.#cash.minus(signed.times(price)) : this.#cash.plus(realisedBy(before, signed, price));
    this.#held.set(fill.symbol, heldAfter(before, signed, price));
  }

  onFunding({ amount }: FundingPayment): void {
    this.#cash = this.#cash.plus(decimal(amount));
  }

  /** Returns why the account cannot carry an order that is worth `notional`, or null. */
  shortage(request: OrderRequest, notional: Decimal, open: readonly LedgerOrder[]): Reason | null {
    const instrument = this.#options.instruments.get(request.symbol);
    if (instrument === undefined || request.reduceOnly) return null;
    const quantity = decimal(request.quantity);
    const held = this.#held.get(request.symbol)?.quantity ?? ZERO;
    if (instrument.kind === 'spot' && request.side === 'sell') {
      const free = held.minus(this.#lockedCoins(request.symbol, open));
      return quantity.lessThanOrEqualTo(free) ? null : short(instrument.base, quantity, free);
    }
    const signed = request.side === 'buy' ? quantity : quantity.negated();
    // What brings a position nearer to nothing needs no money of its own.
    if (instrument.kind === 'perpetual' && held.plus(signed).abs().lessThanOrEqualTo(held.abs())) return null;
    const needed = instrument.kind === 'spot' ? notional : notional.div(this.#options.leverage);
    const free = this.#freeCash(open);
    return needed.lessThanOrEqualTo(free) ? null : short(instrument.quote, needed, free);
  }

  view(at: number, open: readonly LedgerOrder[]): VenueAccount {
    const instruments = [...this.#options.instruments.values()];
    const [first] = instruments;
    const quote = first?.quote ?? '';
    const locked = this.#lockedCash(open);
    const coins = instruments
      .filter(({ kind, symbol }) => kind === 'spot' && this.#held.get(symbol)?.quantity.isZero() === false)
      .map(({ base, symbol }): VenueBalance => {
        const lockedCoins = this.#lockedCoins(symbol, open);
        const free = (this.#held.get(symbol)?.quantity ?? ZERO).minus(lockedCoins);
        return { currency: base, free: decimalText(free), locked: decimalText(lockedCoins) };
      });
    return {
      at,
      balances: [
        { currency: quote, free: decimalText(this.#cash.minus(locked)), locked: decimalText(locked) },
        ...coins,
      ],
      positions: instruments.filter(({ kind }) => kind === 'perpetual').flatMap(({ symbol }) => this.#position(symbol)),
    };
  }

  #position(symbol: InstrumentSymbol): readonly VenuePosition[] {
    const held = this.#held.get(symbol) ?? NOTHING;
    if (held.quantity.isZero()) return [];
    const { leverage } = this.#options;
    const quantity = decimalText(held.quantity);
    return [{ symbol, quantity, entryPrice: decimalText(held.entry), leverage, marginMode: 'isolated' }];
  }

  #freeCash(open: readonly LedgerOrder[]): Decimal {
    const margin = [...this.#held].reduce((sum, [symbol, { quantity, entry }]) => {
      const isSpot = this.#options.instruments.get(symbol)?.kind === 'spot';
      return isSpot ? sum : sum.plus(quantity.abs().times(entry).div(this.#options.leverage));
    }, ZERO);
    return this.#cash.minus(margin).minus(this.#lockedCash(open));
  }

  #lockedCash(open: readonly LedgerOrder[]): Decimal {
    return open.reduce((sum, { intent: { request }, filled }) => {
      const isBuy = request.side === 'buy' && this.#options.instruments.get(request.symbol)?.kind === 'spot';
      if (!isBuy || request.price === null) return sum;
      return sum.plus(decimal(request.quantity).minus(filled).times(decimal(request.price)));
    }, ZERO);
  }

  #lockedCoins(symbol: InstrumentSymbol, open: readonly LedgerOrder[]): Decimal {
    return open
      .filter(({ intent: { request } }) => request.symbol === symbol && request.side === 'sell')
      .reduce((sum, { intent: { request }, filled }) => sum.plus(decimal(request.quantity).minus(filled)), ZERO);
  }
}

function short(currency: string, needed: Decimal, free: Decimal): Reason {
  return reason('venue.paper-funds', { currency, needed: decimalText(needed), free: decimalText(free) });
}

function heldAfter({ quantity, entry }: Held, signed: Decimal, price: Decimal): Held {
  const next = quantity.plus(signed);
  if (next.isZero()) return NOTHING;
  const grows = quantity.isZero() || quantity.isNegative() === signed.isNegative();
  if (grows) return { quantity: next, entry: quantity.times(entry).plus(signed.times(price)).div(next) };
  // Turned around: what is held now was all bought or sold at this price.
  return { quantity: next, entry: next.isNegative() === quantity.isNegative() ? entry : price };
}

function realisedBy({ quantity, entry }: Held, signed: Decimal, price: Decimal): Decimal {
  if (quantity.isZero() || quantity.isNegative() === signed.isNegative()) return ZERO;
  const closed = signed.abs().lessThan(quantity.abs()) ? signed.abs() : quantity.abs();
  const gain = price.minus(entry).times(closed);
  return quantity.isNegative() ? gain.negated() : gain;
}
