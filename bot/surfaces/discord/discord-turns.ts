import type { Turns, TurnsOptions } from '../turns.ts';
import { createTurns } from '../turns.ts';
import type { Poster, Posting } from './poster.ts';
import { beginning } from './poster.ts';
import type { Writer } from './writer.ts';

/** Sends what was asked for: in order within a channel, one channel not waiting for another. */
export interface DiscordTurns extends Omit<Turns<TurnPosting>, 'post'> {
  /** Sends when its turn comes; what is urgent does not wait for its turn. Resolves when it was sent, or given up. */
  post(room: string, posting: TurnPosting): Promise<void>;
}

export interface TurnPosting extends Posting {
  /** Where it goes when the interaction that asked can no longer be answered. */
  readonly otherwise?: Writer;
}

export interface DiscordTurnsOptions extends Omit<TurnsOptions<TurnPosting>, 'begin'> {
  readonly poster: Poster;
}

export function createDiscordTurns({ poster, ...options }: DiscordTurnsOptions): DiscordTurns {
  const turns = createTurns<TurnPosting>({ ...options, begin });

  return {
    ...turns,
    post: (room, posting) => turns.post(room, posting, posting.outbound.importance === 'urgent'),
  };

  function begin(posting: TurnPosting): ReturnType<TurnsOptions<TurnPosting>['begin']> {
    const progress = beginning();
    let way: Posting = posting;
    return async () => {
      const posted = await poster.post(way, progress);
      if (posted.outcome === 'posted') return { outcome: 'posted' };
      const { fault } = posted;
      const isOver = fault.type === 'interaction-over' || fault.type === 'message-gone';
      if (!isOver || posting.otherwise === undefined || way !== posting) return { outcome: 'failed', fault };
      way = { ...posting, writer: posting.otherwise };
      return { outcome: 'rerouted' };
    };
  }
}
