import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Candle } from '../../engine/domain/market.ts';
import type { Signal } from '../../engine/domain/signal.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import { type HeldPosition, type Strategy, strategySource } from '../../engine/strategies/strategy.ts';

export interface StrategyCase {
  readonly name: string;
  create(): Strategy;
}

/** What every strategy promises, whatever its idea of the market. */
export function describeStrategy({ name, create }: StrategyCase): void {
  const flat = (strategy: Strategy, candle: Candle) => proposal(strategy, candle, null);

  describe(`${name} as a strategy`, () => {
    it('wants nothing before it has seen a candle, or after only one', () => {
      const strategy = create();
      expect(strategy.propose({ at: 0, price: 100, position: null })).toBeNull();
      const [first] = walk(strategy, 1, 1);
      if (first === undefined) throw new Error('a walk has candles');
      expect(flat(strategy, first)).toBeNull();
    });

    it('carries its own name, symbol, time and a deterministic id in every signal', () => {
      const strategy = create();
      let signals = 0;
      for (const candle of walk(strategy, 7, 2_000)) {
        const signal = flat(strategy, candle);
        if (signal === null) continue;
        signals += 1;
        const { symbol, closeTime: at } = candle;
        expect(signal).toMatchObject({ symbol, at, source: strategySource(name) });
        expect(signal.id).toBe(`${name}:${symbol}:${signal.action}:${signal.direction}:${at}`);
        expect(signal.expiresAt).toBeGreaterThan(at);
        expect(signal.confidence).toBeGreaterThanOrEqual(0);
        expect(signal.confidence).toBeLessThanOrEqual(1);
        expect(signal.reason.code.startsWith(`${name}.`)).toBe(true);
        for (const value of Object.values(signal.reason.values)) expect(value).not.toBeNaN();
      }
      expect(signals).toBeGreaterThan(0);
    });

    it('plans every entry with a stop, and enters only when flat or on its own side', () => {
      const strategy = create();
      for (const candle of walk(strategy, 11, 2_000)) {
        strategy.observe(candle);
        for (const position of [null, ownPosition(strategy, candle, 'long'), ownPosition(strategy, candle, 'short')]) {
          const signal = strategy.propose({ at: candle.closeTime, price: candle.close, position });
          if (signal?.action === 'enter') {
            expect(signal.plan.stopDistance).toBeGreaterThan(0);
            expect(signal.plan.unit).toBe((position?.units ?? 0) + 1);
            if (position !== null) expect(signal.direction).toBe(position.direction);
          }
          if (signal?.action === 'exit') expect(signal.direction).toBe(position?.direction);
        }
      }
    });

    it('leaves positions alone that it did not open', () => {
      const strategy = create();
      for (const candle of walk(strategy, 11, 1_000)) {
        const position = { ...ownPosition(strategy, candle, 'long'), source: 'human:terminal:owner' };
        expect(proposal(strategy, candle, position)).toBeNull();
      }
    });

    it('answers the same when asked twice, and does not care whether it was asked before', () => {
      const asked = create();
      const silent = create();
      for (const candle of walk(asked, 3, 600)) {
        const first = flat(asked, candle);
        expect(asked.propose({ at: candle.closeTime, price: candle.close, position: null })).toEqual(first);
        silent.observe(candle);
        expect(silent.propose({ at: candle.closeTime, price: candle.close, position: null })).toEqual(first);
      }
      const late = create();
      const candles = walk(late, 3, 600);
      for (const candle of candles.slice(0, -1)) late.observe(candle);
      const last = candles.at(-1);
      if (last === undefined) throw new Error('a walk has candles');
      const position = ownPosition(late, last, 'long');
      expect(proposal(late, last, position)).toEqual(
        asked.propose({ at: last.closeTime, price: last.close, position }),
      );
    });

    it('reads nothing before it is warmed up, and then each direction once, in numbers of the last candle', () => {
      const strategy = create();
      expect(strategy.readings()).toEqual([]);
      let read = 0;
      for (const [index, candle] of walk(strategy, 7, 2_000).entries()) {
        const signal = flat(strategy, candle);
        const readings = strategy.readings();
        if (index === 0) expect(readings).toEqual([]);
        read += readings.length;
        const directions = readings.map(({ values }) => values.direction);
        expect(new Set(directions).size).toBe(directions.length);
        expect(directions.every((direction) => direction === 'long' || direction === 'short')).toBe(true);
        if (signal?.action === 'enter') expect(directions).not.toContain(signal.direction);
        for (const { code, values } of readings) {
          expect(code.startsWith(`${name}.reading`)).toBe(true);
          expect(values).toMatchObject({ at: candle.closeTime, close: candle.close });
          for (const value of Object.values(values)) expect(value).not.toBeNaN();
          if (values.distanceFraction !== null) expect(values.distanceFraction).toBeGreaterThanOrEqual(0);
        }
      }
      expect(read).toBeGreaterThan(2_000);
    });

    it('reads the same when asked twice, and wants the same whether or not it was read', () => {
      const read = create();
      const unread = create();
      for (const candle of walk(read, 3, 600)) {
        read.observe(candle);
        const first = read.readings();
        expect(read.readings()).toEqual(first);
        const context = { at: candle.closeTime, price: candle.close, position: null };
        expect(read.propose(context)).toEqual(flat(unread, candle));
        expect(read.readings()).toEqual(first);
        expect(unread.readings()).toEqual(first);
      }
    });

    it('does not look ahead: what comes later changes nothing that it has said', () => {
      fc.assert(
        fc.property(fc.integer(), fc.integer(), fc.integer({ min: 1, max: 400 }), (seed, other, length) => {
          const strategy = create();
          const candles = walk(strategy, seed, 400);
          const before = candles.slice(0, length);
          const elsewhere = walk(strategy, other, 400).slice(length);
          const said = signalsOf(strategy, candles).slice(0, length);
          expect(signalsOf(create(), before)).toEqual(said);
          expect(signalsOf(create(), [...before, ...elsewhere]).slice(0, length)).toEqual(said);
        }),
        { numRuns: 25 },
      );
    });

    it('enters on the edge: a further bar that shows nothing new wants nothing new', () => {
      const candles = walk(create(), 5, 1_000);
      const signals = signalsOf(create(), candles);
      const entered = signals.flatMap((signal, bar) => (signal?.action === 'enter' ? [bar] : [])).slice(0, 10);
      expect(entered.length).toBeGreaterThan(0);
      for (const bar of entered) {
        const strategy = create();
        for (const candle of candles.slice(0, bar + 1)) strategy.observe(candle);
        const { close, closeTime } = candles[bar] as Candle;
        const barMs = TIMEFRAME_MS[strategy.timeframe];
        const still = { open: close, high: close, low: close, openTime: closeTime, closeTime: closeTime + barMs };
        expect(flat(strategy, { ...(candles[bar] as Candle), ...still })).toBeNull();
      }
    });
  });
}

function proposal(strategy: Strategy, candle: Candle, position: HeldPosition | null): Signal | null {
  strategy.observe(candle);
  return strategy.propose({ at: candle.closeTime, price: candle.close, position });
}

function signalsOf(strategy: Strategy, candles: readonly Candle[]): readonly (Signal | null)[] {
  return candles.map((candle) => proposal(strategy, candle, null));
}

function ownPosition(strategy: Strategy, { open, openTime }: Candle, direction: 'long' | 'short'): HeldPosition {
  const source = strategySource(strategy.name);
  return { direction, quantity: 1, source, units: 1, lastEntryPrice: open, openedAt: openTime };
}

/** A seeded random walk of candles in the strategy's own timeframe, with spells of trend and of noise. */
function walk(strategy: Pick<Strategy, 'symbol' | 'timeframe'>, seed: number, length: number): readonly Candle[] {
  const random = mulberry32(seed);
  const barMs = TIMEFRAME_MS[strategy.timeframe];
  let close = 1_000;
  let drift = 0;
  return Array.from({ length }, (_, index) => {
    if (index % 40 === 0) drift = (random() - 0.5) * 0.004;
    const open = close;
    close = open * (1 + drift + (random() - 0.5) * 0.01);
    return {
      symbol: strategy.symbol,
      timeframe: strategy.timeframe,
      openTime: index * barMs,
      closeTime: (index + 1) * barMs,
      open,
      high: Math.max(open, close) * (1 + random() * 0.002),
      low: Math.min(open, close) * (1 - random() * 0.002),
      close,
      volume: 1 + random(),
    };
  });
}

function mulberry32(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
