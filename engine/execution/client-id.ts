import { createHash } from 'node:crypto';
import type { Leg } from '../domain/order.ts';

const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';
const HASH_CHARACTERS = 26;
const CLIENT_ID = new RegExp(`^c[${BASE32}]{${HASH_CHARACTERS}}$`);

/** What fixes an order's identity: the same tuple is the same order, however often it is asked for. */
export interface OrderIdentity {
  readonly account: string;
  readonly decisionId: string;
  readonly leg: Leg;
  readonly attempt: number;
}

/** Returns the client id of an identity: 27 characters of `[a-z0-9]`, a pure function of the tuple. */
export function clientIdOf({ account, decisionId, leg, attempt }: OrderIdentity): string {
  if (`${account}${decisionId}`.includes('|')) throw new RangeError('an account or decision id holds a "|"');
  const digest = createHash('sha256').update(`${account}|${decisionId}|${leg}|${attempt}`).digest();
  return `c${base32(digest).slice(0, HASH_CHARACTERS)}`;
}

/** Says whether an id has the form of ours; orders of other hands at the same account do not. */
export function isClientId(text: string): boolean {
  return CLIENT_ID.test(text);
}

function base32(bytes: Uint8Array): string {
  let text = '';
  let bits = 0;
  let value = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += BASE32.charAt((value >> bits) & 31);
    }
  }
  return text;
}
