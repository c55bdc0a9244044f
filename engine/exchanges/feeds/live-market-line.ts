import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Clock } from '../../ports/clock.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import { Connection, type ConnectionState, type DropCause } from './connection.ts';
import type { ConnectionBudget } from './connection-budget.ts';
import type { OpenSocket } from './connection-socket.ts';
import type { FeedEvent } from './feed-event.ts';
import { FrameQuarantine, type QuarantinedFrame } from './frame-fault.ts';
import type { ConnectionPlan, FrameParser, KeepAliveRules, StreamKind, VenueFeed } from './venue-feed.ts';

/** How long before the venue's own term a connection is renewed: time for several attempts. */
const RENEW_BEFORE_MS = 30 * 60_000;
const PING_EVERY_MS = 15_000;
const ANSWER_WITHIN_MS = 10_000;

export interface LineOptions {
  readonly feed: VenueFeed;
  readonly plan: ConnectionPlan;
  /** Origin that takes the place of the plan's; null keeps it. */
  readonly origin: string | null;
  readonly clock: Clock;
  readonly loop: LiveLoop;
  readonly budget: ConnectionBudget;
  readonly openSocket?: OpenSocket | undefined;
  readonly onEvent: (event: FeedEvent) => void;
  readonly onBadFrame: (frame: QuarantinedFrame) => void;
  readonly onState: (state: ConnectionState, drop: DropCause | null) => void;
}

/** One planned connection with what it carries and the parser of its frames. */
export class FeedLine {
  readonly parser: FrameParser;
  readonly symbols: ReadonlySet<InstrumentSymbol>;
  readonly kinds: ReadonlyMap<InstrumentSymbol, ReadonlySet<StreamKind>>;
  readonly quarantine: FrameQuarantine;
  /** Monotonic time since when nothing can come; null while the line is open. */
  private closedSince: number | null;
  private readonly loop: LiveLoop;
  private readonly connection: Connection;
  private readonly clock: Clock;
  private readonly onEvent: LineOptions['onEvent'];
  private readonly onBadFrame: LineOptions['onBadFrame'];

  constructor(options: LineOptions) {
    const { feed, plan, origin, loop, budget, openSocket, onState } = options;
    this.kinds = kindsOf(plan);
    this.symbols = new Set(this.kinds.keys());
    this.parser = feed.parser([...this.symbols]);
    this.quarantine = new FrameQuarantine(feed.venue);
    this.clock = options.clock;
    this.loop = loop;
    this.closedSince = loop.elapsedMs();
    this.onEvent = options.onEvent;
    this.onBadFrame = options.onBadFrame;
    const url = movedTo(plan.url, origin);
    this.connection = new Connection({
      venue: feed.venue,
      url: () => url,
      loop,
      budget,
      greetings: () => plan.messages,
      messageGapMs: Math.ceil(1_200 / feed.limits.messagesPerSecond),
      keepAlive: pingsOf(feed.keepAlive),
      lifeMs: feed.keepAlive.lifeMs === null ? null : feed.keepAlive.lifeMs - RENEW_BEFORE_MS,
      onFrame: (data) => this.read(data),
      onState: (state, drop) => {
        this.closedSince = state === 'open' ? null : (this.closedSince ?? loop.elapsedMs());
        onState(state, drop);
      },
      ...(openSocket === undefined ? {} : { openSocket }),
    });
  }

  start(): void {
    this.connection.start();
  }

  stop(): void {
    this.connection.stop();
  }

  restart(): void {
    this.connection.restart('stale');
  }

  state(): ConnectionState {
    return this.connection.state();
  }

  /** How long nothing could come; 0 while the line is open. */
  closedMs(): number {
    return this.closedSince === null ? 0 : this.loop.elapsedMs() - this.closedSince;
  }

  counts(): ReturnType<Connection['counts']> {
    return this.connection.counts();
  }

  private read(data: Buffer): void {
    const fault = this.parser.read(data, this.onEvent);
    if (fault !== null) this.onBadFrame(this.quarantine.put(fault, data, this.clock.now()));
  }
}

function kindsOf({ wishes }: ConnectionPlan): ReadonlyMap<InstrumentSymbol, ReadonlySet<StreamKind>> {
  const kinds = new Map<InstrumentSymbol, Set<StreamKind>>();
  for (const { symbol, kind } of wishes) kinds.set(symbol, (kinds.get(symbol) ?? new Set()).add(kind));
  return kinds;
}

function pingsOf({ ping }: KeepAliveRules): { pingEveryMs: number; answerWithinMs: number; text?: string } {
  const rules = { pingEveryMs: ping?.everyMs ?? PING_EVERY_MS, answerWithinMs: ANSWER_WITHIN_MS };
  return ping === null || ping.text === null ? rules : { ...rules, text: ping.text };
}

function movedTo(url: string, origin: string | null): string {
  if (origin === null) return url;
  const { pathname, search } = new URL(url);
  return `${origin.replace(/\/+$/, '')}${pathname}${search}`;
}
