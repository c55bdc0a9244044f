import { ConfigError, InvariantError } from '../domain/errors.ts';
import type { Candle, MarketEvent } from '../domain/market.ts';
import { TIMEFRAME_MS } from '../domain/timeframe.ts';
import type { MarketData, MarketListener, ReplayControl, ReplaySpeed } from '../ports/market-data.ts';
import { type EventLoop, PROCESS_LOOP } from './event-loop.ts';
import type { ReplayClock } from './replay-clock.ts';
import {
  closedCandlesBefore,
  HALF_SPREAD_FRACTIONS,
  type HalfSpreads,
  type ReplayTape,
  replayEvents,
} from './replay-path.ts';

/** Real milliseconds of work after which the rest of the process gets a turn. */
const WORK_SLICE_MS = 6;

/** A replay that has fallen this far behind its speed (a slow listener, a sleeping laptop) goes on from where it is. */
const MAX_LAG_MS = 1_000;

export interface ReplayOptions extends Pick<EventLoop, 'sleep'>, Partial<Omit<EventLoop, 'sleep'>> {
  readonly recording: ReplayTape;
  /** Moved by the replay to the time of each event before the event is handed out. */
  readonly clock: ReplayClock;
  /** The first events emitted are those with `at` ≥ this; the recording's own start unless given. */
  readonly startAt?: number | undefined;
  readonly speed?: ReplaySpeed | undefined;
  readonly halfSpreads?: HalfSpreads | undefined;
}

/**
 * Plays a recording as if it happened now: the same events in the same order at any speed, however often it is paused.
 * What is assumed about prices inside a bar, and about bid and ask, stands in replay-path.ts.
 */
export class ReplayMarketData implements MarketData, ReplayControl {
  readonly startTime: number;
  readonly endTime: number;
  private readonly recording: ReplayTape;
  private readonly clock: ReplayClock;
  private readonly loop: EventLoop;
  private readonly halfSpreads: HalfSpreads;
  private readonly listeners: MarketListener[] = [];
  private readonly pace: Pace;
  private state: 'ready' | 'running' | 'ended' = 'ready';
  private stopped = false;
  private isPaused = false;
  private targets: { readonly time: number; readonly reached: () => void }[] = [];
  private wake = new AbortController();
  private sliceStartedMs = 0;

  constructor(options: ReplayOptions) {
    const { manifest } = options.recording;
    if (manifest.barMs !== TIMEFRAME_MS['1m']) {
      throw new ConfigError(`A replay needs 1-minute bars, not bars of ${manifest.barMs} ms.`);
    }
    this.recording = options.recording;
    this.clock = options.clock;
    this.startTime = options.startAt ?? manifest.startTime;
    this.endTime = manifest.endTime;
    if (!(this.startTime >= manifest.warmupStartTime && this.startTime <= this.endTime)) {
      throw new ConfigError(`The recording does not hold ${this.startTime}.`, {
        hint: `Start between ${manifest.warmupStartTime} and ${this.endTime}.`,
      });
    }
    this.halfSpreads = options.halfSpreads ?? HALF_SPREAD_FRACTIONS;
    this.loop = { ...PROCESS_LOOP, ...withoutUndefined(options), sleep: options.sleep };
    this.pace = new Pace(this.loop, checkedSpeed(options.speed ?? 'max'), this.startTime);
    this.clock.advanceTo(this.startTime);
  }

  subscribe(listener: MarketListener): void {
    this.listeners.push(listener);
  }

  /** Yields all candles closed before `until`, all symbols in time order, from the start of the warm-up. */
  warmUp(until: number = this.startTime): Iterable<Candle> {
    return closedCandlesBefore(this.recording, until);
  }

  /** Resolves at the end of the recording or soon after `stop`; rejects with what a listener threw. Runs once. */
  async run(): Promise<void> {
    if (this.state !== 'ready') throw new InvariantError('a replay runs only once');
    this.state = 'running';
    this.pace.restart(this.clock.now());
    this.sliceStartedMs = this.loop.elapsedMs();
    try {
      for (const event of replayEvents(this.recording, this.startTime, this.halfSpreads)) {
        await this.waitFor(event.at);
        if (this.stopped) return;
        this.clock.advanceTo(event.at);
        await this.deliver(event);
      }
      this.clock.advanceTo(Math.max(this.clock.now(), this.endTime));
    } finally {
      this.state = 'ended';
      this.settleTargets(Number.POSITIVE_INFINITY);
    }
  }

  /**
   * Resolves at once; no event is begun after it. Await what `run` returned to also see the last listener end: this
   * one does not wait for it, so that a listener may itself call stop.
   */
  async stop(): Promise<void> {
    this.stopped = true;
    this.wakeUp();
  }

  position(): number {
    return this.clock.now();
  }

  speed(): ReplaySpeed {
    return this.pace.speed;
  }

  setSpeed(speed: ReplaySpeed): void {
    this.pace.change(checkedSpeed(speed));
    this.wakeUp();
  }

  pause(): void {
    if (this.isPaused) return;
    this.isPaused = true;
    this.pace.hold();
    this.wakeUp();
  }

  resume(): void {
    if (!this.isPaused) return;
    this.isPaused = false;
    this.pace.release();
    this.wakeUp();
  }

  paused(): boolean {
    return this.isPaused;
  }

  /**
   * Resolves when every event up to and including `time` has been delivered, or earlier when the replay ends or is
   * stopped; then the speed or the pause of before holds again. A listener must not wait for it.
   */
  async playTo(time: number): Promise<void> {
    if (!(time > this.position() && time <= this.endTime)) {
      throw new RangeError(`playTo needs a time after ${this.position()} and not after ${this.endTime}, not ${time}`);
    }
    if (this.state === 'ended') return;
    const arrival = new Promise<void>((reached) => this.targets.push({ time, reached }));
    this.wakeUp();
    await arrival;
  }

  private async deliver(event: MarketEvent): Promise<void> {
    for (const listener of this.listeners) {
      const answer = listener(event);
      if (answer !== undefined) await answer;
    }
  }

  /** Returns when the event at `at` is due, or the replay is stopped. */
  private async waitFor(at: number): Promise<void> {
    await this.shareTheProcess();
    while (!this.stopped) {
      this.settleTargets(at);
      if (this.targets.length > 0) return;
      if (this.isPaused) {
        await this.sleepUntilWoken();
        continue;
      }
      const waitMs = this.pace.waitMs(at);
      if (waitMs <= 0) return;
      await this.sleep(waitMs);
    }
  }

  /** Resolves the targets that lie before the next event, and sets the clock to them. */
  private settleTargets(nextEventAt: number): void {
    if (this.targets.length === 0) return;
    const met = this.targets.filter((target) => target.time < nextEventAt).sort((a, b) => a.time - b.time);
    this.targets = this.targets.filter((target) => target.time >= nextEventAt);
    for (const { time, reached } of met) {
      if (Number.isFinite(nextEventAt)) this.clock.advanceTo(Math.max(this.clock.now(), time));
      reached();
    }
    if (this.targets.length === 0) this.pace.restart(this.clock.now(), this.isPaused);
  }

  private async shareTheProcess(): Promise<void> {
    if (this.loop.elapsedMs() - this.sliceStartedMs < WORK_SLICE_MS) return;
    await this.loop.yieldTurn();
    this.sliceStartedMs = this.loop.elapsedMs();
  }

  private async sleep(ms: number): Promise<void> {
    const { signal } = this.renewWake();
    try {
      await this.loop.sleep(ms, signal);
    } catch (error) {
      if (!signal.aborted) throw error;
    }
    this.sliceStartedMs = this.loop.elapsedMs();
  }

  private async sleepUntilWoken(): Promise<void> {
    const { signal } = this.renewWake();
    await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
    this.sliceStartedMs = this.loop.elapsedMs();
  }

  /** One controller for each wait, so that no listener of an earlier one is left on its signal. */
  private renewWake(): AbortController {
    this.wake = new AbortController();
    return this.wake;
  }

  private wakeUp(): void {
    this.wake.abort();
  }
}

/** Ties event time to real time: `speed` event seconds per real second, from the last moment at which that changed. */
class Pace {
  private readonly loop: Pick<EventLoop, 'elapsedMs'>;
  private rate: ReplaySpeed;
  private eventTime: number;
  private realMs: number;
  private held = false;

  constructor(loop: Pick<EventLoop, 'elapsedMs'>, speed: ReplaySpeed, eventTime: number) {
    this.loop = loop;
    this.rate = speed;
    this.eventTime = eventTime;
    this.realMs = loop.elapsedMs();
  }

  get speed(): ReplaySpeed {
    return this.rate;
  }

  restart(eventTime: number, held = this.held): void {
    this.eventTime = eventTime;
    this.realMs = this.loop.elapsedMs();
    this.held = held;
  }

  change(speed: ReplaySpeed): void {
    this.restart(this.eventTimeNow());
    this.rate = speed;
  }

  hold(): void {
    this.restart(this.eventTimeNow(), true);
  }

  release(): void {
    this.restart(this.eventTime, false);
  }

  /** Returns the real milliseconds until the event at `at` is due, 0 if it is. */
  waitMs(at: number): number {
    if (this.rate === 'max') {
      this.restart(at);
      return 0;
    }
    const waitMs = this.realMs + (at - this.eventTime) / this.rate - this.loop.elapsedMs();
    if (waitMs < -MAX_LAG_MS) this.restart(at);
    // Shorter waits than a timer can keep are left to the next event's.
    return waitMs < 1 ? 0 : waitMs;
  }

  private eventTimeNow(): number {
    if (this.held || this.rate === 'max') return this.eventTime;
    return this.eventTime + (this.loop.elapsedMs() - this.realMs) * this.rate;
  }
}

function checkedSpeed(speed: ReplaySpeed): ReplaySpeed {
  if (speed === 'max' || (Number.isFinite(speed) && speed > 0)) return speed;
  throw new RangeError(`a replay speed is 'max' or above 0, not ${speed}`);
}

function withoutUndefined({ elapsedMs, yieldTurn }: Partial<EventLoop>): Partial<EventLoop> {
  return { ...(elapsedMs && { elapsedMs }), ...(yieldTurn && { yieldTurn }) };
}
