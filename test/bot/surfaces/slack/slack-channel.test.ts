import { expect, test } from 'vitest';
import { channelContract } from '../../../contracts/channel.ts';
import { slackHarness } from './slack-harness.ts';

channelContract({ name: 'slack', edits: false, namesTime: true }, slackHarness);

test('no picture is drawn for a webhook, which can show none', async () => {
  const harness = await slackHarness();
  expect(harness.channel.wordsOnly).toBe(true);
  await harness.close();
});
