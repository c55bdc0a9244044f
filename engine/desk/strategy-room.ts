import { estimateOf } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import { averageEntryPrice } from '../domain/position.ts';
import type { Signal } from '../domain/signal.ts';
import type { StrategyReading } from '../ports/desk-view.ts';
import type { HeldPosition, Strategy } from '../strategies/strategy.ts';
import type { DeskLedger } from './desk-ledger.ts';

/** All strategies at work, one instance a symbol, each fed with the bars of its own timeframe. */
export class StrategyRoom {
  readonly #byBar: ReadonlyMap<string, readonly Strategy[]>;

  constructor(strategies: readonly Strategy[]) {
    const byBar = new Map<string, Strategy[]>();
    for (const strategy of strategies) {
      const key = barKey(strategy.symbol, strategy.timeframe);
      byBar.set(key, [...(byBar.get(key) ?? []), strategy]);
    }
    this.#byBar = byBar;
  }

  observe(bar: Candle): void {
    for (const strategy of this.#at(bar)) strategy.observe(bar);
  }

  /** Returns what the strategies want after this bar. A switched-off strategy may still get out, never in. */
  propose(bar: Candle, ledger: DeskLedger, venue?: string): readonly Signal[] {
    const signals: Signal[] = [];
    for (const strategy of this.#at(bar)) {
      const position = heldPosition(ledger, bar.symbol);
      const signal = strategy.propose({
        at: bar.closeTime,
        price: bar.close,
        position,
        ...(venue === undefined ? {} : { venue }),
      });
      if (signal === null) continue;
      if (signal.action === 'enter' && !ledger.settings.strategyEnabled(strategy.name)) continue;
      signals.push(signal);
    }
    return signals;
  }

  /** Returns how near the strategies that may enter `symbol` came to it. */
  readings(symbol: InstrumentSymbol, ledger: Pick<DeskLedger, 'settings'>): readonly StrategyReading[] {
    return [...this.#byBar.values()]
      .flat()
      .filter((strategy) => strategy.symbol === symbol && ledger.settings.strategyEnabled(strategy.name))
      .flatMap((strategy) =>
        strategy.readings().map((reading) => ({ strategy: strategy.name, at: Number(reading.values.at), reading })),
      );
  }

  #at(bar: Candle): readonly Strategy[] {
    return this.#byBar.get(barKey(bar.symbol, bar.timeframe)) ?? [];
  }
}

function barKey(symbol: InstrumentSymbol, timeframe: string): string {
  return `${symbol}|${timeframe}`;
}

function heldPosition(ledger: DeskLedger, symbol: InstrumentSymbol): HeldPosition | null {
  const position = ledger.position(symbol);
  if (position === null) return null;
  const holding = ledger.state.holdings.get(symbol);
  return {
    direction: position.direction,
    quantity: estimateOf(position.quantity),
    source: holding?.source ?? 'external',
    units: holding?.units ?? 1,
    lastEntryPrice: holding?.lastEntryPrice ?? estimateOf(averageEntryPrice(position)),
    openedAt: position.openedAt,
  };
}
