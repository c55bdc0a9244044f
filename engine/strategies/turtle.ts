import { z } from 'zod';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle } from '../domain/market.ts';
import { type Reason, reason } from '../domain/reason.ts';
import { type Direction, NO_PLAN, type Signal } from '../domain/signal.ts';
import { TIMEFRAME_MS, type Timeframe } from '../domain/timeframe.ts';
import { Atr } from '../indicators/atr.ts';
import { BreakoutChannel } from './breakout-channel.ts';
import { BreakoutRecord } from './breakout-record.ts';
import {
  type HeldPosition,
  opposite,
  type Strategy,
  type StrategyContext,
  type StrategyDefinition,
  signalId,
  strategySource,
} from './strategy.ts';

const NAME = 'turtle';
const SOURCE = strategySource(NAME);

/** Breakouts remembered, to tell by which system a position was opened: days of them at any timeframe offered. */
const BREAKOUTS_KEPT = 64;

const bars = z.number().int().min(2).max(500);
const channelBars = z.strictObject({ entryBars: bars, exitBars: bars });

export const turtleConfigSchema = z.strictObject({
  timeframe: z.enum(['1m', '5m', '15m', '1h']).default('5m'),
  system1: channelBars.default({ entryBars: 20, exitBars: 10 }),
  system2: channelBars.default({ entryBars: 55, exitBars: 20 }),
  /** Leaves out a breakout of system 1 when the one before, traded or not, would have won. */
  skipAfterWinner: z.boolean().default(true),
  /** Bars of N, the Wilder average of the true range. */
  nBars: bars.default(20),
  /** Distance of the stop, in N. */
  stopN: z.number().positive().max(10).default(2),
  /** Distance between units, in N. */
  addN: z.number().positive().max(10).default(0.5),
  maxUnits: z.number().int().min(1).max(10).default(4),
  /** Fraction of equity that one unit loses at its stop. */
  /** Null leaves it to the desk's own setting; a number can only lower that. */
  riskFraction: z.number().positive().max(0.05).nullable().default(null),
  /** A signal not acted upon within so many bars is void. */
  expiresAfterBars: z.number().positive().max(10).default(1),
});

export type TurtleConfig = z.infer<typeof turtleConfigSchema>;

/** One of the two systems: the channel that it enters by and the one that it leaves by. */
interface System {
  readonly entries: BreakoutChannel;
  readonly exits: BreakoutChannel;
  readonly record: BreakoutRecord;
}

interface Breakout {
  readonly system: System;
  readonly direction: Direction;
  readonly at: number;
}

/**
 * The Turtle rules: enter on a breakout of the 20-bar (system 1) or 55-bar (system 2) channel, add a unit each ½ N up
 * to four, stop at 2 N, leave on the opposite 10- or 20-bar extreme. Bars take the place of the original's days, and
 * a close beyond the channel that of a trade beyond it.
 * Curtis Faith, "The Original Turtle Trading Rules", 2003.
 */
class Turtle implements Strategy {
  readonly name = NAME;
  readonly symbol: InstrumentSymbol;
  readonly timeframe: Timeframe;
  private readonly config: TurtleConfig;
  private readonly system1: System;
  private readonly system2: System;
  private readonly atr: Atr;
  private bar: Candle | null = null;
  private previousClose: number | null = null;
  private breakouts: Breakout[] = [];

  constructor(symbol: InstrumentSymbol, config: TurtleConfig) {
    this.symbol = symbol;
    this.timeframe = config.timeframe;
    this.config = config;
    this.system1 = createSystem(config.system1, config.stopN);
    this.system2 = createSystem(config.system2, config.stopN);
    this.atr = new Atr(config.nBars);
  }

  observe(candle: Candle): void {
    this.previousClose = this.bar?.close ?? null;
    this.bar = candle;
    this.atr.push(candle);
    for (const { entries, exits, record } of [this.system1, this.system2]) {
      entries.push(candle);
      exits.push(candle);
      record.push(candle, this.atr.value);
    }
    this.remember(candle);
  }

  propose({ at, position }: StrategyContext): Signal | null {
    const n = this.atr.value;
    if (this.bar === null || n === null || n === 0) return null;
    if (position === null) return this.entry(this.bar, n, at);
    if (position.source !== SOURCE) return null;
    return this.exit(this.bar, position, at) ?? this.addition(this.bar, n, position, at);
  }

  readings(): readonly Reason[] {
    const { bar } = this;
    if (bar === null || this.atr.value === null) return [];
    return (['long', 'short'] as const).flatMap((direction) => this.reading(bar, direction));
  }

  private reading(bar: Candle, direction: Direction): readonly Reason[] {
    const { close, closeTime: at } = bar;
    const last = this.breakouts.at(-1);
    if (last?.at === at && last.direction === direction) return [];
    const open = this.openSystems(bar, direction);
    const borders = open.flatMap(({ entries }) => borderOf(entries, direction, close));
    const [nearest] = borders.toSorted((a, b) => a.distanceFraction - b.distanceFraction);
    if (nearest !== undefined) return [reason('turtle.reading', { at, direction, close, ...nearest })];
    const beyond = open.find(({ entries }) => entries.outside === direction)?.entries;
    if (beyond !== undefined) {
      const level = beyond.level(direction);
      const values = { at, direction, close, bars: beyond.bars, level, distanceFraction: 0 };
      return [reason('turtle.reading-beyond', values)];
    }
    if (open.length > 0) return [];
    return [reason('turtle.reading-under-way', { at, direction, close, distanceFraction: null })];
  }

  /** Returns the systems whose breakout would have been taken, had the last bar made one in `direction`. */
  private openSystems(bar: Candle, direction: Direction): readonly System[] {
    return [this.system1, this.system2].filter((system) => {
      const border = system.entries.level(direction) ?? bar.close;
      const kind = system.record.hadClosed(bar, border, direction);
      const isSkipped = kind === 'after-winner' && system === this.system1 && this.config.skipAfterWinner;
      return kind !== 'same-move' && !isSkipped;
    });
  }

  /** System 2 goes first: what breaks 55 bars mostly breaks 20 too, and then the slower exit is the one that fits. */
  private remember({ closeTime }: Candle): void {
    const { system1, system2 } = this;
    const skip1 = this.config.skipAfterWinner && system1.record.wonLast;
    const system = system2.record.breakout !== null || skip1 ? system2 : system1;
    const direction = system.record.breakout;
    if (direction === null) return;
    this.breakouts.push({ system, direction, at: closeTime });
    if (this.breakouts.length > BREAKOUTS_KEPT) this.breakouts.shift();
  }

  private entry({ close, closeTime }: Candle, n: number, at: number): Signal | null {
    const breakout = this.breakouts.at(-1);
    if (breakout?.at !== closeTime) return null;
    const { direction, system } = breakout;
    const level = system.entries.level(direction) ?? close;
    const why = reason('turtle.breakout', { bars: system.entries.bars, level, close, n });
    return this.enter(direction, 1, confidenceOf(Math.abs(close - level) / n), why, n, at);
  }

  private addition({ close }: Candle, n: number, position: HeldPosition, at: number): Signal | null {
    const { direction, units, lastEntryPrice } = position;
    if (units >= this.config.maxUnits || this.previousClose === null) return null;
    const sign = direction === 'long' ? 1 : -1;
    const level = lastEntryPrice + sign * this.config.addN * n;
    const crossed = sign * (close - level) >= 0 && sign * (this.previousClose - level) < 0;
    if (!crossed) return null;
    const unit = units + 1;
    const why = reason('turtle.add', { unit, level, close, n });
    return this.enter(direction, unit, confidenceOf(Math.abs(close - level) / n), why, n, at);
  }

  private exit({ close }: Candle, position: HeldPosition, at: number): Signal | null {
    const { exits } = this.systemThatOpened(position);
    const against = opposite(position.direction);
    if (exits.outside !== against) return null;
    const why = reason('turtle.exit-channel', { bars: exits.bars, level: exits.level(against), close });
    return this.signal({
      action: 'exit',
      direction: position.direction,
      confidence: 1,
      reason: why,
      at,
      plan: NO_PLAN,
    });
  }

  /** A position older than what is remembered gets the slower exit, which is the wider one. */
  private systemThatOpened({ direction, openedAt }: HeldPosition): System {
    const opening = this.breakouts.findLast((breakout) => breakout.direction === direction && breakout.at <= openedAt);
    return opening?.system ?? this.system2;
  }

  private enter(
    direction: Direction,
    unit: number,
    confidence: number,
    why: Signal['reason'],
    n: number,
    at: number,
  ): Signal {
    const { stopN, riskFraction } = this.config;
    const plan = { ...NO_PLAN, stopDistance: stopN * n, riskFraction, unit };
    return this.signal({ action: 'enter', direction, confidence, reason: why, at, plan });
  }

  private signal(wanted: Pick<Signal, 'action' | 'direction' | 'confidence' | 'reason' | 'at' | 'plan'>): Signal {
    const expiresAt = wanted.at + this.config.expiresAfterBars * TIMEFRAME_MS[this.timeframe];
    const named = { ...wanted, symbol: this.symbol, source: SOURCE, expiresAt };
    return { id: signalId(NAME, named), ...named };
  }
}

export const turtle: StrategyDefinition<TurtleConfig> = {
  name: NAME,
  configSchema: turtleConfigSchema,
  create: ({ symbol, config }) => new Turtle(symbol, config),
};

function createSystem({ entryBars, exitBars }: z.infer<typeof channelBars>, stopN: number): System {
  const entries = new BreakoutChannel(entryBars);
  const exits = new BreakoutChannel(exitBars);
  return { entries, exits, record: new BreakoutRecord(entries, exits, stopN) };
}

/** The border that a close inside the channel has yet to pass; none where it is past it, or before the warm-up. */
function borderOf(entries: BreakoutChannel, direction: Direction, close: number) {
  const level = entries.level(direction);
  if (level === null || entries.outside === direction) return [];
  return [{ bars: entries.bars, level, distanceFraction: Math.abs(level - close) / close }];
}

/** From 0.5 at the level itself to 1 at one N beyond it. */
function confidenceOf(strengthInN: number): number {
  return Math.min(1, 0.5 + strengthInN / 2);
}
