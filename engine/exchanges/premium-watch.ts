import type { InstrumentSymbol } from '../domain/instrument.ts';
import { baseOf } from '../domain/instrument.ts';
import type { KrwPremium, PremiumView, SeenPrice, UsdtKrwRate } from '../market/premium.ts';
import { krwPremium } from '../market/premium.ts';
import type { Clock } from '../ports/clock.ts';
import type { PublicReads } from './feeds/history-reads.ts';
import { readRestPrice } from './feeds/live-market-rest-price.ts';
import type { LiveLoop } from './system-event-loop.ts';
import { symbolOf } from './venues/venue-symbols.ts';

const EVERY_MS = 30_000;
const RATE_COIN = 'USDT';

export interface PremiumWatchOptions {
  /** The desk's markets, in KRW. */
  readonly symbols: readonly InstrumentSymbol[];
  /** The desk's own venue, whose market tells what one USDT costs. */
  readonly korean: PublicReads;
  /** Binance spot. */
  readonly world: PublicReads;
  readonly clock: Clock;
  readonly loop: Pick<LiveLoop, 'after'>;
  /** Hears what could not be asked; the watch goes on. */
  readonly onFault?: (what: InstrumentSymbol, fault: unknown) => void;
}

interface Middle {
  readonly price: number;
  readonly at: number;
}

/** Asks now and then what coins cost here and in the world. It is for people to look at: no decision rests on it. */
export class PremiumWatch implements PremiumView {
  private readonly options: PremiumWatchOptions;
  private readonly inKorea = new Map<InstrumentSymbol, SeenPrice<'KRW'>>();
  private readonly inWorld = new Map<InstrumentSymbol, SeenPrice<'USDT'>>();
  private rate: UsdtKrwRate | null = null;
  private readonly stopped = new AbortController();
  private cancel: () => void = () => undefined;

  constructor(options: PremiumWatchOptions) {
    this.options = options;
  }

  of(symbol: InstrumentSymbol): KrwPremium | null {
    const parts = {
      korean: this.inKorea.get(symbol) ?? null,
      world: this.inWorld.get(symbol) ?? null,
      rate: this.rate,
    };
    return krwPremium(parts, this.options.clock.now());
  }

  /** Asks at once, and again every half minute until `stop`. */
  start(): void {
    if (this.stopped.signal.aborted) return;
    void this.look().then(() => {
      if (!this.stopped.signal.aborted) this.cancel = this.options.loop.after(EVERY_MS, () => this.start());
    });
  }

  stop(): void {
    this.stopped.abort();
    this.cancel();
  }

  private async look(): Promise<void> {
    await Promise.all([this.readRate(), ...this.options.symbols.map((symbol) => this.readCoin(symbol))]);
  }

  private async readRate(): Promise<void> {
    const { korean } = this.options;
    const seen = await this.middle(korean, symbolOf(korean.venue, RATE_COIN));
    if (seen !== null) this.rate = { pair: 'USDT/KRW', rate: seen.price, at: seen.at };
  }

  /** Both sides at the same moment: what moved between two questions would look like a premium. */
  private async readCoin(symbol: InstrumentSymbol): Promise<void> {
    const { korean, world } = this.options;
    const coin = baseOf(symbol);
    // The rate itself has no price in itself.
    if (coin === RATE_COIN) return;
    const [here, there] = await Promise.all([
      this.middle(korean, symbol),
      this.middle(world, symbolOf(world.venue, coin)),
    ]);
    if (here !== null) this.inKorea.set(symbol, { currency: 'KRW', ...here });
    if (there !== null) this.inWorld.set(symbol, { currency: 'USDT', ...there });
  }

  /** Between best bid and ask; null where nothing that can be believed was answered. */
  private async middle(reads: PublicReads, symbol: InstrumentSymbol): Promise<Middle | null> {
    // A price is as old as the question for it at least, and as the book that the venue answered with.
    const askedAt = this.options.clock.now();
    try {
      const price = await readRestPrice(reads, symbol, this.stopped.signal);
      if (price === null) return null;
      const at = price.at > 0 ? Math.min(askedAt, price.at) : askedAt;
      return { price: (price.bid + price.ask) / 2, at };
    } catch (fault) {
      if (!this.stopped.signal.aborted) this.options.onFault?.(symbol, fault);
      return null;
    }
  }
}
