import { UnavailableError } from '../../engine/domain/errors.ts';
import type { OutboxPayload } from '../outbox/outbox-entry.ts';

/** Makes the attachment that stands behind its prefix, `T-12` of `trade-chart:T-12`, of the message it goes with. */
export type AttachmentMaker = (rest: string, payload: OutboxPayload) => Promise<Uint8Array>;

/** Pictures and files that are made when the message they belong to is sent. */
export interface Attachments {
  /** From now on `maker` makes what begins with `prefix` and a colon. */
  add(prefix: string, maker: AttachmentMaker): void;
  /** Returns the bytes that a source names; rejects when nobody makes such, or when it cannot be made now. */
  make(source: string, payload: OutboxPayload): Promise<Uint8Array>;
}

/** Returns a register of makers without one. */
export function createAttachments(): Attachments {
  const makers = new Map<string, AttachmentMaker>();
  return {
    add: (prefix, maker) => makers.set(prefix, maker),
    async make(source, payload) {
      const end = source.indexOf(':');
      const maker = makers.get(source.slice(0, Math.max(0, end)));
      if (maker === undefined) throw new UnavailableError(`Nobody makes the attachment ${source.slice(0, 60)}.`);
      return maker(source.slice(end + 1), payload);
    },
  };
}
