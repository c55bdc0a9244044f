import type { RESTPostAPIChatInputApplicationCommandsJSONBody } from 'discord.js';
import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ApplicationIntegrationType,
  InteractionContextType,
} from 'discord.js';
import { z } from 'zod';
import type { ChatCommand } from '../../commands/command.ts';
import { optionsOf } from './slash-line.ts';
import type { SlashOption } from './slash-options.ts';

export type SlashCommand = RESTPostAPIChatInputApplicationCommandsJSONBody;

/** Of the API. */
const NAME = /^[-_\p{Ll}\p{N}]{1,32}$/u;
const MAX_DESCRIPTION = 100;
const MAX_COMMANDS = 100;
const MAX_VALUE = 400;

/**
 * Returns the commands as Discord registers them, in both languages. Who may do what is decided where it is done: a
 * server's own administrators could change whatever stood here.
 */
export function slashCommands(commands: readonly ChatCommand[]): readonly SlashCommand[] {
  return commands
    .filter(({ name }) => NAME.test(name))
    .slice(0, MAX_COMMANDS)
    .map((command) => ({
      type: ApplicationCommandType.ChatInput,
      name: command.name,
      description: cut(command.summary.en),
      description_localizations: { ko: cut(command.summary.ko) },
      options: optionsOf(command).map(optionBody),
      contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
      integration_types: [ApplicationIntegrationType.GuildInstall],
    }));
}

type OptionBody = NonNullable<SlashCommand['options']>[number];

/** Text throughout: a number of Discord's is a float, and money is not. */
function optionBody({ name, about, required, choices, suggests }: SlashOption): OptionBody {
  const common = {
    type: ApplicationCommandOptionType.String,
    name,
    description: cut(about.en),
    description_localizations: { ko: cut(about.ko) },
    required: required === true,
  } as const;
  if (choices !== undefined) {
    return {
      ...common,
      choices: choices.map(({ value, name: called }) => ({
        name: called.en,
        name_localizations: { ko: called.ko },
        value,
      })),
    };
  }
  const free = { ...common, max_length: MAX_VALUE };
  return suggests === undefined ? free : { ...free, autocomplete: true };
}

function cut(text: string): string {
  return [...text].slice(0, MAX_DESCRIPTION).join('');
}

const LOCALIZED = z.record(z.string(), z.string()).nullish();
const REGISTERED = z.array(
  z.object({
    type: z.number().default(ApplicationCommandType.ChatInput),
    name: z.string(),
    description: z.string(),
    description_localizations: LOCALIZED,
    contexts: z.array(z.number()).nullish(),
    options: z
      .array(
        z.object({
          type: z.number(),
          name: z.string(),
          description: z.string(),
          description_localizations: LOCALIZED,
          required: z.boolean().default(false),
          autocomplete: z.boolean().default(false),
          max_length: z.number().optional(),
          choices: z
            .array(z.object({ name: z.string(), name_localizations: LOCALIZED, value: z.unknown() }))
            .optional(),
        }),
      )
      .default([]),
  }),
);

/** Tells whether Discord has these commands already, as it gave them with their translations. */
export function isRegistered(registered: unknown, wanted: readonly SlashCommand[]): boolean {
  const [has, wants] = [REGISTERED.safeParse(registered), REGISTERED.safeParse(wanted)];
  if (!has.success || !wants.success) return false;
  const texts = (commands: z.infer<typeof REGISTERED>) => commands.map((one) => JSON.stringify(one)).sort();
  return texts(has.data).join('\n') === texts(wants.data).join('\n');
}
