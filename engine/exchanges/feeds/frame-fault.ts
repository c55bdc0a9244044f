/** Why a frame was refused. */
export const FRAME_FAULTS = [
  'empty',
  'too-large',
  'html',
  'truncated',
  'not-json',
  'unknown-message',
  'unknown-stream',
  'wrong-symbol',
  'missing-field',
  'wrong-type',
  'bad-number',
  'negative',
  'absurd-price',
  'bad-sequence',
  'impossible-candle',
  'too-many-levels',
  'venue-error',
] as const;

export type FrameFaultCause = (typeof FRAME_FAULTS)[number];

/** A frame that was refused, with what can be said of it without repeating it. */
export interface FrameFault {
  readonly type: 'fault';
  readonly cause: FrameFaultCause;
  /** The field or stream concerned, in the venue's letters; short. */
  readonly where: string | null;
}

/** Returns a fault. */
export function frameFault(cause: FrameFaultCause, where: string | null = null): FrameFault {
  return { type: 'fault', cause, where: where === null ? null : scrubSample(where).slice(0, 40) };
}

/** A refused frame as it is kept for whoever looks into it. */
export interface QuarantinedFrame {
  readonly at: number;
  readonly venue: string;
  readonly cause: FrameFaultCause;
  readonly where: string | null;
  readonly bytes: number;
  /** The beginning, printable characters only, long tokens masked. */
  readonly sample: string;
}

const KEPT = 32;
const SAMPLE_BYTES = 160;

/** Counts refused frames by cause and keeps the last few of them, scrubbed. */
export class FrameQuarantine {
  readonly #venue: string;
  readonly #counts = new Map<FrameFaultCause, number>();
  readonly #kept: QuarantinedFrame[] = [];
  #next = 0;

  constructor(venue: string) {
    this.#venue = venue;
  }

  /** Takes a refused frame in. `at` is our time. */
  put(fault: FrameFault, frame: Uint8Array | string, at: number): QuarantinedFrame {
    this.#counts.set(fault.cause, (this.#counts.get(fault.cause) ?? 0) + 1);
    const head = typeof frame === 'string' ? frame.slice(0, SAMPLE_BYTES) : textOf(frame.subarray(0, SAMPLE_BYTES));
    const kept: QuarantinedFrame = {
      at,
      venue: this.#venue,
      cause: fault.cause,
      where: fault.where,
      bytes: typeof frame === 'string' ? Buffer.byteLength(frame) : frame.length,
      sample: scrubSample(head),
    };
    this.#kept[this.#next] = kept;
    this.#next = (this.#next + 1) % KEPT;
    return kept;
  }

  /** How many were refused, for this cause or for any. */
  count(cause?: FrameFaultCause): number {
    if (cause !== undefined) return this.#counts.get(cause) ?? 0;
    let total = 0;
    for (const count of this.#counts.values()) total += count;
    return total;
  }

  /** Counts by cause, those that happened. */
  counts(): Readonly<Partial<Record<FrameFaultCause, number>>> {
    return Object.fromEntries(this.#counts);
  }

  /** The last refused frames, oldest first. */
  samples(): readonly QuarantinedFrame[] {
    return [...this.#kept.slice(this.#next), ...this.#kept.slice(0, this.#next)];
  }
}

/** Public frames hold no secret, but a proxy's error page may repeat a request: nothing long and opaque is kept. */
function scrubSample(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '.').replace(/[A-Za-z0-9_-]{24,}/g, (token) => `${token.slice(0, 4)}***`);
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}
