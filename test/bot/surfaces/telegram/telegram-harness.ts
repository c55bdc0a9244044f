import type { ChannelHarness } from '../../../contracts/channel.ts';
import type { TelegramFault } from '../../../fakes/telegram/faults.ts';
import { telegramRig } from './telegram-rig.ts';

const ANN = 5_000_000_001;

/** Telegram with one person who has spoken to the bot. */
export async function telegramHarness(): Promise<ChannelHarness> {
  const { tg, surface, close } = await telegramRig({ roles: { [`telegram:${ANN}`]: 'trader' } });
  const ann = tg.user({ id: ANN });
  await ann.asks('/id');
  const said = tg.chatOf(ann).fromBot.length;
  return {
    channel: surface.channel,
    address: String(ANN),
    secrets: [tg.token],
    seen: () =>
      tg
        .chatOf(ann)
        .fromBot.slice(said)
        .map(({ text, photo, silent }) => ({ text, silent, pictures: photo === null ? [] : [photo] })),
    fail: (fault, times = 1) => {
      if (fault.type === 'gone') ann.blocks();
      else tg.fail(telegramFault(fault), { times, method: 'sendMessage' });
    },
    recover: () => {
      ann.unblocks();
      tg.recover();
    },
    goAway: () => tg.close(),
    close,
  };
}

function telegramFault(fault: Exclude<Parameters<ChannelHarness['fail']>[0], { type: 'gone' }>): TelegramFault {
  switch (fault.type) {
    case 'limited':
      return { type: 'too-many-requests', retryAfterS: fault.retryAfterS };
    case 'server-error':
      return { type: 'internal-error' };
    default:
      return fault;
  }
}
