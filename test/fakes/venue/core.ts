import type { Decimal } from '../../../engine/domain/decimal.ts';
import { decimal, roundDownTo, ZERO } from '../../../engine/domain/decimal.ts';
import { Accounts, STRANGERS } from './core-accounts.ts';
import type { Resting } from './core-book.ts';
import { PriceBook } from './core-book.ts';
import { CandleStore } from './core-candles.ts';
import type { ReadOrder, RuleWorld } from './core-rules.ts';
import { costOf, crosses, gridRefusal, readOrder, reducible, triggers } from './core-rules.ts';
import { release, settle } from './core-settlement.ts';
import type {
  CoreAccount,
  CoreBalance,
  CoreCandle,
  CoreClock,
  CoreEvent,
  CoreMarket,
  CoreOptions,
  CoreOrder,
  CoreOrderState,
  CoreResult,
  CoreSide,
  CoreTrade,
  Execution,
  NewOrder,
  RefusalCode,
  TapeTrade,
} from './core-types.ts';
import type { FakeAccounts, FakeFilters } from './venue.ts';

const FIRST_ORDER = 1_000_000;
const FIRST_TRADE = 1_000;
const LADDER_LEVELS = 20;

interface Taker {
  readonly account: string;
  readonly order: CoreOrder | null;
  readonly side: CoreSide;
  readonly limit: Decimal | null;
  left: Decimal;
  quoteLeft: Decimal | null;
}

interface Desk {
  readonly market: CoreMarket;
  readonly book: PriceBook;
  readonly tape: TapeTrade[];
  last: Decimal;
  trades: number;
}

/** A venue without its wire: accounts, books and orders; the state is the oracle of all tests. */
export class VenueCore {
  readonly markets = new Map<string, CoreMarket>();
  readonly accounts = new Accounts();
  readonly clock: CoreClock;
  readonly #options: CoreOptions;
  readonly #desks = new Map<string, Desk>();
  readonly #orders: CoreOrder[] = [];
  readonly #byId = new Map<string, CoreOrder>();
  readonly #byClientId = new Map<string, CoreOrder>();
  readonly #open = new Set<CoreOrder>();
  readonly #burnt = new Set<string>();
  readonly #trades: CoreTrade[] = [];
  readonly #candles = new CandleStore();
  readonly #listeners = new Set<(event: CoreEvent) => void>();
  #outbox: CoreEvent[] = [];
  #changed = new Map<
    string,
    { currencies: Set<string>; symbols: Set<string>; reason: 'order' | 'deposit' | 'funding' }
  >();
  #triggered: CoreOrder[] = [];
  #depth = 0;
  #count = 0;
  #candlesUntil: number;

  constructor(options: CoreOptions) {
    this.#options = options;
    this.clock = options.clock;
    this.#candlesUntil = options.clock.now();
    for (const market of options.markets) {
      this.markets.set(market.symbol, market);
      this.#desks.set(market.symbol, { market, book: new PriceBook(), tape: [], last: ZERO, trades: 0 });
    }
  }

  now(): number {
    return this.#options.clock.now();
  }

  on(listener: (event: CoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  marketById(id: string): CoreMarket | undefined {
    return [...this.markets.values()].find((market) => market.id === id);
  }

  market(symbol: string): CoreMarket {
    return this.#desk(symbol).market;
  }

  openAccount(account: Parameters<FakeAccounts['open']>[0]): CoreAccount {
    const opened = this.accounts.open(account);
    opened.feesInBnb = this.#options.feesInBnb ?? false;
    return opened;
  }

  /** An account that a test has opened; undefined for a key that nobody has. */
  account(key: string): CoreAccount | undefined {
    return this.accounts.find(key);
  }

  balance(account: string, currency: string): CoreBalance {
    return this.accounts.balance(account, currency);
  }

  deposit(account: string, currency: string, amount: string): void {
    this.#run(() => {
      this.accounts.deposit(account, currency, amount);
      this.#noteMoney(account, [currency], [], 'deposit');
    });
  }

  // ── orders ──

  /** Takes an order or refuses it; refused ones leave no trace but a burnt client id where the venue burns them. */
  place(wish: NewOrder): CoreResult<CoreOrder> {
    return this.#run(() => {
      const read = this.#read(wish, true);
      return typeof read === 'string' ? refused(read) : this.#accept(wish, read);
    });
  }

  /** Says whether an order would be taken, and does nothing. */
  check(wish: NewOrder): CoreResult<null> {
    const read = this.#read(wish, false);
    return typeof read === 'string' ? refused(read) : { ok: true, value: null };
  }

  cancel(account: string, orderId: string, memo?: (order: CoreOrder) => void): CoreResult<CoreOrder> {
    const order = this.order(account, orderId);
    if (order === undefined) return refused('not-found');
    if (order.state !== 'open') return refused('not-open');
    return this.#run(() => {
      memo?.(order);
      this.#finish(order, 'canceled', 'canceled');
      return { ok: true, value: order };
    });
  }

  cancelAll(account: string, symbol: string | null, filter: (order: CoreOrder) => boolean = () => true): CoreOrder[] {
    const orders = this.openOrdersOf(account).filter(
      (order) => (symbol === null || order.symbol === symbol) && filter(order),
    );
    return this.#run(() => {
      for (const order of orders) this.#finish(order, 'canceled', 'canceled');
      return [...orders];
    });
  }

  /** Changes price or quantity of a resting limit order of a perpetual; it goes to the end of the queue. */
  amend(
    account: string,
    orderId: string,
    change: { readonly price?: string; readonly quantity?: string },
  ): CoreResult<CoreOrder> {
    const order = this.order(account, orderId);
    if (order === undefined) return refused('not-found');
    if (order.state !== 'open' || order.waiting) return refused('not-open');
    const market = this.market(order.symbol);
    const price = change.price === undefined ? order.price : decimal(change.price);
    const quantity = change.quantity === undefined ? order.quantity : decimal(change.quantity);
    const grid = gridRefusal({ market, quantity, price, triggerPrice: null, measured: true });
    if (grid !== null) return refused(grid);
    if (quantity.lte(order.filled) || price === null) return refused('min-quantity');
    return this.#run(() => {
      this.#unbook(order);
      order.price = price;
      order.quantity = quantity;
      this.#say(order, 'amended', null);
      this.#match(order);
      return { ok: true, value: order };
    });
  }

  order(account: string, orderId: string): CoreOrder | undefined {
    const order = this.#byId.get(orderId);
    return order?.account === account ? order : undefined;
  }

  /** The newest order of a client id. */
  orderByClientId(account: string, clientId: string): CoreOrder | undefined {
    return this.#byClientId.get(`${account}|${clientId}`);
  }

  ordersOf(account?: string): readonly CoreOrder[] {
    return account === undefined ? this.#orders : this.#orders.filter((order) => order.account === account);
  }

  openOrdersOf(account: string): readonly CoreOrder[] {
    return [...this.#open].filter((order) => order.account === account);
  }

  tradesOf(account?: string): readonly CoreTrade[] {
    return account === undefined ? this.#trades : this.#trades.filter((trade) => trade.account === account);
  }

  // ── the market ──

  tape(symbol: string): readonly TapeTrade[] {
    return this.#desk(symbol).tape;
  }

  lastPrice(symbol: string): Decimal {
    return this.#desk(symbol).last;
  }

  depth(symbol: string, limit: number): ReturnType<PriceBook['depth']> {
    return this.#desk(symbol).book.depth(limit);
  }

  candles(symbol: string, intervalMs: number): CoreCandle[] {
    this.rollCandles();
    return this.#candles.list(symbol, intervalMs);
  }

  addCandle(symbol: string, candle: readonly [number, number, number, number, number, number]): void {
    this.#candles.add(this.market(symbol).symbol, candle);
  }

  /** Closes the candles whose minute has passed; wires call it by a timer. */
  rollCandles(): void {
    const [from, to] = [this.#candlesUntil, this.now()];
    if (to - (to % 60_000) <= from - (from % 60_000)) return;
    this.#candlesUntil = to;
    this.#run(() => {
      for (const symbol of this.markets.keys()) {
        for (const candle of this.#candles.endedBetween(symbol, from, to)) {
          this.#outbox.push({ type: 'candle', symbol, candle: { ...candle }, closed: true });
        }
      }
    });
  }

  /** Puts strangers' ladder around a price, lets them take what rests beyond it, and prints a trade there. */
  setPrice(symbol: string, price: number): void {
    const { market, book } = this.#desk(symbol);
    const tick = market.tickAt?.(decimal(String(price))) ?? market.filters.tickSize;
    const middle = roundDownTo(decimal(String(price)), tick);
    this.#run(() => {
      for (const resting of book.all()) if (resting.ladder) book.remove(resting);
      for (const side of ['buy', 'sell'] as const) {
        const crossed = book.reachable(side, middle).reduce((sum, { quantity }) => sum.plus(quantity), ZERO);
        if (crossed.gt(0)) this.#take(symbol, stranger(side, middle, crossed));
      }
      const wide = roundDownTo(middle.times('0.00005'), tick);
      const step = wide.gt(tick) ? wide : decimal(tick);
      const size = ladderSize(market, middle);
      for (let level = 1; level <= LADDER_LEVELS; level += 1) {
        for (const side of ['buy', 'sell'] as const) {
          const at = middle.plus(step.times(side === 'buy' ? -level : level));
          if (at.lte(0)) continue;
          const left = size.times(level);
          const price = onGrid(at, market);
          this.#rest(symbol, { account: STRANGERS, order: null, side, price, left, ladder: true });
        }
      }
      this.#print(symbol, middle, decimal(market.filters.minQuantity), false);
    });
  }

  strangerOrder(symbol: string, side: CoreSide, quantity: string, price: string | null): void {
    this.#run(() => {
      const limit = price === null ? null : decimal(price);
      const taker = stranger(side, limit, decimal(quantity));
      this.#take(symbol, taker);
      if (limit !== null && taker.left.gt(0)) {
        this.#rest(symbol, { account: STRANGERS, order: null, side, price: limit, left: taker.left, ladder: false });
      }
    });
  }

  setTrading(symbol: string, trading: boolean): void {
    this.market(symbol).trading = trading;
  }

  setFilters(symbol: string, filters: Partial<FakeFilters>): void {
    const market = this.market(symbol);
    market.filters = { ...market.filters, ...filters };
  }

  /** Longs pay shorts `rate` of their notional where it is above zero. */
  settleFunding(symbol: string, rate: string): void {
    const { market, last } = this.#desk(symbol);
    this.#run(() => {
      for (const { key, positions } of this.accounts.ours()) {
        for (const position of positions.values()) {
          if (position.symbol !== symbol || position.quantity.isZero()) continue;
          const amount = position.quantity.neg().times(last).times(rate).toDecimalPlaces(8);
          this.accounts.credit(key, market.quote, amount);
          this.accounts.credit(STRANGERS, market.quote, amount.neg());
          this.#count += 1;
          const id = String(FIRST_ORDER + this.#count);
          this.#outbox.push({
            type: 'funding',
            account: key,
            symbol,
            amount,
            currency: market.quote,
            rate,
            id,
            at: this.now(),
          });
          this.#noteMoney(key, [market.quote], [], 'funding');
        }
      }
    });
  }

  /** A fill at the last price that nobody asked for, as of a liquidation or ADL. */
  forceFill(symbol: string, side: CoreSide, quantity: string, accountKey?: string): void {
    const account = accountKey ?? this.accounts.ours()[0]?.key;
    if (account === undefined) throw new Error('no account is open');
    const { kind, base, quote } = this.market(symbol);
    const owed = side === 'sell' ? decimal(quantity) : decimal(quantity).times(this.lastPrice(symbol)).times('1.01');
    if (kind === 'spot' && this.balance(account, side === 'sell' ? base : quote).free.lt(owed))
      throw new Error('there is too little for the fill');
    this.#run(() => {
      const order = this.#create(
        {
          account,
          symbol,
          side,
          type: 'market',
          quantity,
          clientId: `autoclose-${this.#count + 1}`,
          memo: { forced: 'yes' },
        },
        {
          quantity: decimal(quantity),
          quoteAmount: null,
          price: null,
          triggerPrice: null,
          lock: ZERO,
          lockedCurrency: this.market(symbol).quote,
          positionSide: this.#forcedSide(account, symbol, side),
        },
      );
      this.#say(order, 'new', null);
      const other: Resting = {
        account: STRANGERS,
        order: null,
        side: side === 'buy' ? 'sell' : 'buy',
        price: this.lastPrice(symbol),
        left: order.quantity,
        ladder: false,
      };
      this.#trade(symbol, takerOf(order), other, order.quantity);
      this.#finish(order, 'filled', null);
    });
  }

  /** An order from the venue's app, by the account's owner. */
  byHand(account: string, order: Parameters<FakeAccounts['byHand']>[1]): CoreOrder {
    const type = order.price === null ? 'market' : 'limit';
    const placed = this.place({ ...order, account, type, clientId: `web_${this.#count + 1}`, memo: { byHand: 'yes' } });
    if (!placed.ok) throw new Error(`the venue refuses the order by hand: ${placed.code}`);
    return placed.value;
  }

  setLeverage(account: string, symbol: string, leverage: number): void {
    this.#run(() => {
      this.accounts.get(account).leverage.set(symbol, leverage);
      this.#outbox.push({ type: 'settings', account, symbol, leverage });
    });
  }

  /** Wallet plus what is not realised, less what positions and resting orders hold. */
  availableMargin(account: string, quote: string): Decimal {
    const owner = this.accounts.get(account);
    let margin = this.accounts.balance(account, quote).free;
    for (const position of owner.positions.values()) {
      const value = position.quantity.times(this.lastPrice(position.symbol));
      margin = margin.plus(value.minus(position.openCost));
      margin = margin.minus(position.openCost.abs().div(this.accounts.leverageOf(owner, position.symbol)));
    }
    for (const order of this.#open) {
      if (order.account !== account || order.waiting || order.reduceOnly || order.price === null) continue;
      const held = order.quantity.minus(order.filled).times(order.price);
      margin = margin.minus(held.div(this.accounts.leverageOf(owner, order.symbol)));
    }
    return margin;
  }

  // ── inside ──

  #read(wish: NewOrder, burns: boolean): RefusalCode | ReadOrder {
    const desk = this.#desks.get(wish.symbol);
    if (wish.clientId && this.#options.clientIds !== 'none') {
      const name = `${wish.account}|${wish.clientId}`;
      const taken =
        this.#options.clientIds === 'history' ? this.#burnt.has(name) : this.#byClientId.get(name)?.state === 'open';
      if (taken) return 'duplicate-id';
      if (burns) this.#burnt.add(name);
    }
    if (desk === undefined) return 'unknown-symbol';
    const world: RuleWorld = {
      options: this.#options,
      accounts: this.accounts,
      book: desk.book,
      lastPrice: desk.last,
      openOrders: this.openOrdersOf(wish.account),
      availableMargin: () => this.availableMargin(wish.account, desk.market.quote),
    };
    const read = readOrder(wish, desk.market, this.accounts.get(wish.account), world);
    if (typeof read === 'string' || wish.type !== 'limit' || read.price === null) return read;
    const impossible = this.#options.impossible ?? { postOnly: 'refuse', fillOrKill: 'expire' };
    if (
      wish.timeInForce === 'post-only' &&
      impossible.postOnly === 'refuse' &&
      crosses(desk.book, wish.side, read.price)
    )
      return 'would-take';
    const kills = wish.timeInForce === 'FOK' && impossible.fillOrKill === 'refuse';
    return kills && !this.#canFill(wish, read) ? 'cannot-fill' : read;
  }

  #canFill(
    { symbol, side, account }: Pick<NewOrder, 'symbol' | 'side' | 'account'>,
    { price, quantity }: { readonly price: Decimal | null; readonly quantity: Decimal },
  ): boolean {
    const reachable = this.#desk(symbol).book.reachable(side, price, account);
    return reachable.reduce((sum, level) => sum.plus(level.quantity), ZERO).gte(quantity);
  }

  #accept(wish: NewOrder, read: ReadOrder): CoreResult<CoreOrder> {
    const order = this.#create(wish, read);
    if (read.lock.gt(0)) {
      this.accounts.lock(order.account, order.lockedCurrency, read.lock);
      order.locked = read.lock;
      this.#noteMoney(order.account, [order.lockedCurrency], [], 'order');
    }
    this.#say(order, 'new', null);
    if (!order.waiting) this.#match(order);
    return { ok: true, value: order };
  }

  #create(wish: NewOrder, read: Omit<ReadOrder, 'market' | 'account'>): CoreOrder {
    this.#count += 1;
    const perpetual = this.market(wish.symbol).kind === 'perpetual';
    const waiting = wish.type !== 'market' && wish.type !== 'limit';
    const now = this.now();
    const order: CoreOrder = {
      id: this.#nextOrderId(),
      clientId: wish.clientId || (this.#options.clientIdOf?.(this.#count) ?? `venue${this.#count}`),
      account: wish.account,
      symbol: wish.symbol,
      side: wish.side,
      type: wish.type,
      timeInForce: wish.timeInForce ?? 'GTC',
      quantity: read.quantity,
      quoteAmount: read.quoteAmount,
      price: read.price,
      triggerPrice: read.triggerPrice,
      reduceOnly: wish.reduceOnly ?? false,
      closePosition: wish.closePosition ?? false,
      positionSide: read.positionSide,
      algo: waiting && perpetual && (this.#options.algoStops ?? false),
      memo: { ...wish.memo },
      state: 'open',
      waiting,
      actualOrderId: null,
      filled: ZERO,
      filledQuote: ZERO,
      locked: ZERO,
      lockedCurrency: read.lockedCurrency,
      fees: new Map(),
      createdAt: now,
      updatedAt: now,
      arrivedAt: this.#options.clock.trueNow(),
    };
    this.#orders.push(order);
    this.#byId.set(order.id, order);
    this.#byClientId.set(`${order.account}|${order.clientId}`, order);
    this.#open.add(order);
    return order;
  }

  #nextOrderId(): string {
    return this.#options.orderIdOf?.(this.#count) ?? String(FIRST_ORDER + this.#count);
  }

  #match(order: CoreOrder): void {
    const left = this.#takeWith(order);
    if (left === 'rests' && order.price !== null) {
      const { account, side, price } = order;
      this.#rest(order.symbol, {
        account,
        order,
        side,
        price,
        left: order.quantity.minus(order.filled),
        ladder: false,
      });
    } else if (left !== 'gone')
      this.#finish(order, left === 'filled' ? 'filled' : 'expired', left === 'filled' ? null : 'expired');
  }

  /** Takes what an order can take, and says what becomes of it. */
  #takeWith(order: CoreOrder): 'gone' | 'filled' | 'rests' | 'expires' {
    const { book } = this.#desk(order.symbol);
    const takes = order.price !== null && crosses(book, order.side, order.price);
    if (order.timeInForce === 'post-only' && takes) return 'expires';
    if (order.timeInForce === 'FOK' && !this.#canFill(order, order)) return 'expires';
    this.#take(order.symbol, takerOf(order));
    if (!this.#open.has(order)) return 'gone';
    if (order.state === 'filled') return 'filled';
    if (order.reduceOnly && reducible(this.accounts, order).isZero()) return 'expires';
    const waits = order.timeInForce === 'GTC' || order.timeInForce === 'post-only';
    return waits && (order.type === 'limit' || order.type.endsWith('-limit')) ? 'rests' : 'expires';
  }

  #affordsALot(symbol: string, side: CoreSide, quote: Decimal): boolean {
    const { book, market } = this.#desk(symbol);
    const best = book.best(side === 'buy' ? 'sell' : 'buy');
    return best !== null && quote.gte(best.times(market.filters.lotSize));
  }

  #take(symbol: string, taker: Taker): void {
    const { book, market } = this.#desk(symbol);
    const other: CoreSide = taker.side === 'buy' ? 'sell' : 'buy';
    while (taker.quoteLeft === null ? taker.left.gt(0) : taker.quoteLeft.gt(0)) {
      const resting = book.levels(other)[0]?.queue[0];
      if (
        resting === undefined ||
        (taker.limit !== null && (taker.side === 'buy' ? resting.price.gt(taker.limit) : resting.price.lt(taker.limit)))
      )
        return;
      if (resting.order !== null && resting.account === taker.account) {
        this.#finish(resting.order, 'expired', 'expired');
        continue;
      }
      const offered = this.#reduceTo(resting.order, resting.left);
      if (offered.isZero() && resting.order !== null) {
        this.#finish(resting.order, 'expired', 'expired');
        continue;
      }
      const wanted =
        taker.quoteLeft === null ? taker.left : roundDownTo(taker.quoteLeft.div(resting.price), market.filters.lotSize);
      const quantity = smallest(offered, this.#reduceTo(taker.order, wanted));
      if (quantity.isZero()) return;
      this.#trade(symbol, taker, resting, quantity);
    }
  }

  /** Returns how much of `quantity` an order may do; less only where it must reduce a position. */
  #reduceTo(order: CoreOrder | null, quantity: Decimal): Decimal {
    if (order === null || !(order.reduceOnly || order.closePosition)) return quantity;
    return smallest(quantity, reducible(this.accounts, order));
  }

  #trade(symbol: string, taker: Taker, resting: Resting, quantity: Decimal): void {
    const { book, market } = this.#desk(symbol);
    const printed = this.#print(symbol, resting.price, quantity, taker.side === 'sell');
    taker.left = taker.left.minus(quantity);
    if (taker.quoteLeft !== null) taker.quoteLeft = taker.quoteLeft.minus(quantity.times(resting.price));
    resting.left = resting.left.minus(quantity);
    if (resting.left.isZero()) book.remove(resting);
    else book.touch(resting);
    const spent = taker.quoteLeft !== null && !this.#affordsALot(symbol, taker.side, taker.quoteLeft);
    for (const [side, maker] of [
      [taker, false],
      [resting, true],
    ] as const) {
      const { account, order } = side;
      const settled = settle(
        { market, account, order, side: side.side, price: resting.price, quantity, maker, at: printed.at },
        this.accounts,
        this.#options,
        this.#bnbPrice(),
      );
      if (order !== null) this.#record(order, printed, { ...settled, maker, spent: spent && !maker });
    }
    if (resting.left.isZero() && resting.order !== null) this.#finish(resting.order, 'filled', null);
  }

  #record(
    order: CoreOrder,
    printed: TapeTrade,
    {
      fee,
      feeCurrency,
      realized,
      maker,
      spent,
    }: ReturnType<typeof settle> & { readonly maker: boolean; readonly spent: boolean },
  ): void {
    const market = this.market(order.symbol);
    order.filled = order.filled.plus(printed.quantity);
    order.filledQuote = order.filledQuote.plus(printed.quantity.times(printed.price));
    order.fees.set(feeCurrency, (order.fees.get(feeCurrency) ?? ZERO).plus(fee));
    order.updatedAt = printed.at;
    const completes = order.quoteAmount === null ? order.filled.gte(order.quantity) : spent;
    if (completes) order.state = 'filled';
    const trade: CoreTrade = {
      id: printed.id,
      sequence: printed.sequence,
      order,
      orderId: order.actualOrderId ?? order.id,
      account: order.account,
      symbol: order.symbol,
      side: order.side,
      positionSide: order.positionSide,
      price: printed.price,
      quantity: printed.quantity,
      fee,
      feeCurrency,
      maker,
      realized,
      at: printed.at,
      trueAt: this.#options.clock.trueNow(),
    };
    this.#trades.push(trade);
    this.#say(order, 'trade', trade);
    const moved = market.kind === 'spot' ? [market.base, market.quote] : [market.quote];
    this.#noteMoney(order.account, [...moved, feeCurrency], market.kind === 'spot' ? [] : [order.symbol], 'order');
  }

  #print(symbol: string, price: Decimal, quantity: Decimal, buyerMaker: boolean): TapeTrade {
    const desk = this.#desk(symbol);
    this.rollCandles();
    desk.trades += 1;
    const sequence = FIRST_TRADE + desk.trades;
    const trade: TapeTrade = {
      id: this.#options.tradeIdOf?.(sequence, symbol) ?? String(sequence),
      sequence,
      symbol,
      price,
      quantity,
      buyerMaker,
      at: this.now(),
    };
    desk.last = price;
    desk.tape.push(trade);
    this.#outbox.push({ type: 'tape', trade });
    this.#outbox.push({ type: 'candle', symbol, candle: { ...this.#candles.onTrade(trade) }, closed: false });
    for (const order of this.#open) {
      const reached =
        order.waiting && order.symbol === symbol && !this.#triggered.includes(order) && triggers(order, price);
      if (reached) this.#triggered.push(order);
    }
    return trade;
  }

  /** A trigger was reached: the order enters the book, or is refused by it. */
  #fire(order: CoreOrder): void {
    if (order.state !== 'open' || !order.waiting) return;
    order.waiting = false;
    order.updatedAt = this.now();
    if (order.algo) {
      this.#count += 1;
      order.actualOrderId = this.#nextOrderId();
    }
    if (order.closePosition) order.quantity = reducible(this.accounts, order);
    this.#say(order, 'triggered', null);
    const closes = order.closePosition || order.reduceOnly;
    if (!this.#canPay(order) || !this.#hasMargin(order)) this.#finish(order, 'rejected', 'rejected');
    else if (!closes || !reducible(this.accounts, order).isZero()) this.#match(order);
    else if (order.closePosition) this.#finish(order, 'expired', 'expired');
    else this.#finish(order, 'rejected', 'rejected');
  }

  /** Whether a triggered market buy on spot is covered, however far the price has jumped. */
  #canPay(order: CoreOrder): boolean {
    const { market, book } = this.#desk(order.symbol);
    if (market.kind === 'perpetual' || order.side === 'sell' || order.type.endsWith('-limit')) return true;
    const cost = costOf(book.reachable('buy', null, order.account), order.quantity);
    const fee = this.#options.feeIn === 'quote' ? cost.times(market.takerFee) : ZERO;
    return this.accounts.balance(order.account, market.quote).free.plus(order.locked).gte(cost.plus(fee));
  }

  /** Futures ask for margin only when a conditional order is triggered. */
  #hasMargin(order: CoreOrder): boolean {
    const { market, last } = this.#desk(order.symbol);
    if (market.kind === 'spot' || order.reduceOnly || order.closePosition) return true;
    const opening = order.quantity.minus(reducible(this.accounts, order));
    const leverage = this.accounts.leverageOf(this.accounts.get(order.account), order.symbol);
    return (
      opening.lte(0) ||
      opening
        .times(order.price ?? last)
        .div(leverage)
        .lte(this.availableMargin(order.account, market.quote))
    );
  }

  #rest(symbol: string, resting: Resting): void {
    this.#desk(symbol).book.add(resting);
  }

  #unbook(order: CoreOrder): void {
    const { book } = this.#desk(order.symbol);
    const resting = book.restingOf(order);
    if (resting !== undefined) book.remove(resting);
  }

  #finish(order: CoreOrder, state: CoreOrderState, execution: Execution | null): void {
    this.#unbook(order);
    order.state = state;
    order.waiting = false;
    order.updatedAt = this.now();
    this.#open.delete(order);
    if (order.locked.gt(0)) {
      release(this.accounts, order);
      this.#noteMoney(order.account, [order.lockedCurrency], [], 'order');
    }
    if (execution !== null) this.#say(order, execution, null);
  }

  #say(order: CoreOrder, execution: Execution, trade: CoreTrade | null): void {
    this.#outbox.push({
      type: 'order',
      execution,
      order: { ...order, fees: new Map(order.fees) },
      trade,
      at: this.now(),
    });
  }

  #noteMoney(
    account: string,
    currencies: readonly string[],
    symbols: readonly string[],
    reason: 'order' | 'deposit' | 'funding',
  ): void {
    const noted = this.#changed.get(account) ?? { currencies: new Set(), symbols: new Set(), reason };
    for (const currency of currencies) noted.currencies.add(currency);
    for (const symbol of symbols) noted.symbols.add(symbol);
    this.#changed.set(account, noted);
  }

  /** Runs one change to its end, triggers included, and only then tells of it. */
  #run<T>(change: () => T): T {
    this.#depth += 1;
    try {
      const result = change();
      while (this.#depth === 1 && this.#triggered.length > 0) {
        const next = this.#triggered.shift();
        if (next !== undefined) this.#fire(next);
      }
      return result;
    } finally {
      this.#depth -= 1;
      if (this.#depth === 0) this.#tell();
    }
  }

  #tell(): void {
    const at = this.now();
    for (const [symbol, { book }] of this.#desks) {
      const changed = book.drainChanges();
      if (changed !== null) this.#outbox.push({ type: 'book', symbol, at, ...changed });
    }
    for (const [account, { currencies, symbols, reason }] of this.#changed) {
      this.#outbox.push({ type: 'balances', account, reason, currencies: [...currencies], symbols: [...symbols], at });
    }
    const events = this.#outbox;
    this.#outbox = [];
    this.#changed = new Map();
    for (const event of events) for (const listener of this.#listeners) listener(event);
  }

  #bnbPrice(): Decimal | null {
    const desk = [...this.#desks.values()].find(({ market }) => market.kind === 'spot' && market.base === 'BNB');
    return desk === undefined || desk.last.isZero() ? null : desk.last;
  }

  #forcedSide(account: string, symbol: string, side: CoreSide): 'BOTH' | 'LONG' | 'SHORT' {
    if (this.market(symbol).kind === 'spot' || !this.accounts.get(account).hedgeMode) return 'BOTH';
    return side === 'sell' ? 'LONG' : 'SHORT';
  }

  #desk(symbol: string): Desk {
    const desk = this.#desks.get(symbol);
    if (desk === undefined) throw new Error(`${symbol} is not listed at this venue`);
    return desk;
  }
}

function takerOf(order: CoreOrder): Taker {
  const market = order.type === 'market' || order.type === 'stop-market' || order.type === 'take-profit-market';
  return {
    account: order.account,
    order,
    side: order.side,
    limit: market ? null : order.price,
    left: order.quantity.minus(order.filled),
    quoteLeft: order.quoteAmount,
  };
}

function stranger(side: CoreSide, limit: Decimal | null, quantity: Decimal): Taker {
  return { account: STRANGERS, order: null, side, limit, left: quantity, quoteLeft: null };
}

/** The ladder's steps are whole ticks; only a tick that grows with the price can miss one. */
function onGrid(price: Decimal, market: CoreMarket): Decimal {
  return market.tickAt === undefined ? price : roundDownTo(price, market.tickAt(price));
}

/** About 4,000 times the smallest order at the best price; behind it, as many times more as it is levels away. */
function ladderSize(market: CoreMarket, price: Decimal): Decimal {
  const size = roundDownTo(decimal(market.filters.minNotional).times(4_000).div(price), market.filters.lotSize);
  return size.gt(market.filters.minQuantity) ? size : decimal(market.filters.minQuantity);
}

function smallest(a: Decimal, b: Decimal): Decimal {
  return a.lt(b) ? a : b;
}

function refused(code: RefusalCode): { readonly ok: false; readonly code: RefusalCode } {
  return { ok: false, code };
}
