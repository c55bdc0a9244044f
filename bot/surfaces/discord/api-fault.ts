import { DiscordAPIError, HTTPError, RateLimitError } from 'discord.js';

/** What a refusal of Discord, or of the way to it, means for whoever asked. */
export type ApiFault = { readonly problem: string } & (
  | { readonly type: 'limited'; readonly retryAfterMs: number }
  | { readonly type: FaultType }
);

type FaultType =
  /** The body: an embed, a component, a length. */
  | 'bad-form'
  /** There is no such message to edit, or none of ours. */
  | 'message-gone'
  /** The channel is not there any more. */
  | 'channel-gone'
  /** The interaction was answered too late, or its time is over. */
  | 'interaction-over'
  /** The interaction has an answer already. */
  | 'answered'
  /** Nobody can be reached there: blocked, left, closed to direct messages. */
  | 'unreachable'
  /** Something is not allowed there: to speak, to see, to show an embed or a file. */
  | 'not-allowed'
  /** The token is none, or none any more. */
  | 'revoked'
  | 'refused'
  /** Perhaps next time: no answer, or one that is none. */
  | 'away';

const UNAUTHORIZED = 401;
const DEFAULT_RETRY_MS = 5000;

/** https://discord.com/developers/docs/topics/opcodes-and-status-codes#json */
const CODES: Readonly<Record<string, FaultType>> = {
  10003: 'channel-gone',
  10008: 'message-gone',
  10013: 'unreachable',
  10015: 'interaction-over',
  10062: 'interaction-over',
  20009: 'bad-form',
  40005: 'bad-form',
  40060: 'answered',
  50001: 'not-allowed',
  50005: 'message-gone',
  50006: 'bad-form',
  50007: 'unreachable',
  50013: 'not-allowed',
  50027: 'interaction-over',
  50035: 'bad-form',
  50046: 'bad-form',
  50278: 'unreachable',
};

/** Returns what a failed call means. `problem` is for operators; it holds no token, no address and no message. */
export function faultOf(fault: unknown): ApiFault {
  if (fault instanceof RateLimitError) {
    const retryAfterMs = fault.retryAfter > 0 ? Math.ceil(fault.retryAfter) : DEFAULT_RETRY_MS;
    return { type: 'limited', retryAfterMs, problem: '429 Discord asks to wait' };
  }
  if (fault instanceof HTTPError) return { type: 'away', problem: `${fault.status} Discord is in trouble` };
  if (!(fault instanceof DiscordAPIError)) return { type: 'away', problem: 'Discord did not answer' };
  const { code, status } = fault;
  const type = CODES[String(code)] ?? (status === UNAUTHORIZED ? 'revoked' : 'refused');
  return { type, problem: `${status}/${code} ${PROBLEMS[type] ?? 'Discord refused it'}` };
}

const PROBLEMS: Partial<Readonly<Record<FaultType, string>>> = {
  'bad-form': 'Discord does not take the message as it is',
  'message-gone': 'the message is not there any more',
  'channel-gone': 'the channel is not there any more',
  'interaction-over': 'the time to answer there is over',
  answered: 'there is an answer already',
  unreachable: 'the person takes no direct messages from this bot, or shares no server with it',
  'not-allowed':
    'the bot lacks a permission there: View Channel, Send Messages, Embed Links, Attach Files, Read Message History',
  revoked: 'Discord does not accept the bot token',
};
