import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Delivery } from '../../../../bot/outbox/channel.ts';
import { outbound } from '../telegram/outbounds.ts';
import type { SlackHarness } from './slack-harness.ts';
import { slackHarness } from './slack-harness.ts';

let at: SlackHarness;
beforeEach(async () => {
  at = await slackHarness();
});
afterEach(() => at.close());

const LONG = Array.from({ length: 400 }, (_, n) => `line ${n} ${'y'.repeat(60)}`);

function delivery(lines: readonly string[], id = 1): Delivery {
  const sent = outbound({ kind: 'alert', blocks: [{ type: 'lines', lines }] });
  return { id, address: 'desk', outbound: sent, replaces: null, silent: false };
}

const never = new AbortController().signal;

describe('what Slack answers', () => {
  test.each([
    [403, 'action_prohibited', 'refused', /does not allow posts/],
    [403, 'posting_to_general_channel_denied', 'refused', /does not allow posts/],
    [410, 'channel_is_archived', 'refused', /archived/],
    [404, 'channel_not_found', 'refused', /gone/],
    [403, 'invalid_token', 'later', /make a new webhook for SLACK_WEBHOOK_URL/],
    [404, 'no_service', 'later', /make a new webhook/],
    [404, 'no_team', 'later', /make a new webhook/],
    [404, '<html>nothing here</html>', 'later', /^Slack answered 404: is SLACK_WEBHOOK_URL still right\?$/],
    [413, 'too large', 'refused', /^Slack answered 413$/],
    [302, '', 'later', /^Slack answered 302$/],
    [200, '<html>log in to this network</html>', 'later', /^Slack answered 200$/],
    [500, 'rollup_error', 'later', /^Slack answered 500 rollup_error$/],
    [503, 'x'.repeat(100_000), 'later', /^Slack answered 503$/],
    [400, 'invalid_payload', 'refused', /cannot read/],
  ])('%i %s is %s', async (status, said, outcome, problem) => {
    at.slack.fail({ type: 'refusal', status, said });
    expect(await at.channel.deliver(delivery(['hello']), never)).toMatchObject({
      outcome,
      problem: expect.stringMatching(problem),
    });
  });

  test('a limit without a time, and one that names it', async () => {
    at.slack.fail({ type: 'limited', retryAfterS: null }, 1);
    at.slack.fail({ type: 'limited', retryAfterS: 30 }, 1);
    const outcomes = [
      await at.channel.deliver(delivery(['a']), never),
      await at.channel.deliver(delivery(['a']), never),
    ];
    expect(outcomes).toMatchObject([{ retryAfterMs: null }, { retryAfterMs: 30_000 }]);
  });
});

test('where blocks are not taken the same comes without them', async () => {
  at.slack.fail({ type: 'no-blocks' });
  expect(await at.channel.deliver(delivery(['*as* <written>', 'evil.com']), never)).toMatchObject({
    outcome: 'delivered',
  });
  expect(at.slack.messages).toMatchObject([{ blocks: [], shown: '*as* <written>\nevil.com' }]);
});

test('nothing unfurls', async () => {
  await at.channel.deliver(delivery(['https://evil.example']), never);
  expect(at.slack.messages[0]?.unfurls).toBe(false);
});

test('a long message goes on where the attempt before broke off', async () => {
  await at.channel.deliver(delivery(LONG), never);
  const whole = at.slack.messages.map(({ shown }) => shown);
  expect(whole.length).toBeGreaterThan(2);
  at.slack.fail({ type: 'none' }, 2);
  at.slack.fail({ type: 'reset' }, 1);
  expect((await at.channel.deliver(delivery(LONG, 2), never)).outcome).toBe('later');
  expect((await at.channel.deliver(delivery(LONG, 2), never)).outcome).toBe('delivered');
  expect(at.slack.messages.slice(whole.length).map(({ shown }) => shown)).toEqual(whole);
});
