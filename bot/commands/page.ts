import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import { PAGE_WORDS } from '../i18n/page-words.ts';
import type { Voice } from '../i18n/voice.ts';
import type { Block, Choice } from '../message.ts';
import { lines } from '../message.ts';
import type { CommandContext } from './command.ts';

/** Where one is in a list. Pages count from 1. */
export interface Turn {
  readonly number: number;
  readonly hasNext: boolean;
}

/** A part of a list, as many as a card holds. */
export interface Page<Item> extends Turn {
  readonly items: readonly Item[];
}

/** Nobody turns so far, and a number that somebody makes up is not to be fetched. */
const LAST_PAGE = 500;
const PAGE_NUMBER = /^(?:page |페이지 )?(\d{1,3})(?: ?페이지)?$/i;

/** Returns the number of a page, as in `2` or `2페이지`, or null for other words; the first without any. */
export function readPage(words: string): number | null {
  if (words === '') return 1;
  const [, digits] = PAGE_NUMBER.exec(words) ?? [];
  const number = Number(digits);
  return digits !== undefined && number >= 1 && number <= LAST_PAGE ? number : null;
}

/** Takes the page off the end of the words: `SOL 2` is the second page of SOL. */
export function splitPage(args: string): { readonly rest: string; readonly page: number } {
  const [, rest = '', digits = ''] = /^(.*?)(?:^|\s)(\d{1,3})(?: ?페이지)?$/.exec(args) ?? [];
  const page = readPage(digits);
  return digits === '' || page === null ? { rest: args, page: 1 } : { rest: rest.trim(), page };
}

/** Returns how many there must be read, newest first, to show a page and to know whether another follows. */
export function readUpTo(page: number, size: number): number {
  return page * size + 1;
}

/** Returns a page of a list of which enough was read; the last one instead of a page beyond the end. */
export function pageOf<Item>(list: readonly Item[], wanted: number, size: number): Page<Item> {
  const { number, hasNext } = pageOfCount(list.length, wanted, size);
  return { items: list.slice((number - 1) * size, number * size), number, hasNext };
}

/** Returns where a page of a list of so many lies; the last one instead of a page beyond the end. */
export function pageOfCount(total: number, wanted: number, size: number): Turn {
  const number = Math.min(wanted, Math.max(1, Math.ceil(total / size)));
  return { number, hasNext: total > number * size };
}

/** Returns the line of a list's first page, of one coin or of all. */
export function lineOf(command: string, symbol: InstrumentSymbol | null, { voice }: CommandContext): string {
  return symbol === null ? command : `${command} ${voice.format.coin(symbol)}`;
}

/** Returns the buttons that turn a page; none where all is on one. `command` is the line of the first page. */
export function pageChoices({ number, hasNext }: Turn, command: string): readonly Choice[] {
  const before = number > 1 ? [{ label: '◀', command: number === 2 ? command : `${command} ${number - 1}` }] : [];
  return [...before, ...(hasNext ? [{ label: '▶', command: `${command} ${number + 1}` }] : [])];
}

/** Returns the line that says which page this is; none where all is on one. */
export function pageLine({ number, hasNext }: Turn, { language, format }: Voice): readonly string[] {
  return number === 1 && !hasNext ? [] : [PAGE_WORDS[language].page({ number: format.count(number) })];
}

/** Returns the same as a block. */
export function pageBlocks(turn: Turn, voice: Voice): readonly Block[] {
  const told = pageLine(turn, voice);
  return told.length === 0 ? [] : [lines(...told)];
}

/** Returns the button that shows a card anew. Where nothing can be shown in place, it is not offered. */
export function refreshChoice(command: string, { language }: Voice): Choice {
  return { label: PAGE_WORDS[language].refresh, command, refreshes: true };
}
