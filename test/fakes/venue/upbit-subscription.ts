import type { StreamFormat } from './upbit-stream-words.ts';
import { isFormat } from './upbit-stream-words.ts';
import { isRecord } from './upbit-token.ts';

/** One thing that a reader wants to be told of. */
export interface Subscription {
  readonly type: string;
  /** Markets by the venue's name, with how many levels of the book; empty: all (private streams). */
  readonly codes: readonly { readonly id: string; readonly units: number | null }[];
  readonly snapshot: boolean;
  readonly realtime: boolean;
}

export interface SubscriptionRequest {
  readonly subscriptions: readonly Subscription[];
  readonly format: StreamFormat;
}

export type StreamErrorName = 'INVALID_AUTH' | 'WRONG_FORMAT' | 'NO_TICKET' | 'NO_TYPE' | 'NO_CODES' | 'INVALID_PARAM';

const MESSAGES: Readonly<Record<StreamErrorName, string>> = {
  INVALID_AUTH: '인증 정보가 올바르지 않습니다.',
  WRONG_FORMAT: 'Format 이 맞지 않습니다.',
  NO_TICKET: '티켓이 존재하지 않거나, 유효하지 않습니다.',
  NO_TYPE: 'type 필드가 존재하지 않습니다.',
  NO_CODES: 'codes 필드가 존재하지 않습니다.',
  INVALID_PARAM: 'codes 필드가 비어 있습니다.',
};

/** Returns an error as the streams word it. */
export function streamError(name: StreamErrorName) {
  return { error: { name, message: MESSAGES[name] } };
}

/** Which types a connection offers, and which of them want codes. */
export interface Offered {
  readonly types: ReadonlySet<string>;
  readonly wantsCodes: boolean;
}

/** Reads `[{ticket}, {type, codes, …}, …, {format}]`. */
export function readSubscription(text: string, offered: Offered): SubscriptionRequest | StreamErrorName {
  const fields = parsed(text);
  if (fields === null) return 'WRONG_FORMAT';
  if (!fields.some(({ ticket }) => typeof ticket === 'string' && ticket !== '')) return 'NO_TICKET';
  const format = fields.find((field) => 'format' in field)?.format ?? 'DEFAULT';
  const wanted = fields.filter((field) => !('ticket' in field) && !('format' in field));
  if (!isFormat(format)) return 'WRONG_FORMAT';
  if (wanted.length === 0 || wanted.some(({ type }) => typeof type !== 'string')) return 'NO_TYPE';
  const subscriptions: Subscription[] = [];
  for (const field of wanted) {
    const read = readOne(field, offered);
    if (typeof read === 'string') return read;
    subscriptions.push(read);
  }
  return { subscriptions, format };
}

function readOne(field: Readonly<Record<string, unknown>>, offered: Offered): Subscription | StreamErrorName {
  const type = String(field.type);
  if (!offered.types.has(type)) return 'INVALID_PARAM';
  const { codes } = field;
  if (codes === undefined && offered.wantsCodes) return 'NO_CODES';
  if (codes !== undefined && type === 'myAsset') return 'WRONG_FORMAT';
  if (codes !== undefined && !Array.isArray(codes)) return 'WRONG_FORMAT';
  const list = (codes ?? []).map(readCode);
  if (offered.wantsCodes && list.length === 0) return 'INVALID_PARAM';
  return {
    type,
    codes: list,
    snapshot: !isSet(field, 'isOnlyRealtime', 'is_only_realtime'),
    realtime: !isSet(field, 'isOnlySnapshot', 'is_only_snapshot'),
  };
}

/** `KRW-BTC.15`: fifteen levels. */
function readCode(code: unknown): { readonly id: string; readonly units: number | null } {
  const [id = '', units] = String(code).split('.');
  return { id, units: units === undefined ? null : Number(units) };
}

function isSet(field: Readonly<Record<string, unknown>>, ...names: readonly string[]): boolean {
  return names.some((name) => field[name] === true);
}

function parsed(text: string): readonly Record<string, unknown>[] | null {
  try {
    const read: unknown = JSON.parse(text);
    return Array.isArray(read) && read.every(isRecord) ? read : null;
  } catch {
    return null;
  }
}
