import type { APIApplicationCommand } from 'discord.js';
import { GLOBAL } from './application-methods.ts';
import type { Fields } from './body.ts';
import { fieldsOf, listOf } from './body.ts';
import type { Place, World } from './world.ts';

/** Values by option name: `{ line: 'BTC', size: 0.5 }`. */
export type OptionValues = Readonly<Record<string, string | number | boolean>>;

interface Focus {
  readonly name: string;
  readonly typed: string;
}

const OPTION = { subcommand: 1, group: 2, string: 3, integer: 4, boolean: 5, number: 10 } as const;

/** Returns what a client sends for a command that a person picked and filled in; throws where it would not let them. */
export function commandData(
  spoken: string,
  values: OptionValues,
  { place, world, focus }: { readonly place: Place; readonly world: World; readonly focus?: Focus },
): Fields {
  const [name = '', ...path] = spoken.replace(/^\//, '').split(' ');
  const command = commandNamed(name, place, world);
  let holder: Fields = { ...command };
  for (const step of path) holder = optionNamed(holder, step);
  const options = filled(holder, values, focus);
  const wrapped = path.toReversed().reduce<readonly object[]>((inner, step, index) => {
    const type = index === 0 ? OPTION.subcommand : OPTION.group;
    return [{ name: step, type, options: inner }];
  }, options);
  return {
    id: command.id,
    name: command.name,
    type: command.type,
    ...(command.guild_id === undefined ? {} : { guild_id: command.guild_id }),
    ...(wrapped.length === 0 ? {} : { options: wrapped }),
  };
}

/** In direct messages only what is registered for everywhere is offered, and not what is for servers only. */
function commandNamed(name: string, place: Place, world: World): APIApplicationCommand {
  const local = place.guildId === null ? [] : (world.commands.get(place.guildId) ?? []);
  const context = place.guildId === null ? 1 : 0;
  const everywhere = (world.commands.get(GLOBAL) ?? []).filter(
    ({ contexts }) => contexts === null || contexts === undefined || contexts.includes(context),
  );
  const offered = [...local, ...everywhere];
  const found = offered.find((command) => command.name === name);
  if (found !== undefined) return found;
  const names = offered.map((command) => `/${command.name}`).join(' ');
  throw new Error(`no command /${name} is offered here; there are: ${names || 'none'}`);
}

function optionNamed(holder: Fields, name: string): Fields {
  const found = listOf(holder.options)
    .map(fieldsOf)
    .find((option) => option.name === name);
  if (found !== undefined) return found;
  throw new Error(`"${String(holder.name)}" has no option "${name}"`);
}

function filled(holder: Fields, values: OptionValues, focus?: Focus): readonly object[] {
  const options = listOf(holder.options).map(fieldsOf);
  const typed: OptionValues = focus === undefined ? values : { ...values, [focus.name]: focus.typed };
  for (const { name, required } of options) {
    const isMissing = required === true && typed[String(name)] === undefined && focus === undefined;
    if (isMissing) throw new Error(`"${String(holder.name)}" wants "${String(name)}"`);
  }
  return Object.entries(typed).map(([name, value]) => {
    const option = optionNamed(holder, name);
    const isFocused = focus?.name === name;
    if (isFocused && option.autocomplete !== true) throw new Error(`"${name}" suggests nothing while one types`);
    if (!isFocused) checkValue(option, value);
    return { name, type: option.type, value, ...(isFocused ? { focused: true } : {}) };
  });
}

function checkValue(option: Fields, value: string | number | boolean): void {
  const { name, type } = option;
  const isWhole = type !== OPTION.integer || Number.isInteger(value);
  const expected =
    type === OPTION.integer || type === OPTION.number ? 'number' : type === OPTION.boolean ? 'boolean' : 'string';
  if (typeof value !== expected || !isWhole) throw new Error(`"${String(name)}" takes no ${JSON.stringify(value)}`);
  const choices = listOf(option.choices).map(fieldsOf);
  if (choices.length > 0 && !choices.some((choice) => choice.value === value)) {
    throw new Error(`"${String(name)}" offers no ${JSON.stringify(value)}`);
  }
  const size = typeof value === 'string' ? value.length : Number(value);
  const [least, most] =
    expected === 'string' ? [option.min_length ?? 1, option.max_length ?? 6000] : [option.min_value, option.max_value];
  const isOut = (least !== undefined && size < Number(least)) || (most !== undefined && size > Number(most));
  if (expected !== 'boolean' && isOut) throw new Error(`"${String(name)}" takes no ${JSON.stringify(value)}`);
}
