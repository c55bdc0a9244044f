import type { Abstention } from '../rag/sentiment/reader.ts';

const FAILURES_TO_OPEN = 5;
const OPEN_MS = 60_000;
const DAY_MS = 86_400_000;

export interface GateOptions {
  /** Epoch ms. */
  readonly now: () => number;
  readonly callsPerDay: number;
}

/** Decides whether a model is asked at all: not while it is down, not while it asked for a pause, not beyond the day's cap. */
export class CallGate {
  readonly #options: GateOptions;
  #failures = 0;
  #openUntil = 0;
  #probing = false;
  #pausedUntil = 0;
  #day = 0;
  #calls = 0;

  constructor(options: GateOptions) {
    this.#options = options;
  }

  /** Returns null where a document may be read; the end of that reading is then told by `ended`. */
  enter(): Abstention | null {
    const now = this.#options.now();
    if (now < this.#pausedUntil) return { outcome: 'abstained', reason: 'over-limit', detail: 'rate-limited' };
    if (this.#failures < FAILURES_TO_OPEN) return null;
    // After the pause one document goes ahead and shows whether the server is back.
    if (now < this.#openUntil || this.#probing) {
      return { outcome: 'abstained', reason: 'unavailable', detail: 'circuit-open' };
    }
    this.#probing = true;
    return null;
  }

  /** Counts a call, and returns whether the day still has room for it. A day is one of UTC; a new start counts anew. */
  spend(): boolean {
    const day = Math.floor(this.#options.now() / DAY_MS);
    if (day !== this.#day) [this.#day, this.#calls] = [day, 0];
    if (this.#calls >= this.#options.callsPerDay) return false;
    this.#calls += 1;
    return true;
  }

  /** `unknown` is what was cancelled or never asked: it says nothing of the server. */
  ended(how: 'reached' | 'failed' | 'unknown'): void {
    this.#probing = false;
    if (how === 'reached') this.#failures = 0;
    if (how !== 'failed') return;
    this.#failures += 1;
    if (this.#failures >= FAILURES_TO_OPEN) this.#openUntil = this.#options.now() + OPEN_MS;
  }

  /** Keeps the server from being asked for as long as it wished. */
  pause(ms: number): void {
    this.#pausedUntil = Math.max(this.#pausedUntil, this.#options.now() + ms);
  }
}
