import type { MarketEvent } from '../domain/market.ts';

export type MarketListener = (event: MarketEvent) => void | Promise<void>;

/** A source of market events in time order; a listener that returns a promise is waited for. */
export interface MarketData {
  subscribe(listener: MarketListener): void;
  /** Runs until the source ends or `stop` is called. */
  run(): Promise<void>;
  stop(): Promise<void>;
}

/** A recorded source can also be driven. */
export interface ReplayControl {
  readonly startTime: number;
  readonly endTime: number;
  position(): number;
  speed(): ReplaySpeed;
  setSpeed(speed: ReplaySpeed): void;
  pause(): void;
  resume(): void;
  paused(): boolean;
  /** Plays on at full speed to `time`, which must lie ahead: what was decided is not undone. */
  playTo(time: number): Promise<void>;
}

/** Event seconds per real second, or as fast as it goes. */
export type ReplaySpeed = number | 'max';
