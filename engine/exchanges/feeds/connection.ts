import type { LiveLoop } from '../system-event-loop.ts';
import type { ConnectionBudget } from './connection-budget.ts';
import { type OpenSocket, openWebSocket, type StreamSocket } from './connection-socket.ts';

/** How a connection is kept open, and how one notices that nobody is there any more. */
export interface PingRules {
  /** We send a ping frame, and `text` too where the venue wants one, this often. */
  readonly pingEveryMs: number;
  readonly text?: string;
  /** Nothing at all heard for so long after a ping: the line is half-open. */
  readonly answerWithinMs: number;
}

export type ConnectionState = 'idle' | 'connecting' | 'open' | 'waiting' | 'stopped';

/** Why a socket was given up; names for logs and counters. */
export type DropCause = 'closed' | 'half-open' | 'stale' | 'connect-failed' | 'renewed' | 'stopped';

export interface ConnectionOptions {
  readonly venue: string;
  /** Asked for at each attempt, because a listen key or a token may have changed. */
  readonly url: () => string | Promise<string>;
  readonly headers?: () => Readonly<Record<string, string>>;
  readonly loop: LiveLoop;
  readonly budget: ConnectionBudget;
  readonly onFrame: (data: Buffer) => void;
  /** Told of each change; `drop` says why the line before went. */
  readonly onState?: (state: ConnectionState, drop: DropCause | null) => void;
  /** What is said after opening, in this order, `messageGapMs` apart. */
  readonly greetings?: () => readonly string[];
  readonly messageGapMs?: number;
  readonly keepAlive?: PingRules;
  /** A new socket is opened this long after the one before, which then goes: before the venue cuts it. */
  readonly lifeMs?: number | null;
  readonly openSocket?: OpenSocket;
  readonly connectTimeoutMs?: number;
  readonly maxPayloadBytes?: number;
}

/** A day is Binance's limit; half an hour before it there is time for several attempts. */
export const DEFAULT_LIFE_MS = 23.5 * 3_600_000;
export const DEFAULT_KEEP_ALIVE: PingRules = { pingEveryMs: 15_000, answerWithinMs: 10_000 };

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 60_000;
/** A socket that was well for so long ends the series of failures before it. */
const WELL_AFTER_MS = 30_000;
/** Both are heard for so long: all that was subscribed must flow on the new socket before the old one goes. */
const OVERLAP_MS = 5_000;
const CLOSE_GRACE_MS = 2_000;

/** One socket in use, with what it needs to end. */
interface Line {
  readonly socket: StreamSocket;
  state: 'connecting' | 'open' | 'ended';
  heardAtMs: number;
  spoke: boolean;
  timers: (() => void)[];
}

/**
 * One lasting connection to a venue, made of sockets that come and go: full-jitter back-off under the budget of the
 * process, a hard end for a line that is dead or silent, and a successor before the venue's time limit. While a
 * successor starts both lines are heard, so whoever reads must bear repetition.
 */
export class Connection {
  private readonly options: ConnectionOptions;
  private readonly loop: LiveLoop;
  private readonly ending = new AbortController();
  private current: Line | null = null;
  private successor: Line | null = null;
  private dialling = false;
  /** The current line has reached its age: a successor is wanted though it is well. */
  private renewing = false;
  private failures = 0;
  private stateNow: ConnectionState = 'idle';
  private cancelRetry: (() => void) | null = null;
  private connects = 0;
  private readonly drops = new Map<DropCause, number>();

  constructor(options: ConnectionOptions) {
    this.options = options;
    this.loop = options.loop;
  }

  state(): ConnectionState {
    return this.stateNow;
  }

  /** Connection attempts so far, and why lines ended. */
  counts(): { readonly connects: number; readonly drops: Readonly<Partial<Record<DropCause, number>>> } {
    return { connects: this.connects, drops: Object.fromEntries(this.drops) };
  }

  /** Connects, and stays connected until `stop`. */
  start(): void {
    if (this.stateNow !== 'idle') return;
    this.dial();
  }

  /** Ends for good. */
  stop(): void {
    if (this.stateNow === 'stopped') return;
    this.ending.abort();
    this.cancelRetry?.();
    this.cancelRetry = null;
    for (const line of [this.current, this.successor]) {
      if (line !== null) this.drop(line, 'stopped');
    }
    this.current = null;
    this.successor = null;
    this.become('stopped', 'stopped');
  }

  /** Cuts the line hard and makes a new one: its data cannot be trusted any more. */
  restart(why: 'stale' | 'half-open' = 'stale'): void {
    if (this.stateNow === 'stopped' || this.current === null) return;
    this.lose(this.current, why);
  }

  /** Says something on the open line; false when there is none. */
  send(text: string): boolean {
    if (this.current?.state !== 'open') return false;
    this.current.socket.send(text);
    return true;
  }

  private dial(): void {
    if (this.dialling || this.stateNow === 'stopped') return;
    this.dialling = true;
    if (this.current === null) this.become('connecting', null);
    void this.openLine().finally(() => {
      this.dialling = false;
    });
  }

  private async openLine(): Promise<void> {
    let url: string;
    try {
      url = await this.options.url();
      if (!(await this.options.budget.acquire(this.options.venue, this.ending.signal))) return;
    } catch {
      this.count('connect-failed');
      this.retryLater('connect-failed');
      return;
    }
    if (this.stateNow === 'stopped') return;
    this.connects += 1;
    this.attach(url);
  }

  private attach(url: string): void {
    const { openSocket = openWebSocket, connectTimeoutMs = 5_000, maxPayloadBytes = 8 * 1024 * 1024 } = this.options;
    const terms = { url, headers: this.options.headers?.() ?? {}, connectTimeoutMs, maxPayloadBytes };
    const socket = openSocket(terms, {
      opened: () => this.opened(line),
      frame: (data) => this.heard(line, data),
      alive: () => {
        line.heardAtMs = this.loop.elapsedMs();
      },
      closed: () => this.lose(line, line.state === 'open' ? 'closed' : 'connect-failed'),
    });
    const now = this.loop.elapsedMs();
    const line: Line = { socket, state: 'connecting', heardAtMs: now, spoke: false, timers: [] };
    // A name server or a proxy that holds the handshake forever is not covered by the socket's own limit.
    this.afterOn(line, connectTimeoutMs + 1_000, () => {
      if (line.state === 'connecting') this.lose(line, 'connect-failed');
    });
    if (this.current === null) this.current = line;
    else this.successor = line;
  }

  private opened(line: Line): void {
    if (line.state !== 'connecting') return;
    line.state = 'open';
    line.heardAtMs = this.loop.elapsedMs();
    this.greet(line, this.options.greetings?.() ?? []);
    this.keepAlive(line);
    this.afterOn(line, WELL_AFTER_MS, () => {
      this.failures = 0;
    });
    const life = this.options.lifeMs === undefined ? DEFAULT_LIFE_MS : this.options.lifeMs;
    // A little earlier by chance, so that the connections of a process do not all renew at once.
    if (life !== null) {
      this.afterOn(line, life * (1 - 0.02 * this.loop.chance()), () => {
        this.renewing = true;
        this.dial();
      });
    }
    if (line === this.current) this.become('open', null);
    else this.afterOn(line, OVERLAP_MS, () => this.promote(line));
  }

  private heard(line: Line, data: Buffer): void {
    if (line.state !== 'open') return;
    line.heardAtMs = this.loop.elapsedMs();
    line.spoke = true;
    this.options.onFrame(data);
  }

  /** The successor takes over and the old line goes politely; one that said nothing yet is not trusted with it. */
  private promote(line: Line): void {
    if (line !== this.successor) return;
    if (!line.spoke) {
      this.lose(line, 'connect-failed');
      return;
    }
    const old = this.current;
    this.current = line;
    this.successor = null;
    this.renewing = false;
    if (old !== null) this.drop(old, 'renewed');
    this.become('open', 'renewed');
  }

  private lose(line: Line, why: DropCause): void {
    if (line.state === 'ended') return;
    this.drop(line, why);
    if (this.stateNow === 'stopped') return;
    if (line === this.successor) {
      this.successor = null;
      this.retryLater(why);
      return;
    }
    this.current = this.successor;
    this.successor = null;
    this.renewing = false;
    if (this.current === null) this.retryLater(why);
    else this.become(this.current.state === 'open' ? 'open' : 'connecting', why);
  }

  private drop(line: Line, why: DropCause): void {
    if (line.state === 'ended') return;
    line.state = 'ended';
    for (const cancel of line.timers) cancel();
    line.timers = [];
    this.count(why);
    if (why === 'renewed') {
      line.socket.close();
      this.loop.after(CLOSE_GRACE_MS, () => line.socket.terminate());
      return;
    }
    line.socket.terminate();
  }

  /** Full jitter: any moment between now and the limit, which doubles with each failure in a row. */
  private retryLater(why: DropCause): void {
    if (this.stateNow === 'stopped') return;
    // Before the pending attempt is looked at: it may be a renewal's, made while the line still stood.
    if (this.current === null) this.become('waiting', why);
    if (this.cancelRetry !== null) return;
    const limitMs = Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** this.failures);
    this.failures = Math.min(this.failures + 1, 16);
    this.cancelRetry = this.loop.after(Math.round(this.loop.chance() * limitMs), () => {
      this.cancelRetry = null;
      if (this.current === null || this.renewing) this.dial();
    });
  }

  private greet(line: Line, greetings: readonly string[]): void {
    const [first, ...rest] = greetings;
    if (first === undefined || line.state !== 'open') return;
    line.socket.send(first);
    if (rest.length > 0) this.afterOn(line, this.options.messageGapMs ?? 250, () => this.greet(line, rest));
  }

  private keepAlive(line: Line): void {
    const { pingEveryMs, text, answerWithinMs } = this.options.keepAlive ?? DEFAULT_KEEP_ALIVE;
    this.afterOn(line, pingEveryMs, () => {
      const askedAtMs = this.loop.elapsedMs();
      line.socket.ping();
      if (text !== undefined) line.socket.send(text);
      this.afterOn(line, answerWithinMs, () => {
        if (line.heardAtMs < askedAtMs) this.lose(line, 'half-open');
      });
      this.keepAlive(line);
    });
  }

  private afterOn(line: Line, ms: number, call: () => void): void {
    const cancel = this.loop.after(ms, () => {
      line.timers = line.timers.filter((other) => other !== cancel);
      if (line.state !== 'ended') call();
    });
    line.timers.push(cancel);
  }

  private become(state: ConnectionState, drop: DropCause | null): void {
    this.stateNow = state;
    this.options.onState?.(state, drop);
  }

  private count(why: DropCause): void {
    this.drops.set(why, (this.drops.get(why) ?? 0) + 1);
  }
}
