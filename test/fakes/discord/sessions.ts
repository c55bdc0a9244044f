import { randomBytes } from 'node:crypto';
import type { WebSocket } from 'ws';

interface Sent {
  readonly sequence: number;
  readonly event: string;
  readonly data: unknown;
}

/** A bot's session: what was sent in it is kept, so that it can be resumed. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  /** Null while the bot is away. */
  socket: WebSocket | null;
  /** Sends an event, or keeps it until the bot is back. */
  send(event: string, data: unknown): void;
  /** Sends everything after a sequence again; false when there is no such sequence. */
  replay(after: number): boolean;
}

export function createSession(intents: number, socket: WebSocket): Session {
  const sent: Sent[] = [];
  const session: Session = {
    id: randomBytes(16).toString('hex'),
    intents,
    socket,
    send: (event, data) => {
      const entry = { sequence: sent.length + 1, event, data };
      sent.push(entry);
      put(entry);
    },
    replay: (after) => {
      if (after < 0 || after > sent.length) return false;
      for (const entry of sent.slice(after)) put(entry);
      return true;
    },
  };
  return session;

  function put({ sequence, event, data }: Sent): void {
    session.socket?.send(JSON.stringify({ op: 0, s: sequence, t: event, d: data }));
  }
}
