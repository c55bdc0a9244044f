import { sleep } from '../../../bot/app/outbox.ts';
import { COMMANDS } from '../../../bot/commands/registry.ts';
import { TERMINAL_OWNER } from '../../../bot/people/access.ts';
import { createTelegram } from '../../../bot/surfaces/telegram/telegram.ts';
import { startFakeTelegram } from '../../fakes/telegram/fake-telegram.ts';
import type { Person } from '../../fakes/telegram/people.ts';
import type { DriverOptions, Seen, Shown, TranscriptDriver } from './driver.ts';
import { LAST_LINE, newIn, PATIENCE_MS, VERSION } from './driver.ts';

/** Two people in private chats with the bot, by way of the real surface. */
export async function openTelegramDriver({ chat, now }: DriverOptions): Promise<TranscriptDriver> {
  const tg = await startFakeTelegram({ now });
  const surface = createTelegram({
    ...{ token: tg.token, server: tg.apiRoot, groups: [], webhook: null },
    ...{ core: chat.core, access: chat.access, commands: COMMANDS },
    trouble: () => undefined,
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    ...{ now, sleep, random: Math.random, pollSeconds: 5 },
  });
  const ended = surface.run();
  const people = { admin: tg.user({ name: 'Ann' }), viewer: tg.user({ name: 'Vic' }) };
  for (const role of ['admin', 'viewer'] as const) {
    await people[role].asks(`/join ${chat.access.newCode(role, TERMINAL_OWNER, now())}`);
  }

  return {
    say: (who, line) => after(people[who], () => people[who].says(line)),
    tap: (who, label) => after(people[who], () => people[who].taps(label)),
    tell: async (entry) => {
      const { admin } = people;
      const alert = await chat.core.alert(entry, `telegram:${admin.id}`, now());
      if (alert === null) return null;
      const { outbound } = alert;
      const delivery = { id: entry.seq, address: `${admin.id}`, outbound, replaces: null, silent: false };
      return after(admin, async () => {
        const result = await surface.channel.deliver(delivery, new AbortController().signal);
        if (result.outcome !== 'delivered') throw new Error(`not delivered: ${JSON.stringify(result)}`);
      });
    },
    stop: async () => {
      await surface.stop();
      await ended;
      await tg.close();
    },
  };

  async function after(person: Person, act: () => Promise<unknown>): Promise<Shown> {
    const before = seen(person);
    const asked = versions(before);
    await act();
    await person.says(LAST_LINE);
    await tg.chatOf(person).waitFor(() => versions(seen(person)) > asked, PATIENCE_MS);
    // An emergency does not wait its turn, so that the last line may be answered before it.
    await tg.until(() => newIn(before, seen(person)).text !== '', PATIENCE_MS);
    return newIn(before, seen(person));
  }

  function seen(person: Person): readonly Seen[] {
    return tg.chatOf(person).fromBot.map(({ id, text, buttons, photo }) => ({
      id: `${id}`,
      text,
      choices: buttons.flat(),
      hasPicture: photo !== null,
    }));
  }
}

function versions(messages: readonly Seen[]): number {
  return messages.filter(({ text }) => text.includes(VERSION)).length;
}

function ignore(): void {}
