import type { APIApplicationCommand } from 'discord.js';
import { Locale } from 'discord.js';
import type { Fields } from './body.ts';
import { fieldsOf, listOf } from './body.ts';
import type { FormErrors } from './refusal.ts';
import { checkLength, createFormErrors, Refusal } from './refusal.ts';
import type { World } from './world.ts';

const NAME = /^[-_'\p{L}\p{N}\p{sc=Deva}\p{sc=Thai}]{1,32}$/u;
const LOCALES: ReadonlySet<string> = new Set(Object.values(Locale));
const MAX_COMMANDS = 100;
const MAX_OPTIONS = 25;
const MAX_CHARACTERS = 8000;
const CHAT_INPUT = 1;
const OPTION = { subcommand: 1, group: 2, string: 3, integer: 4, number: 10 } as const;

/** Returns the commands that a PUT leaves behind, or refuses them with everything that is wrong. */
export function commandsIn(json: unknown, world: World, guildId?: string): readonly APIApplicationCommand[] {
  const commands = listOf(json).map(fieldsOf);
  if (commands.length > MAX_COMMANDS) {
    throw new Refusal(400, 30_032, `Maximum number of application commands reached (${MAX_COMMANDS}).`);
  }
  const errors = createFormErrors();
  const seen = new Set<string>();
  commands.forEach((command, index) => {
    checkCommand(command, `${index}`, errors);
    const name = `${String(command.type ?? CHAT_INPUT)} ${String(command.name)}`;
    if (seen.has(name)) {
      errors.add(`${index}.name`, 'APPLICATION_COMMANDS_DUPLICATE_NAME', 'Application command names must be unique');
    }
    seen.add(name);
  });
  errors.check();
  return commands.map((command) => ({
    options: [],
    contexts: null,
    default_member_permissions: null,
    nsfw: false,
    integration_types: [0],
    ...command,
    type: Number(command.type ?? CHAT_INPUT),
    id: world.snowflake(),
    application_id: world.applicationId,
    version: world.snowflake(),
    ...(guildId === undefined ? {} : { guild_id: guildId }),
  })) as unknown as readonly APIApplicationCommand[];
}

function checkCommand(command: Fields, path: string, errors: FormErrors): void {
  if (Number(command.type ?? CHAT_INPUT) !== CHAT_INPUT) {
    checkLength(command.name, `${path}.name`, { min: 1, max: 32 }, errors);
    return;
  }
  checkNamed(command, path, errors);
  checkOptions(command, path, errors);
  if (charactersOf(command) > MAX_CHARACTERS) {
    const message = `Command exceeds maximum size (${MAX_CHARACTERS})`;
    errors.add(path, 'APPLICATION_COMMAND_TOO_LARGE', message);
  }
}

/** A name and a description, in each language. */
function checkNamed(named: Fields, path: string, errors: FormErrors): void {
  checkName(named.name, `${path}.name`, errors);
  checkLength(named.description, `${path}.description`, { min: 1, max: 100 }, errors);
  for (const [locale, name] of Object.entries(fieldsOf(named.name_localizations))) {
    if (checkLocale(locale, `${path}.name_localizations`, errors) && name !== null) {
      checkName(name, `${path}.name_localizations.${locale}`, errors);
    }
  }
  for (const [locale, description] of Object.entries(fieldsOf(named.description_localizations))) {
    if (checkLocale(locale, `${path}.description_localizations`, errors) && description !== null) {
      checkLength(description, `${path}.description_localizations.${locale}`, { min: 1, max: 100 }, errors);
    }
  }
}

function checkLocale(locale: string, path: string, errors: FormErrors): boolean {
  if (LOCALES.has(locale)) return true;
  errors.add(`${path}.${locale}`, 'BASE_TYPE_CHOICES', `Value must be one of (${[...LOCALES].join(', ')}).`);
  return false;
}

function checkName(name: unknown, path: string, errors: FormErrors): void {
  checkLength(name, path, { min: 1, max: 32 }, errors);
  if (typeof name !== 'string' || name.length < 1 || name.length > 32) return;
  if (!NAME.test(name)) {
    errors.add(path, 'STRING_TYPE_REGEX', 'String value did not match validation regex.');
  } else if (name !== name.toLowerCase()) {
    errors.add(path, 'APPLICATION_COMMAND_INVALID_NAME', 'Command name is invalid');
  }
}

function checkOptions(holder: Fields, path: string, errors: FormErrors): void {
  const options = listOf(holder.options).map(fieldsOf);
  if (options.length > MAX_OPTIONS) {
    errors.add(`${path}.options`, 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_OPTIONS} or fewer in length.`);
  }
  const names = new Set<unknown>();
  let isOptional = false;
  options.forEach((option, index) => {
    const at = `${path}.options.${index}`;
    checkNamed(option, at, errors);
    if (names.has(option.name)) {
      const message = 'Option name already exists';
      errors.add(`${at}.name`, 'APPLICATION_COMMAND_OPTIONS_NAME_ALREADY_EXISTS', message);
    }
    names.add(option.name);
    if (option.required === true && isOptional) {
      const message = 'Required options must be placed before non-required options';
      errors.add(at, 'APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID', message);
    }
    isOptional ||= option.required !== true;
    checkOption(option, at, errors);
  });
}

function checkOption(option: Fields, path: string, errors: FormErrors): void {
  const type = Number(option.type);
  if (!Number.isInteger(type) || type < 1 || type > 11) {
    errors.add(`${path}.type`, 'BASE_TYPE_CHOICES', 'Value must be one of (1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11).');
  }
  if (type === OPTION.subcommand || type === OPTION.group) checkOptions(option, path, errors);
  else checkChoices(option, type, path, errors);
}

function checkChoices(option: Fields, type: number, path: string, errors: FormErrors): void {
  const choices = listOf(option.choices).map(fieldsOf);
  if (choices.length > MAX_OPTIONS) {
    errors.add(`${path}.choices`, 'BASE_TYPE_MAX_LENGTH', `Must be ${MAX_OPTIONS} or fewer in length.`);
  }
  if (option.autocomplete === true && choices.length > 0) {
    const message = 'Autocomplete and choices cannot both be set';
    errors.add(path, 'APPLICATION_COMMAND_OPTIONS_AUTOCOMPLETE_CHOICES', message);
  }
  const takesChoices = type === OPTION.string || type === OPTION.integer || type === OPTION.number;
  if (!takesChoices && (choices.length > 0 || option.autocomplete === true)) {
    errors.add(path, 'APPLICATION_COMMAND_OPTIONS_TYPE_INVALID', 'This option type takes no choices');
  }
  choices.forEach((choice, index) => {
    checkChoice(choice, type, `${path}.choices.${index}`, errors);
  });
}

/** A choice of an option, or one that autocompletion suggests. */
export function checkChoice({ name, value }: Fields, type: number, path: string, errors: FormErrors): void {
  checkLength(name, `${path}.name`, { min: 1, max: 100 }, errors);
  if (type === OPTION.string) checkLength(value, `${path}.value`, { min: 1, max: 100 }, errors);
  else if (typeof value !== 'number') {
    errors.add(`${path}.value`, 'NUMBER_TYPE_COERCE', `Value "${String(value)}" is not a number.`);
  }
}

/** Names, descriptions and values, in the language in which they are longest. */
function charactersOf(node: Fields): number {
  const longest = (own: unknown, localized: unknown) =>
    Math.max(
      0,
      ...[own, ...Object.values(fieldsOf(localized))].map((text) => (typeof text === 'string' ? text.length : 0)),
    );
  const parts = [...listOf(node.options), ...listOf(node.choices)].map(fieldsOf).map(charactersOf);
  return (
    longest(node.name, node.name_localizations) +
    longest(node.description, node.description_localizations) +
    (typeof node.value === 'string' ? node.value.length : 0) +
    parts.reduce((sum, part) => sum + part, 0)
  );
}
