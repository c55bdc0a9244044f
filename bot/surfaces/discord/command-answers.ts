import { randomBytes } from 'node:crypto';
import { InteractionResponseType, MessageFlags } from 'discord.js';
import type { ChatCore } from '../../chat-core.ts';
import type { ChatCommand } from '../../commands/command.ts';
import { DISCORD_WORDS } from '../../i18n/discord-words.ts';
import { textsOf } from '../../i18n/voice.ts';
import type { Outbound } from '../../message.ts';
import { textMessage } from '../../message.ts';
import { normalLine } from '../../parse/clean-text.ts';
import type { Access } from '../../people/access.ts';
import { faultOf } from './api-fault.ts';
import type { DiscordApi } from './discord-api.ts';
import type { DiscordTurns } from './discord-turns.ts';
import { inboundOf } from './inbound-of.ts';
import type { BegunOrder } from './order-form.ts';
import { createOrderForms, filledIn, orderForm, wantsForm } from './order-form.ts';
import type { Interaction, ReadInteraction } from './read-interaction.ts';
import { optionsOf, slashLine } from './slash-line.ts';
import type { Suggestion, Suggestions } from './suggestions.ts';
import type { DirectMessages } from './writer.ts';
import { interactionWriter, personWriter } from './writer.ts';

type Read<Outcome> = Extract<ReadInteraction, { outcome: Outcome }>;

/** Answers commands, the forms they open and what is typed into them; each in time, whatever the desk is doing. */
export interface CommandAnswers {
  command(read: Read<'command'>): Promise<void>;
  form(read: Read<'form'>): Promise<void>;
  suggest(read: Read<'typing'>): Promise<void>;
  /** Says that nothing is answered here. */
  refuse(read: Read<'elsewhere'>): Promise<void>;
}

export interface CommandAnswersOptions {
  readonly core: Pick<ChatCore, 'handle'>;
  readonly access: Pick<Access, 'roleOf'>;
  readonly api: DiscordApi;
  readonly turns: DiscordTurns;
  readonly rooms: DirectMessages;
  readonly commands: readonly ChatCommand[];
  readonly suggestions: Suggestions;
  readonly bot: { readonly applicationId: string };
  readonly now: () => number;
  readonly logger: { warn(fields: Readonly<Record<string, unknown>>, sentence: string): void };
}

/** A suggestion that comes later is not shown any more. */
const SUGGEST_WITHIN_MS = 2000;
/** For one person's eyes, wherever they are asked. */
const OF_ONES_OWN = new Set(['id', 'join', 'lang', 'confirm']);

export function createCommandAnswers(options: CommandAnswersOptions): CommandAnswers {
  const { core, access, api, turns, now, logger } = options;
  const forms = createOrderForms(() => randomBytes(16).toString('base64url'));

  return {
    async command(read) {
      const { name } = read;
      const command = options.commands.find((one) => one.name === name);
      const order: BegunOrder = { command: name, options: read.options };
      const isKnown = access.roleOf('discord', read.userId) !== null;
      // Somewhere else than in private it would be refused; then nobody is to fill in a form first.
      if (isKnown && read.place === 'private' && wantsForm(name, read.options)) return openForm(read, order);
      const line =
        command === undefined ? `/${normalLine(name).replaceAll(' ', '')}` : slashLine(command, read.options);
      await answer(read, line, command);
    },
    async form(read) {
      const order = forms.take(read.formId, read.userId, now());
      const command = options.commands.find((one) => one.name === order?.command);
      if (order === null || command === undefined) return respondOnce(read, DISCORD_WORDS[languageOf(read)].formGone);
      await answer(read, slashLine(command, filledIn(order, read.fields).options), command);
    },
    async suggest(read) {
      const choices = await suggestionsFor(read);
      await api
        .respond(read, { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data: { choices } })
        .catch(() => undefined);
    },
    async refuse(read) {
      if (read.isTyping) {
        const data = { choices: [] };
        return api.respond(read, { type: InteractionResponseType.ApplicationCommandAutocompleteResult, data });
      }
      await respondOnce(read, DISCORD_WORDS[languageOf(read)].notHere);
    },
  };

  function openForm(read: Interaction, order: BegunOrder): Promise<void> {
    const formId = forms.open(order, read.userId, now());
    const data = orderForm(formId, order, languageOf(read));
    return api.respond(read, { type: InteractionResponseType.Modal, data });
  }

  function respondOnce(read: Interaction, content: string): Promise<void> {
    const data = { content, flags: MessageFlags.Ephemeral, allowed_mentions: { parse: [] } };
    return api.respond(read, { type: InteractionResponseType.ChannelMessageWithSource, data });
  }

  /** The desk is asked at once; whether Discord has taken the first answer decides only where the answer goes. */
  async function answer(read: Interaction, line: string, command: ChatCommand | undefined): Promise<void> {
    const isEphemeral = isForOne(read, command);
    const acknowledged = defer(read, isEphemeral);
    const outbounds = await core.handle({ ...inboundOf(read, now()), text: line, sentAt: read.sentAt });
    const { applicationId } = options.bot;
    const { channelId, token, userId } = read;
    const place = { applicationId, token, channelId, isEphemeral, fillsIn: true, acknowledged };
    const writer = interactionWriter(api, place);
    const otherwise = personWriter(api, options.rooms, userId.slice(userId.indexOf(':') + 1));
    const said = outbounds.length === 0 ? silenceFor(read) : outbounds;
    if (said.length === 0 && (await acknowledged)) await api.deleteOriginal(applicationId, token);
    for (const outbound of said) void turns.post(channelId, { writer, otherwise, reader: userId, outbound });
  }

  async function defer(read: Interaction, isEphemeral: boolean): Promise<boolean> {
    try {
      const type = InteractionResponseType.DeferredChannelMessageWithSource;
      await api.respond(read, { type, data: isEphemeral ? { flags: MessageFlags.Ephemeral } : {} });
      return true;
    } catch (fault) {
      const { type, problem } = faultOf(fault);
      logger.warn({ problem }, 'a command was not acknowledged in time');
      // No word of it came back, but it may have arrived.
      return type === 'away' || type === 'answered';
    }
  }

  /** In a channel a stranger hears nothing; a command of Discord's wants an answer, and gets one that only they see. */
  function silenceFor(read: Interaction): readonly Outbound[] {
    if (read.place === 'private' || access.roleOf('discord', read.userId) !== null) return [];
    const { choices: _, ...said } = textMessage('answer', textsOf(languageOf(read)).strangerReply);
    return [{ ...said, buttons: [] }];
  }

  function isForOne(read: Interaction, command: ChatCommand | undefined): boolean {
    if (read.place === 'private') return false;
    if (access.roleOf('discord', read.userId) === null || command === undefined) return true;
    return command.role !== 'viewer' || OF_ONES_OWN.has(command.name);
  }

  async function suggestionsFor(read: Read<'typing'>): Promise<readonly Suggestion[]> {
    const { name, focused, userId } = read;
    const command = options.commands.find((one) => one.name === name);
    const option = command && optionsOf(command).find((one) => one.name === focused.name);
    if (option?.suggests === undefined) return [];
    const late = new Promise<readonly Suggestion[]>((done) => {
      setTimeout(() => done([]), SUGGEST_WITHIN_MS).unref();
    });
    const asker = { userId, language: languageOf(read) };
    const found = options.suggestions.of(option.suggests, focused.value, asker).catch(() => []);
    return Promise.race([found, late]);
  }
}

function languageOf({ language }: Interaction): 'ko' | 'en' {
  return language ?? 'en';
}
