import type { Decimal } from '../../../engine/domain/decimal.ts';
import { decimal, ZERO } from '../../../engine/domain/decimal.ts';
import type { CoreAccount, CoreBalance, CorePosition, CoreSide, PositionSide } from './core-types.ts';
import type { FakeAccounts } from './venue.ts';

/** Everybody else in the market: as rich as it takes. */
export const STRANGERS = 'strangers';
/** Where fees go. */
export const FEES = 'fees';

/** Who owns what; every change of money goes through `credit`, `lock` and `trade`. */
export class Accounts {
  readonly #accounts = new Map<string, CoreAccount>();
  readonly #deposited = new Map<string, Decimal>();

  constructor() {
    for (const key of [STRANGERS, FEES]) this.open({ apiKey: key, secret: '', balances: {} });
  }

  open(account: Parameters<FakeAccounts['open']>[0]): CoreAccount {
    const opened: CoreAccount = {
      key: account.apiKey,
      secret: account.secret,
      balances: new Map(),
      positions: new Map(),
      canTrade: account.canTrade ?? true,
      canWithdraw: account.canWithdraw ?? false,
      ipBound: account.ipBound ?? true,
      expiresAt: account.expiresAt ?? null,
      revoked: false,
      hedgeMode: account.hedgeMode ?? false,
      feesInBnb: false,
      leverage: new Map(),
      marginMode: new Map(),
      defaultLeverage: account.leverage ?? 1,
      defaultMarginMode: account.marginMode ?? 'isolated',
    };
    if (this.#accounts.has(opened.key)) throw new Error(`the account ${opened.key} is open already`);
    this.#accounts.set(opened.key, opened);
    for (const [currency, amount] of Object.entries(account.balances)) this.deposit(opened.key, currency, amount);
    return opened;
  }

  find(key: string): CoreAccount | undefined {
    return key === STRANGERS || key === FEES ? undefined : this.#accounts.get(key);
  }

  get(key: string): CoreAccount {
    const account = this.#accounts.get(key);
    if (account === undefined) throw new Error(`no account ${key}`);
    return account;
  }

  /** Those that a test has opened, in order. */
  ours(): readonly CoreAccount[] {
    return [...this.#accounts.values()].filter(({ key }) => key !== STRANGERS && key !== FEES);
  }

  everybody(): readonly CoreAccount[] {
    return [...this.#accounts.values()];
  }

  deposit(key: string, currency: string, amount: string): void {
    this.credit(key, currency, decimal(amount));
    this.#deposited.set(currency, (this.#deposited.get(currency) ?? ZERO).plus(amount));
  }

  deposited(): ReadonlyMap<string, Decimal> {
    return this.#deposited;
  }

  balance(key: string, currency: string): CoreBalance {
    const { balances } = this.get(key);
    const balance = balances.get(currency) ?? { free: ZERO, locked: ZERO };
    balances.set(currency, balance);
    return balance;
  }

  credit(key: string, currency: string, amount: Decimal): void {
    const balance = this.balance(key, currency);
    balance.free = balance.free.plus(amount);
  }

  /** Moves from free to locked; a negative amount sets it free again. */
  lock(key: string, currency: string, amount: Decimal): void {
    const balance = this.balance(key, currency);
    balance.free = balance.free.minus(amount);
    balance.locked = balance.locked.plus(amount);
  }

  position(key: string, symbol: string, positionSide: PositionSide): CorePosition {
    const { positions } = this.get(key);
    const name = `${symbol}|${positionSide}`;
    const position = positions.get(name) ?? { symbol, positionSide, quantity: ZERO, openCost: ZERO, updatedAt: 0 };
    positions.set(name, position);
    return position;
  }

  /** Books a perpetual's trade; returns the profit realised by what it closes, which is credited too. */
  tradePosition(
    key: string,
    trade: {
      readonly symbol: string;
      readonly quote: string;
      readonly positionSide: PositionSide;
      readonly side: CoreSide;
      readonly quantity: Decimal;
      readonly price: Decimal;
      readonly at: number;
    },
  ): Decimal {
    const position = this.position(key, trade.symbol, trade.positionSide);
    const signed = trade.side === 'buy' ? trade.quantity : trade.quantity.neg();
    const opposite = !position.quantity.isZero() && position.quantity.isNeg() !== signed.isNeg();
    const closing = !opposite ? ZERO : signed.abs().lte(position.quantity.abs()) ? signed : position.quantity.neg();
    const closesAll = opposite && closing.abs().eq(position.quantity.abs());
    const closedCost = closesAll
      ? position.openCost
      : closing.isZero()
        ? ZERO
        : position.openCost.times(closing.abs()).div(position.quantity.abs()).toDecimalPlaces(8);
    const realized = closing.times(trade.price).neg().minus(closedCost);
    position.openCost = position.openCost.minus(closedCost).plus(signed.minus(closing).times(trade.price));
    position.quantity = position.quantity.plus(signed);
    position.updatedAt = trade.at;
    this.credit(key, trade.quote, realized);
    return realized;
  }

  leverageOf(account: CoreAccount, symbol: string): number {
    return account.leverage.get(symbol) ?? account.defaultLeverage;
  }

  marginModeOf(account: CoreAccount, symbol: string): 'isolated' | 'cross' {
    return account.marginMode.get(symbol) ?? account.defaultMarginMode;
  }
}
