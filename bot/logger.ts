import type { LevelWithSilent, Logger } from 'pino';
import { pino, symbols } from 'pino';
import { LogFile } from './log-file.ts';
import type { Scrubber } from './scrubber.ts';

export interface LoggerOptions {
  readonly file: string;
  readonly level: LevelWithSilent;
  readonly scrubber: Scrubber;
  /** Takes fatal lines as well: the last words of a process belong on its terminal. */
  readonly writeFatal?: (line: string) => void;
  readonly maxBytes?: number;
}

export interface OpenLogger {
  readonly logger: Logger;
  close(): void;
}

const MAX_BYTES = 10 * 1024 * 1024;
const KEEP = 3;
const MAX_LINE = 64 * 1024;
const FATAL = pino.levels.values.fatal;

/** Returns the log for operators: JSON lines in a file, scrubbed as whole lines, since a secret may sit in any string. */
export function createLogger(options: LoggerOptions): OpenLogger {
  const { scrubber, writeFatal = (line) => process.stderr.write(line) } = options;
  const file = new LogFile({ path: options.file, maxBytes: options.maxBytes ?? MAX_BYTES, keep: KEEP });
  const destination = {
    // Asks pino to leave the level of each line in `lastLevel`.
    [symbols.needsMetadataGsym]: true as const,
    lastLevel: 0,
    write(line: string): void {
      // Cut after the scrubbing: half a secret would no longer be recognised.
      const clean = shortened(scrubber.scrub(line));
      file.write(clean);
      if (this.lastLevel === FATAL) writeQuietly(writeFatal, clean);
    },
  };
  const logger = pino({ level: options.level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return { logger, close: () => file.close() };
}

/** PGlite puts its whole minified source into an error; a line stays one short JSON object all the same. */
function shortened(line: string): string {
  if (line.length <= MAX_LINE) return line;
  const level = /^\{"level":(\d+)/.exec(line)?.[1] ?? '30';
  const time = /"time":"([^"]{1,40})"/.exec(line)?.[1] ?? null;
  return `${JSON.stringify({ level: Number(level), time, msg: 'a line too long to keep', start: line.slice(0, 4_000) })}\n`;
}

function writeQuietly(write: (line: string) => void, line: string): void {
  try {
    write(line);
  } catch {
    // The terminal is gone; the file has the line.
  }
}
