import type { ChannelHarness } from '../../../contracts/channel.ts';
import type { DiscordFault } from '../../../fakes/discord/faults.ts';
import { discordRig } from './discord-rig.ts';

const ANN = '800000000000000001';

/** Discord with one person who has spoken to the bot. */
export async function discordHarness(): Promise<ChannelHarness> {
  const { dc, surface, close } = await discordRig({ roles: { [`discord:${ANN}`]: 'trader' } });
  const ann = dc.user({ id: ANN, name: 'Ann' });
  await ann.asks('/id');
  const said = dc.chatOf(ann).fromBot.length;
  return {
    channel: surface.channel,
    address: ANN,
    secrets: [dc.token],
    seen: () =>
      dc
        .chatOf(ann)
        .fromBot.slice(said)
        .map(({ text, attachments, silent }) => ({
          text: withoutEscapes(text),
          silent,
          pictures: attachments.map(({ bytes }) => bytes),
        })),
    fail: (fault, times = 1) => {
      if (fault.type === 'gone') ann.blocks();
      else dc.fail(discordFault(fault), { times, route: 'POST /channels/:id/messages' });
    },
    recover: () => {
      ann.unblocks();
      dc.recover();
    },
    goAway: () => dc.close(),
    comeBack: () => dc.reopen(),
    close,
  };
}

function discordFault(fault: Exclude<Parameters<ChannelHarness['fail']>[0], { type: 'gone' }>): DiscordFault {
  switch (fault.type) {
    case 'limited':
      return { type: 'too-many-requests', retryAfterS: fault.retryAfterS };
    case 'server-error':
      return { type: 'internal-error' };
    default:
      return fault;
  }
}

/** A sign after a backslash is only read; https://support.discord.com/hc/en-us/articles/210298617. */
function withoutEscapes(text: string): string {
  return text.replace(/\\([\p{P}\p{S}])/gu, '$1');
}
