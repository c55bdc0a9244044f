import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { Reason } from '../../engine/domain/reason.ts';
import type { Message } from '../message.ts';
import { textMessage } from '../message.ts';
import { marketsOf, parseOrderLine } from '../parse/order-line.ts';
import type { Parsed } from '../parse/parsed.ts';
import { echoOf, parsed, unreadable } from '../parse/parsed.ts';
import { findInstruments } from '../parse/symbol.ts';
import type { CommandContext } from './command.ts';

const CITATION = /^([dtofan])-?(\d{1,9})$/i;

/** Returns the words of a line. */
export function wordsOf(args: string): readonly string[] {
  return args.split(' ').filter((word) => word !== '');
}

/** Returns the one instrument that a word names. */
export function readSymbol(word: string, context: CommandContext): Parsed<InstrumentSymbol> {
  const instruments = context.desk.instruments();
  const [first, second] = findInstruments(word, instruments);
  if (first === undefined) {
    return unreadable('parse.unknown-market', { text: echoOf(word), markets: marketsOf(instruments) });
  }
  if (second !== undefined) return unreadable('parse.two-listings', { first: first.symbol, second: second.symbol });
  return parsed(first.symbol);
}

/** Takes the coin out of `어제 14:05 SOL` as of `SOL 어제 14:05`; without one the symbol is null and the rest is all. */
export function splitSymbol(
  args: string,
  context: CommandContext,
): { readonly symbol: InstrumentSymbol | null; readonly rest: string } {
  const words = wordsOf(args.replace(/\?+$/, ''));
  const at = words.findIndex((word) => findInstruments(word, context.desk.instruments()).length === 1);
  const word = words[at];
  if (word === undefined) return { symbol: null, rest: words.join(' ') };
  const symbol = findInstruments(word, context.desk.instruments())[0]?.symbol ?? null;
  return { symbol, rest: words.filter((_, index) => index !== at).join(' ') };
}

/** Reads an optional symbol: null when nothing was said. */
export function readOptionalSymbol(args: string, context: CommandContext): Parsed<InstrumentSymbol | null> {
  return args === '' ? parsed(null) : readSymbol(args, context);
}

/** Returns `D-12` for `d12`, `D-12`, `12` with the given kind, or null. */
export function readCitation(word: string, kinds: string, bareKind: string): string | null {
  const bare = /^\d{1,9}$/.test(word) ? `${bareKind}${word}` : word;
  const [, letter = '', digits = ''] = CITATION.exec(bare) ?? [];
  const kind = letter.toUpperCase();
  return kind !== '' && kinds.includes(kind) ? `${kind}-${Number(digits)}` : null;
}

/** Returns the message for words that could not be read, or for a command that was refused. */
export function refusal(reason: Reason, context: CommandContext, symbol?: InstrumentSymbol): readonly Message[] {
  return [textMessage('error', context.voice.reason(reason, symbol))];
}

/** Tells whether the words are one instrument or nothing: what most commands take without a slash. */
export function isSymbolOrNothing(args: string, context: CommandContext): boolean {
  return args === '' || findInstruments(args, context.desk.instruments()).length > 0;
}

const SIZE_AND_WORD = /^[\d.,]+%?\s+\p{L}{2,12}$/u;

/** Tells whether words without a slash are an order and not a question: they read as one, or name a coin at least. */
export function isOrderLine(args: string, context: CommandContext): boolean {
  if (args === '') return true;
  if (args.includes('?')) return false;
  const instruments = context.desk.instruments();
  const read = parseOrderLine(args, instruments);
  if (read.outcome === 'parsed') return read.value.instrument !== null;
  // A size and one word: whoever names a coin that is not traded here is told so, and which ones are.
  if (SIZE_AND_WORD.test(args)) return true;
  return /\d/.test(args) && wordsOf(args).some((word) => findInstruments(word, instruments).length > 0);
}
