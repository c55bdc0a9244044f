import { describe, expect, it } from 'vitest';
import type { DeskLedger } from '../../../engine/desk/desk-ledger.ts';
import { Settings } from '../../../engine/desk/settings.ts';
import { StrategyRoom } from '../../../engine/desk/strategy-room.ts';
import { findStrategy } from '../../../engine/strategies/registry.ts';
import type { StrategyContext } from '../../../engine/strategies/strategy.ts';
import { BTC, ETH } from '../../fakes/market.ts';
import { candlesOf, repeat } from '../strategies/series.ts';
import { CONFIG } from './desk-world.ts';

const NAMES = ['turtle', 'mean-reversion'];

function room(bars: number): StrategyRoom {
  const strategies = NAMES.flatMap((name) => [BTC, ETH].map((symbol) => findStrategy(name).create({ symbol })));
  const filled = new StrategyRoom(strategies);
  for (const candle of candlesOf(repeat(100, bars))) filled.observe({ ...candle, symbol: BTC });
  return filled;
}

function desk(strategies = CONFIG.strategies) {
  return { settings: new Settings({ ...CONFIG, strategies }) };
}

describe('the readings of a symbol', () => {
  it('are those of its own strategies, at the close of their last bar', () => {
    const [last] = candlesOf([100], 29);
    const read = room(30).readings(BTC, desk());
    expect(read.map(({ strategy, at, reading }) => [strategy, at, reading.values.direction])).toEqual(
      NAMES.flatMap((name) => ['long', 'short'].map((direction) => [name, last?.closeTime, direction])),
    );
  });

  it('are none before the warm-up, and none of a symbol that nobody follows', () => {
    expect(room(30).readings(ETH, desk())).toEqual([]);
    expect(room(30).readings('SOL/USDT:USDT', desk())).toEqual([]);
    expect(room(5).readings(BTC, desk())).toEqual([]);
  });

  it('leave out a strategy that is switched off: it would not have entered', () => {
    const read = room(30).readings(BTC, desk({ turtle: false, 'mean-reversion': true }));
    expect([...new Set(read.map(({ strategy }) => strategy))]).toEqual(['mean-reversion']);
  });
});

describe('a strategy', () => {
  it('is told where its market is seen only when that is not the own venue', () => {
    const asked: StrategyContext[] = [];
    const listening = {
      ...{ name: 'turtle', symbol: BTC, timeframe: '1m' as const },
      observe: () => {},
      readings: () => [],
      propose: (context: StrategyContext) => {
        asked.push(context);
        return null;
      },
    };
    const [bar] = candlesOf([100]);
    if (bar === undefined) throw new Error('no bar');
    const own = { ...bar, symbol: BTC, timeframe: '1m' as const };
    const ledger = { ...desk(), position: () => null } as unknown as DeskLedger;
    const listened = new StrategyRoom([listening]);
    listened.propose(own, ledger);
    listened.propose(own, ledger, 'bithumb');
    expect(asked.map((context) => ['venue' in context, context.venue])).toEqual([
      [false, undefined],
      [true, 'bithumb'],
    ]);
  });
});
