import type { Turns, TurnsOptions } from '../turns.ts';
import { createTurns } from '../turns.ts';
import type { Poster, Posting } from './poster.ts';
import { beginning } from './poster.ts';

/** Sends what was asked for: in order within a chat, one chat not waiting for another. */
export interface Sender extends Pick<Turns<Posting>, 'idle' | 'stop'> {
  /** Sends when its turn comes; what is urgent does not wait for its turn. Resolves when it was sent, or given up. */
  post(posting: Posting): Promise<void>;
  /** Makes one attempt at a message that is to be edited soon; returns its id, or null where that failed. */
  show(posting: Posting): Promise<number | null>;
  /** Does something with a chat in the same turn: an edit that must not overtake. */
  inTurn(chatId: number, act: () => Promise<void>, urgent?: boolean): Promise<void>;
}

export interface SenderOptions extends Omit<TurnsOptions<Posting>, 'begin'> {
  readonly poster: Poster;
}

const MOVES = 3;

export function createSender({ poster, ...options }: SenderOptions): Sender {
  const moved = new Map<number, number>();
  const turns = createTurns<Posting>({ ...options, begin });

  return {
    post: (posting) => turns.post(String(posting.chatId), posting, posting.outbound.importance === 'urgent'),
    async show(posting) {
      let shown: number | null = null;
      await turns.inTurn(String(posting.chatId), async () => {
        const posted = await poster.post(posting);
        if (posted.outcome === 'posted') shown = posted.messageId;
      });
      return shown;
    },
    inTurn: (chatId, act, urgent) => turns.inTurn(String(chatId), act, urgent),
    idle: turns.idle,
    stop: turns.stop,
  };

  /** A group that became another is followed there. */
  function begin(posting: Posting): ReturnType<TurnsOptions<Posting>['begin']> {
    const progress = beginning();
    let moves = 0;
    let place = posting;
    return async () => {
      const chatId = moved.get(place.chatId) ?? place.chatId;
      place = { ...place, chatId };
      const posted = await poster.post(place, progress);
      if (posted.outcome === 'posted') return { outcome: 'posted' };
      const { fault } = posted;
      if (fault.type !== 'moved' || moves >= MOVES) return { outcome: 'failed', fault, fields: { chatId } };
      moves += 1;
      moved.set(chatId, fault.to);
      // What was said in the old group is not there to be answered or edited.
      place = { ...place, replyTo: undefined, replaces: undefined };
      return { outcome: 'rerouted' };
    };
  }
}
