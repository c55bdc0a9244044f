import { CHANNEL_WORDS } from '../../../../bot/i18n/channel-words.ts';
import { createSlackChannel } from '../../../../bot/surfaces/slack/channel.ts';
import { createSlackWebhook } from '../../../../bot/surfaces/slack/webhook.ts';
import type { ChannelHarness } from '../../../contracts/channel.ts';
import type { FakeSlack, SlackFault } from '../../../fakes/slack/fake-slack.ts';
import { startFakeSlack } from '../../../fakes/slack/fake-slack.ts';

export interface SlackHarness extends ChannelHarness {
  readonly slack: FakeSlack;
}

export async function slackHarness(): Promise<SlackHarness> {
  const slack = await startFakeSlack();
  const channel = createSlackChannel({
    webhook: createSlackWebhook(slack.webhook),
    place: 'desk',
    words: CHANNEL_WORDS.en,
  });
  return {
    ...{ slack, channel },
    address: 'desk',
    secrets: [slack.webhook, 'fakeHookSecret'],
    seen: () => slack.messages.map(({ shown }) => ({ text: shown, pictures: [], silent: null })),
    fail: (fault, times = 1) => slack.fail(slackFault(fault), times),
    recover: slack.recover,
    goAway: slack.goAway,
    comeBack: slack.comeBack,
    close: slack.close,
  };

  function slackFault(fault: Parameters<ChannelHarness['fail']>[0]): SlackFault {
    switch (fault.type) {
      case 'server-error':
        return { type: 'refusal', status: 500, said: 'rollup_error' };
      case 'gone':
        return { type: 'refusal', status: 410, said: 'channel_is_archived' };
      default:
        return fault;
    }
  }
}
