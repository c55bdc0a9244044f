import { GrammyError } from 'grammy';

/** What a refusal of Telegram, or of the way to it, means for whoever asked. */
export type ApiFault = { readonly problem: string } & (
  | { readonly type: 'limited'; readonly retryAfterMs: number }
  /** The group has another id now. */
  | { readonly type: 'moved'; readonly to: number }
  | { readonly type: Exclude<FaultType, 'limited' | 'moved'> }
);

type FaultType =
  | 'limited'
  | 'moved'
  /** The markup, or its entities. */
  | 'bad-markup'
  /** An edit to what it says already. */
  | 'not-modified'
  /** There is no such message to edit, or none that may be edited. */
  | 'message-gone'
  /** The message is a picture, with a caption for its text. */
  | 'no-text'
  | 'topic-gone'
  /** Nobody can be reached there: blocked, left, deleted, never met. */
  | 'unreachable'
  /** The token is none, or none any more. */
  | 'revoked'
  | 'other-poller'
  | 'webhook-set'
  | 'refused'
  /** Perhaps next time: no answer, or one that is none. */
  | 'away';

const BAD_REQUEST = 400;
const NOT_FOUND = 404;
const CONFLICT = 409;
const LIMITED = 429;
const DEFAULT_RETRY_S = 5;

/** The Bot API numbers its refusals by HTTP alone; which 400 it is stands only in its words (`Errors.h` of its server). */
const BAD_REQUESTS: readonly (readonly [RegExp, Exclude<FaultType, 'limited' | 'moved'>])[] = [
  [/can't parse (?:entities|message text)|entity (?:begins|has)|entities/i, 'bad-markup'],
  [/message is not modified/i, 'not-modified'],
  [/there is no (?:text|caption) in the message/i, 'no-text'],
  [/message to edit not found|message can't be edited|MESSAGE_ID_INVALID/i, 'message-gone'],
  [/message thread not found|TOPIC_(?:CLOSED|DELETED)/i, 'topic-gone'],
  [
    /chat not found|PEER_ID_INVALID|user not found|not enough rights|have no rights|CHAT_WRITE_FORBIDDEN/i,
    'unreachable',
  ],
];

/** Returns what a failed call means. `problem` is for operators; it holds no token and no address. */
export function faultOf(fault: unknown): ApiFault {
  if (!(fault instanceof GrammyError)) return { type: 'away', problem: 'Telegram did not answer' };
  const { error_code: code, description, parameters } = fault;
  const problem = `${code} ${description.slice(0, 200)}`;
  const { retry_after: retryAfterS, migrate_to_chat_id: to } = parameters;
  if (to !== undefined) return { type: 'moved', to, problem };
  if (code === LIMITED) return { type: 'limited', retryAfterMs: (retryAfterS ?? DEFAULT_RETRY_S) * 1000, problem };
  return { type: typeOf(code, description), problem };
}

function typeOf(code: number, description: string): Exclude<FaultType, 'limited' | 'moved'> {
  switch (code) {
    case BAD_REQUEST:
      return BAD_REQUESTS.find(([words]) => words.test(description))?.[1] ?? 'refused';
    case 401:
    case NOT_FOUND:
      return 'revoked';
    case 403:
      return 'unreachable';
    case CONFLICT:
      return /webhook/i.test(description) ? 'webhook-set' : 'other-poller';
    default:
      return code >= 500 ? 'away' : 'refused';
  }
}
