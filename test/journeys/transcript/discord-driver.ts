import { sleep } from '../../../bot/app/outbox.ts';
import { COMMANDS } from '../../../bot/commands/registry.ts';
import { TERMINAL_OWNER } from '../../../bot/people/access.ts';
import { createDiscord } from '../../../bot/surfaces/discord/discord.ts';
import { createSuggestions } from '../../../bot/surfaces/discord/suggestions.ts';
import { fieldsOf, listOf } from '../../fakes/discord/body.ts';
import type { ShownMessage } from '../../fakes/discord/chat-view.ts';
import { labelOf } from '../../fakes/discord/chat-view.ts';
import { startFakeDiscord } from '../../fakes/discord/fake-discord.ts';
import type { Act } from '../../fakes/discord/interactions.ts';
import type { Person } from '../../fakes/discord/people.ts';
import type { DriverOptions, Seen, Shown, TranscriptDriver } from './driver.ts';
import { LAST_LINE, newIn, PATIENCE_MS, VERSION } from './driver.ts';

/** Two people in direct messages with the bot, by way of the real surface. */
export async function openDiscordDriver({ desk, chat, now }: DriverOptions): Promise<TranscriptDriver> {
  const dc = await startFakeDiscord({ now });
  const { access } = chat;
  const surface = createDiscord({
    ...{ token: dc.token, server: dc.server, channels: [] },
    ...{ core: chat.core, access, commands: COMMANDS },
    suggestions: createSuggestions({ desk: desk.view, records: desk.records, access, commands: COMMANDS }),
    moreLinesFor: async () => (count) => `${count}`,
    trouble: () => undefined,
    logger: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    ...{ now, sleep, random: Math.random },
  });
  const ended = surface.run();
  if (!(await dc.until(() => dc.gateway.isReady, PATIENCE_MS))) throw new Error('the bot did not connect');
  const people = { admin: dc.user({ name: 'Ann' }), viewer: dc.user({ name: 'Vic' }) };
  for (const role of ['admin', 'viewer'] as const) {
    await people[role].asks(`/join ${access.newCode(role, TERMINAL_OWNER, now())}`);
  }

  return {
    say: (who, line) => after(people[who], () => people[who].says(line)),
    tap: (who, label) => after(people[who], async () => (await pressed(people[who], label)).answered(PATIENCE_MS)),
    tell: async (entry) => {
      const { admin } = people;
      const alert = await chat.core.alert(entry, `discord:${admin.id}`, now());
      if (alert === null) return null;
      const { outbound } = alert;
      const delivery = { id: entry.seq, address: admin.id, outbound, replaces: null, silent: false };
      return after(admin, async () => {
        const result = await surface.channel.deliver(delivery, new AbortController().signal);
        if (result.outcome !== 'delivered') throw new Error(`not delivered: ${JSON.stringify(result)}`);
      });
    },
    stop: async () => {
      await surface.stop();
      await ended;
      await dc.close();
    },
  };

  /** Of many choices Discord makes a list. */
  function pressed(person: Person, label: string): Promise<Act> {
    const offering = dc.chatOf(person).fromBot.findLast((message) => choicesOf(message).includes(label));
    const isButton = offering === undefined || offering.buttons.flat().includes(label);
    return isButton ? person.taps(label) : person.chooses([label], { on: offering });
  }

  async function after(person: Person, act: () => Promise<unknown>): Promise<Shown> {
    const before = seen(person);
    const asked = versions(before);
    await act();
    await person.says(LAST_LINE);
    await dc.chatOf(person).waitFor(() => versions(seen(person)) > asked, PATIENCE_MS);
    // An emergency does not wait its turn, so that the last line may be answered before it.
    await dc.until(() => newIn(before, seen(person)).text !== '', PATIENCE_MS);
    return newIn(before, seen(person));
  }

  function seen(person: Person): readonly Seen[] {
    return dc.chatOf(person).fromBot.map((message) => ({
      id: message.id,
      text: message.text,
      choices: choicesOf(message),
      hasPicture: message.photo !== null,
    }));
  }
}

/** Buttons by their labels; what stands in a list counts as what it is, a choice. */
function choicesOf({ components }: ShownMessage): readonly string[] {
  const parts = components.flatMap((row) => listOf(fieldsOf(row).components).map(fieldsOf));
  return parts
    .flatMap((part) => (part.options === undefined ? [part] : listOf(part.options).map(fieldsOf)))
    .map(labelOf);
}

function versions(messages: readonly Seen[]): number {
  return messages.filter(({ text }) => text.includes(VERSION)).length;
}

function ignore(): void {}
