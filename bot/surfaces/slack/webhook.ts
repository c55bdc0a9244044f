import type { SlackPost } from './slack-message.ts';
import { fallbackOf } from './slack-message.ts';

/** What Slack, or the way to it, made of a post; `problem` holds nothing of the message and not the address. */
export type SlackAnswer =
  | { readonly type: 'ok' }
  | { readonly type: 'limited'; readonly retryAfterMs: number | null; readonly problem: string }
  | { readonly type: 'away' | 'refused'; readonly problem: string };

export interface SlackWebhook {
  /** Posts once, and without blocks once more where Slack does not take them. Never rejects. */
  post(post: SlackPost, signal: AbortSignal): Promise<SlackAnswer>;
}

/** Words with which Slack refuses for good: https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks/#handling_errors */
const REFUSALS: Readonly<Record<string, string>> = {
  action_prohibited: 'an administrator of Slack does not allow posts to this channel',
  channel_is_archived: 'the channel is archived',
  channel_not_found: 'the channel is gone',
  posting_to_general_channel_denied: 'an administrator of Slack does not allow posts to this channel',
  user_not_found: 'the user it led to is gone',
  too_many_attachments: 'Slack counts too many attachments',
  msg_too_long: 'the message is too long for Slack',
};

/** A webhook can be made anew; then all of it is still to be told. */
const VOID: ReadonlySet<string> = new Set([
  'invalid_token',
  'no_active_hooks',
  'no_service',
  'no_service_id',
  'no_team',
  'team_disabled',
]);

/** Slack's complaints of a post itself. */
const UNREADABLE: ReadonlySet<string> = new Set([
  'invalid_payload',
  'invalid_blocks',
  'invalid_blocks_format',
  'msg_blocks_too_long',
  'no_text',
]);

const LONGEST_ANSWER = 2000;
const LIMITED = 429;

export function createSlackWebhook(url: string): SlackWebhook {
  return {
    async post({ text, blocks }, signal) {
      const answer = await send({ text, blocks }, signal);
      if (answer !== 'unreadable') return answer;
      const plain = await send({ text: fallbackOf(blocks) }, signal);
      return plain === 'unreadable' ? { type: 'refused', problem: 'Slack cannot read the message' } : plain;
    },
  };

  async function send(message: Partial<SlackPost>, signal: AbortSignal): Promise<SlackAnswer | 'unreadable'> {
    const body = JSON.stringify({ ...message, unfurl_links: false, unfurl_media: false, link_names: false });
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body,
        // The address is the key to the channel: it is not handed on.
        redirect: 'manual',
        signal,
      });
      return answerOf(response, (await beginning(response)).trim());
    } catch {
      // The fault may carry the address, so nothing of it is told.
      return { type: 'away', problem: signal.aborted ? 'given up waiting for Slack' : 'Slack did not answer' };
    }
  }
}

function answerOf({ status, headers }: Response, said: string): SlackAnswer | 'unreadable' {
  if (status === 200 && said === 'ok') return { type: 'ok' };
  const word = /^[a-z_]{2,60}$/.test(said) ? said : null;
  const problem = `Slack answered ${status}${word === null ? '' : ` ${word}`}`;
  if (status === LIMITED) return { type: 'limited', retryAfterMs: retryAfterMs(headers.get('retry-after')), problem };
  if (word !== null && UNREADABLE.has(word)) return 'unreadable';
  const refusal = word === null ? undefined : REFUSALS[word];
  if (refusal !== undefined) return { type: 'refused', problem: `${problem}: ${refusal}` };
  if (word !== null && VOID.has(word))
    return { type: 'away', problem: `${problem}: make a new webhook for SLACK_WEBHOOK_URL` };
  if (status === 403 || status === 404 || status === 410) {
    return { type: 'away', problem: `${problem}: is SLACK_WEBHOOK_URL still right?` };
  }
  return { type: status >= 400 && status < 500 && status !== 408 ? 'refused' : 'away', problem };
}

function retryAfterMs(seconds: string | null): number | null {
  return seconds !== null && /^\d{1,6}$/.test(seconds.trim()) ? Number(seconds) * 1000 : null;
}

/** Returns the first of what was answered: what stands there may be anything, and as long. */
async function beginning({ body }: Response): Promise<string> {
  if (body === null) return '';
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LONGEST_ANSWER) break;
  }
  return text;
}
