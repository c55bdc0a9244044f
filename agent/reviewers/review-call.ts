import { createHash } from 'node:crypto';
import type { ReviewCall } from '../../engine/domain/verdict.ts';
import type { CallFacts } from '../models/model-call.ts';

const LONGEST_REPLY = 4_000;
/** Half characters and the one that databases end texts with: no record could hold them. */
const UNWRITABLE = /\p{Surrogate}|\0/gu;

/** Returns a call as a record keeps it, with what the model wrote; null where nothing came. */
export function reviewCallOf(call: CallFacts, reply: string | null): ReviewCall {
  const { isRecorded: _, ...facts } = call;
  return {
    ...facts,
    reply: reply === null ? null : reply.slice(0, LONGEST_REPLY).replace(UNWRITABLE, '\ufffd'),
    replySha256: reply === null ? null : createHash('sha256').update(reply).digest('hex'),
  };
}
