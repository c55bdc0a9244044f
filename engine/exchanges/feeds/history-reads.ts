import { UnavailableError } from '../../domain/errors.ts';
import type { LiveLoop } from '../system-event-loop.ts';
import type { VenueAddress, VenueName } from '../venues/venue-name.ts';
import { createPublicRequests, type PublicAnswer, type RequestPublic } from './history-request.ts';

/** What the public part of a venue bears from us; a part of what it allows, so that orders never wait for history. */
interface ReadTerms {
  readonly origin: string;
  /** Weight that may be spent within the window by reads of market data. */
  readonly weight: number;
  readonly windowMs: number;
  /** Above this used weight, which counts everybody behind our address, reads pause until the window ends. */
  readonly pauseAboveUsed: number | null;
}

const TERMS: Readonly<Record<VenueName, ReadTerms>> = {
  binance: { origin: 'https://api.binance.com', weight: 2_400, windowMs: 60_000, pauseAboveUsed: 4_200 },
  binanceusdm: { origin: 'https://fapi.binance.com', weight: 900, windowMs: 60_000, pauseAboveUsed: 1_700 },
  upbit: { origin: 'https://api.upbit.com', weight: 8, windowMs: 1_000, pauseAboveUsed: null },
  bithumb: { origin: 'https://api.bithumb.com', weight: 20, windowMs: 1_000, pauseAboveUsed: null },
};

const CONNECT_TIMEOUT_MS = 2_000;
const TOTAL_TIMEOUT_MS = 10_000;
const MAX_BYTES = 16 * 1024 * 1024;
/** Where a venue that limits us does not say for how long. */
const DEFAULT_LIMITED_MS = 5_000;
const DEFAULT_BANNED_MS = 120_000;

export interface PublicReadsOptions {
  readonly venue: VenueName;
  readonly address: VenueAddress;
  readonly loop: Pick<LiveLoop, 'elapsedMs' | 'after' | 'sleep'>;
  readonly request?: RequestPublic;
}

export interface ReadOptions {
  readonly weight: number;
  readonly signal?: AbortSignal | undefined;
}

/** Public market data by REST, within weight and pauses that the venue asks for. */
export class PublicReads {
  readonly venue: VenueName;
  private readonly terms: ReadTerms;
  private readonly origin: string;
  private readonly loop: PublicReadsOptions['loop'];
  private readonly request: RequestPublic;
  private readonly spent: { readonly at: number; readonly weight: number }[] = [];
  private turn: Promise<void> = Promise.resolve();
  private pausedUntil = 0;
  private requests = 0;
  /** Our monotonic time less the venue's time in its newest answer. */
  private way: number | null = null;

  constructor({ venue, address, loop, request = createPublicRequests(loop) }: PublicReadsOptions) {
    this.venue = venue;
    this.terms = TERMS[venue];
    this.origin = (address.rest ?? this.terms.origin).replace(/\/+$/, '');
    this.loop = loop;
    this.request = request;
  }

  /** Requests that were sent. */
  count(): number {
    return this.requests;
  }

  /** The venue's time by the head of its newest answer, up to a second late; null before one. */
  venueNow(): number | null {
    return this.way === null ? null : Math.floor(this.loop.elapsedMs() - this.way);
  }

  /** Returns the body of a 200; throws `UnavailableError` for everything else, `retryAfterMs` where the venue says it. */
  async get(path: string, { weight, signal }: ReadOptions): Promise<string> {
    await this.admitted(weight, signal);
    this.requests += 1;
    const terms = {
      connectTimeoutMs: CONNECT_TIMEOUT_MS,
      totalTimeoutMs: TOTAL_TIMEOUT_MS,
      maxBytes: MAX_BYTES,
      signal,
    };
    const answer = await this.request(`${this.origin}${path}`, terms);
    this.heed(answer);
    if (answer.status === 200) return answer.body;
    const retryAfterMs = Math.max(0, this.pausedUntil - this.loop.elapsedMs());
    const pause = retryAfterMs > 0 ? { retryAfterMs } : {};
    throw new UnavailableError(`${this.venue} answered a question for market data with status ${answer.status}`, pause);
  }

  /** One after another, so that the oldest question is answered first. */
  private admitted(weight: number, signal: AbortSignal | undefined): Promise<void> {
    const mine = this.turn.then(() => this.waitForRoom(weight, signal));
    this.turn = mine.catch(() => {});
    return mine;
  }

  private async waitForRoom(weight: number, signal: AbortSignal | undefined): Promise<void> {
    for (;;) {
      if (signal?.aborted) throw new UnavailableError(`${this.venue} is not asked any more`);
      const pauseMs = this.pausedUntil - this.loop.elapsedMs();
      // Nobody waits through a ban: the asker decides what to do without an answer.
      if (pauseMs > TOTAL_TIMEOUT_MS) {
        throw new UnavailableError(`${this.venue} wants no questions now`, { retryAfterMs: pauseMs });
      }
      const waitMs = Math.max(pauseMs, this.waitForWeight(weight));
      if (waitMs <= 0) break;
      await this.loop.sleep(waitMs, signal ?? new AbortController().signal);
    }
    this.spent.push({ at: this.loop.elapsedMs(), weight });
  }

  private waitForWeight(weight: number): number {
    const now = this.loop.elapsedMs();
    while ((this.spent[0]?.at ?? now) + this.terms.windowMs < now) this.spent.shift();
    let used = this.spent.reduce((sum, entry) => sum + entry.weight, 0);
    if (used + weight <= this.terms.weight) return 0;
    for (const entry of this.spent) {
      used -= entry.weight;
      if (used + weight <= this.terms.weight) return Math.max(1, entry.at + this.terms.windowMs - now);
    }
    return 0;
  }

  /** Takes note of what the venue says about its limits. */
  private heed({ status, headers }: PublicAnswer): void {
    const now = this.loop.elapsedMs();
    const told = toldTime(headers);
    if (told !== null) this.way = now - told;
    const pause = (ms: number): void => {
      this.pausedUntil = Math.max(this.pausedUntil, now + ms);
    };
    if (status === 429 || status === 418) {
      const seconds = Number(headers['retry-after']);
      const fallback = status === 418 ? DEFAULT_BANNED_MS : DEFAULT_LIMITED_MS;
      pause(Number.isFinite(seconds) && seconds > 0 ? seconds * 1_000 : fallback);
    }
    const used = Number(headers['x-mbx-used-weight-1m']);
    const { pauseAboveUsed, windowMs } = this.terms;
    if (pauseAboveUsed !== null && used > pauseAboveUsed) pause(windowMs / 6);
    const left = /sec=(\d+)/.exec(headers['remaining-req'] ?? '')?.[1];
    if (left !== undefined && Number(left) <= 1) pause(1_000);
  }
}

/** A store on the way gives an old answer with its old date and says how many seconds old it is. */
function toldTime(headers: PublicAnswer['headers']): number | null {
  const at = Date.parse(headers.date ?? '');
  const storedMs = Number(headers.age ?? 0) * 1_000;
  return Number.isFinite(at) && Number.isFinite(storedMs) ? at + storedMs : null;
}
