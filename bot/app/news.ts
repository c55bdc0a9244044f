import { statfsSync } from 'node:fs';
import { DirectoryHeldError } from '../../db/directory-lock.ts';
import { ConfigError, UnavailableError } from '../../engine/domain/errors.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { Invocation, RunCommand } from '../invocation.ts';
import { nearest } from '../nearest.ts';
import { createLineOutput } from '../news-line/line-output.ts';
import type { NewsLine, NewsLineCommand } from '../news-line/news-line.ts';
import { NEWS_LINE } from '../news-line/registry.ts';
import { cleanText } from '../parse/clean-text.ts';
import { openAppDatabase } from './database.ts';
import { type Knowledge, openKnowledge } from './knowledge.ts';
import { openFetcher, openSources } from './news-sources.ts';
import type { Setup } from './setup.ts';
import { setUp } from './setup.ts';
import { packageVersion } from './version.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Flags that not every command of the news knows. */
const OF_SOME = new Set(NEWS_LINE.flatMap(({ flags }) => flags));

/** The embedded database begins a file of 16 MB whenever the last one is full. */
const ROOM_BYTES = 17 * 1024 * 1024;

/** `assent news …`: what can be done with the news without a desk. */
export const newsCommand: RunCommand = async (invocation) => {
  const [name, ...words] = invocation.positionals;
  const command = NEWS_LINE.find((one) => one.name === name);
  if (command === undefined) {
    process.stderr.write(usage(name));
    return EXIT_CODES.wrongUse;
  }
  const problem = problemOfUse(command, { words, flags: invocation.flags, now: Date.now });
  if (problem !== null) {
    process.stderr.write(`${problem}\n`);
    return EXIT_CODES.wrongUse;
  }
  const setup = setUp(invocation);
  try {
    return await runCommand(command, words, invocation, setup);
  } finally {
    setup.closeLog();
  }
};

async function runCommand(
  command: NewsLineCommand,
  words: readonly string[],
  { flags, workingDirectory }: Invocation,
  { config, logger, scrubber }: Setup,
): Promise<number> {
  const stop = new AbortController();
  const interrupt = () => stop.abort(new InterruptedError());
  for (const signal of STOP_SIGNALS) process.once(signal, interrupt);
  const output = createLineOutput({ json: flags.json === true, scrubber });
  try {
    output.progress('Opening the database …');
    return await withKnowledge(config, logger, (knowledge) => {
      const sources = openSources(config.news);
      output.clear();
      return command.run({
        ...{ words, flags, workingDirectory, knowledge, sources, logger },
        fetcher: openFetcher(config.news, sources, packageVersion()),
        now: Date.now,
        signal: stop.signal,
        ...output,
      });
    });
  } catch (error) {
    output.clear();
    if (!stop.signal.aborted) throw ofFullDisk(error, config);
    output.complain('Stopped. What was stored stays; the same command goes on from there.');
    return EXIT_CODES.failed;
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, interrupt);
  }
}

/** Opens what is known for as long as the work lasts. */
async function withKnowledge<T>(
  config: Setup['config'],
  logger: Setup['logger'],
  work: (knowledge: Knowledge) => Promise<T>,
): Promise<T> {
  const database = await openAppDatabase(config, logger).catch((error: unknown) => {
    throw error instanceof DirectoryHeldError ? heldByDesk(error) : error;
  });
  try {
    const knowledge = await openKnowledge({
      ...{ database, logger, embedded: config.database.url === null, news: config.news },
      recorded: null,
    });
    try {
      return await work(knowledge);
    } finally {
      await knowledge.close();
    }
  } finally {
    await database.close();
  }
}

/** Returns what is wrong with what follows the name of a command, or null. */
function problemOfUse(command: NewsLineCommand, given: Pick<NewsLine, 'words' | 'flags' | 'now'>): string | null {
  const { name, flags: own, maxWords } = command;
  const { words, flags } = given;
  const extra = words[maxWords];
  if (extra !== undefined) return `"news ${name}" takes no ${JSON.stringify(cleanText(extra).slice(0, 60))}.`;
  const strange = Object.keys(flags).find((flag) => OF_SOME.has(flag) && !own.includes(flag));
  if (strange === undefined) return command.problem?.(given) ?? null;
  const others = NEWS_LINE.filter((command) => command.flags.includes(strange)).map((command) => command.name);
  return `"news ${name}" does not know --${strange}; it belongs to ${others.join(' and ')}.`;
}

class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** Whatever a database without room complains of, what helps is room. */
function ofFullDisk(error: unknown, { data, database }: Setup['config']): unknown {
  if (database.url !== null || !hasNoRoom(data.directory)) return error;
  return new UnavailableError(`The disk of ${data.directory} is full.`, {
    cause: error,
    hint: 'Free some space, then give the same command again: it goes on with what was stored.',
  });
}

function hasNoRoom(directory: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(directory);
    return bavail * bsize < ROOM_BYTES;
  } catch {
    return false;
  }
}

function heldByDesk(error: DirectoryHeldError): ConfigError {
  return new ConfigError(error.message, {
    cause: error,
    hint: 'A desk that runs here fetches by itself where news.fetchEvery says so; ask it with /news and /health. Or leave it with Ctrl-D, then try again.',
  });
}

function usage(name: string | undefined): string {
  const lines = NEWS_LINE.map(
    ({ name: own, words, summary }) => `  assent news ${`${own} ${words}`.padEnd(16)} ${summary}`,
  );
  const near =
    name === undefined
      ? null
      : nearest(
          name,
          NEWS_LINE.map((command) => command.name),
        );
  const first =
    name === undefined
      ? 'Say what to do with the news:'
      : `There is no "assent news ${name.slice(0, 40)}".${near === null ? '' : ` Did you mean "${near}"?`}`;
  return [first, ...lines, ''].join('\n');
}
