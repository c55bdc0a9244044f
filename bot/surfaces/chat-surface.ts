import type { Channel } from '../outbox/channel.ts';

/** The desk on a chat platform. */
export interface ChatSurface {
  /** For the outbox. */
  readonly channel: Channel;
  /** Talks until it is stopped, or until the token counts no more. While the platform is away it waits. */
  run(): Promise<'stopped' | 'revoked'>;
  /** Takes nothing more in, and resolves when what was asked is answered, or some seconds have passed. */
  stop(): Promise<void>;
}

type Log = (fields: Readonly<Record<string, unknown>>, sentence: string) => void;

export interface SurfaceLogger {
  readonly debug: Log;
  readonly info: Log;
  readonly warn: Log;
  readonly error: Log;
}
