import type { ChatCommand } from '../../commands/command.ts';
import { normalLine } from '../../parse/clean-text.ts';
import type { OptionValue } from './read-interaction.ts';
import type { SlashOption } from './slash-options.ts';
import { SLASH_OPTIONS } from './slash-options.ts';

/** Discord cuts nothing by itself; a line beyond what the desk reads is refused there, whole. */
const MOST_WORDS_OF_AN_AMOUNT = 2;

/** Returns the options of a command: those of the table, or one free text where it takes anything. */
export function optionsOf({ name, usage }: ChatCommand): readonly SlashOption[] {
  const own = SLASH_OPTIONS[name];
  if (own !== undefined) return own;
  if (usage === '') return [];
  const isRequired = usage.startsWith('<');
  const about = { en: `What follows it: ${usage}`, ko: `뒤에 쓸 내용: ${usage}` };
  return [{ name: 'text', about, takes: 'text', ...(isRequired && { required: true as const }) }];
}

/**
 * Returns the line that a person would have typed: `/buy BTC 0.1 stop 60000`. Values come in the order of the table;
 * whatever they hold, it is one line of this one command.
 */
export function slashLine(command: ChatCommand, values: readonly OptionValue[]): string {
  const words = optionsOf(command).flatMap((option) => {
    const given = values.find(({ name }) => name === option.name);
    const value = given === undefined ? '' : wordsOf(given.value, option);
    if (value === '') return [];
    return option.after === undefined ? [value] : [option.after, value];
  });
  return [`/${command.name}`, ...words].join(' ');
}

const MENTION = /^<@!?(\d{1,20})>$/;

function wordsOf(value: string, { takes }: SlashOption): string {
  const line = normalLine(value);
  switch (takes) {
    case 'text':
      return line;
    case 'person':
      return oneWord(line.replace(MENTION, 'discord:$1'));
    case 'amount':
      return line.split(' ').length <= MOST_WORDS_OF_AN_AMOUNT ? line : oneWord(line);
    case 'word':
      return oneWord(line);
  }
}

/** What should be one word and is not is run together, so that it is not understood instead of misunderstood. */
function oneWord(line: string): string {
  return line.replaceAll(' ', '');
}
