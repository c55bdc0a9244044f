import type { ChatCommand, CommandContext } from './commands/command.ts';
import { nearest } from './nearest.ts';
import { echoOf } from './parse/parsed.ts';

/** Where a line goes: to a command with its arguments, to the answerer, or nowhere. */
export type Route =
  | { readonly to: 'command'; readonly command: ChatCommand; readonly args: string; readonly plain: boolean }
  | { readonly to: 'question' }
  /** `near` is the command that was probably meant. */
  | { readonly to: 'unknown-command'; readonly name: string; readonly near: string | null };

/** A line beyond this names no command alone. */
const LONGEST_NAME = 60;

/** Finds commands by name or alias, in any case. */
export interface CommandIndex {
  find(word: string): ChatCommand | null;
  /** Returns the name of the command that a misspelt word probably means. */
  near(word: string): string | null;
}

export function indexCommands(commands: readonly ChatCommand[]): CommandIndex {
  const byWord = new Map<string, ChatCommand>();
  for (const command of commands) {
    for (const word of [command.name, ...command.aliases]) byWord.set(word.toLowerCase(), command);
  }
  return {
    find: (word) => byWord.get(word.toLowerCase()) ?? null,
    near: (word) => byWord.get(nearest(word, [...byWord.keys()]) ?? '')?.name ?? null,
  };
}

/** Routes a normalised, non-empty line. */
export function routeLine(line: string, index: CommandIndex, context: CommandContext, codeWaits: boolean): Route {
  if (line.startsWith('/')) return routeSlash(line.slice(1).trim(), index);
  if (codeWaits && /^\d{4}$/.test(line)) return routeSlash(`confirm ${line}`, index);
  return routePlain(line, index, context) ?? routeHeard(line, context) ?? { to: 'question' };
}

function routeSlash(line: string, index: CommandIndex): Route {
  const [first = '', args] = splitFirst(line);
  // Group chats address a bot as `/status@assent_bot`.
  const name = first.replace(/@\w+$/, '');
  const command = index.find(name);
  return command === null
    ? { to: 'unknown-command', name: echoOf(name), near: index.near(name) }
    : { to: 'command', command, args, plain: false };
}

/** Returns the command that a line names and nothing else, without asking what stands around it: `/panic`, `비상!`. */
export function bareCommand(line: string, index: CommandIndex): ChatCommand | null {
  if (line.startsWith('/')) {
    const route = routeSlash(line.slice(1).trim(), index);
    return route.to === 'command' ? route.command : null;
  }
  return line.length > LONGEST_NAME ? null : index.find(withoutEnd(line));
}

/**
 * A line without a slash is a command when its first word is one and the rest is what that command takes, or, as Korean
 * puts it, its last word (`비트 0.1 매수`, `SOL 뉴스`). Everything else is a question.
 */
function routePlain(line: string, index: CommandIndex, context: CommandContext): Route | null {
  const bare = withoutEnd(line);
  const whole = bare === '' ? null : index.find(bare);
  if (whole !== null && accepts(whole, '', context)) return { to: 'command', command: whole, args: '', plain: true };
  const [first, afterFirst] = splitFirst(line);
  const [beforeLast, last] = splitLast(line);
  return taken(index.find(first), afterFirst, context) ?? taken(index.find(last), beforeLast, context);
}

/** A sentence that no word at its beginning or end gives away, and that a command understands all the same. */
function routeHeard(line: string, context: CommandContext): Route | null {
  const command = context.commands.find(({ hears }) => hears?.(line, context) === true);
  return command === undefined ? null : { to: 'command', command, args: line, plain: true };
}

function withoutEnd(line: string): string {
  return line.replace(/[\s.!?]+$/, '');
}

function taken(command: ChatCommand | null, args: string, context: CommandContext): Route | null {
  if (command === null || args === '' || !accepts(command, args, context)) return null;
  return { to: 'command', command, args, plain: true };
}

function accepts(command: ChatCommand, args: string, context: CommandContext): boolean {
  return command.takesPlain === undefined ? args === '' : command.takesPlain(args, context);
}

function splitFirst(line: string): readonly [first: string, rest: string] {
  const at = line.indexOf(' ');
  return at < 0 ? [line, ''] : [line.slice(0, at), line.slice(at + 1).trim()];
}

function splitLast(line: string): readonly [rest: string, last: string] {
  const at = line.lastIndexOf(' ');
  return at < 0 ? ['', line] : [line.slice(0, at).trim(), line.slice(at + 1)];
}
