import type { Outbound } from '../message.ts';
import { lines } from '../message.ts';

/** An answer that is shown while it is made: one message, edited in its place. */
export interface GrowingMessage<Ref> {
  /** Shows the answer so far, soon; only the newest part is shown where several wait. */
  part(partial: Outbound): void;
  /** Shows no more, and returns the message to put the whole answer into; null where nothing was shown. */
  end(): Promise<Ref | null>;
}

export interface GrowingMessageOptions<Ref> {
  /** Sends the first part, or edits the message that there is; null where that failed. */
  readonly show: (partial: Outbound, ref: Ref | null) => Promise<Ref | null>;
  /** Resolves after so long, or when the signal fires; it never rejects. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** An answer that comes sooner is shown at once as a whole. */
const FIRST_AFTER_MS = 700;
/** Platforms allow an edit a second and no more. */
const PACE_MS = 1_100;
/** Beyond this a message could become two. */
const MOST_TEXT = 2_500;

export function createGrowingMessage<Ref>({ show, sleep }: GrowingMessageOptions<Ref>): GrowingMessage<Ref> {
  const ended = new AbortController();
  let newest: Outbound | null = null;
  let ref: Ref | null = null;
  let work: Promise<void> | null = null;

  return {
    part(partial) {
      newest = partial;
      work ??= showAll();
    },
    async end() {
      ended.abort();
      await work;
      return ref;
    },
  };

  async function showAll(): Promise<void> {
    await sleep(FIRST_AFTER_MS, ended.signal);
    while (newest !== null && !ended.signal.aborted) {
      const partial = withProgress(newest);
      newest = null;
      if (lengthOf(partial) <= MOST_TEXT) ref = (await show(partial, ref)) ?? ref;
      await sleep(PACE_MS, ended.signal);
    }
    work = null;
  }
}

function withProgress({ progress, ...partial }: Outbound): Outbound {
  return progress === undefined ? partial : { ...partial, blocks: [...partial.blocks, lines(progress)] };
}

function lengthOf({ blocks }: Outbound): number {
  return blocks.reduce((sum, block) => sum + ('lines' in block ? block.lines.join('\n').length : 0), 0);
}
