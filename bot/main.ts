import { resolve } from 'node:path';
import { AssentError, ConfigError } from '../engine/domain/errors.ts';
import { readCommandLine } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** Runs one command line and returns the exit code: 0 done, 1 failed, 2 wrong use, 78 configuration. */
async function main(args: readonly string[]): Promise<number> {
  const request = readCommandLine(args);
  switch (request.outcome) {
    case 'help':
      process.stdout.write(request.text);
      return EXIT_CODES.done;
    case 'wrong':
      process.stderr.write(request.text);
      return EXIT_CODES.wrongUse;
    case 'run': {
      const run = await request.command.load();
      return run({ ...request.given, workingDirectory: resolve('.') });
    }
  }
}

/** A fault in a sentence: what was wrong, what to do. A stack trace helps nobody at a terminal. */
function tell(fault: unknown): number {
  if (fault instanceof AssentError) {
    process.stderr.write(`${fault.message}\n${fault.hint === undefined ? '' : `${fault.hint}\n`}`);
    return fault instanceof ConfigError ? EXIT_CODES.configuration : EXIT_CODES.failed;
  }
  const message =
    fault instanceof Error ? `${fault.name}: ${fault.message.split('\n')[0]?.slice(0, 300)}` : 'unknown fault';
  process.stderr.write(
    `Assent stopped because of a fault of its own: ${message}\nThe log in the data folder says more.\n`,
  );
  return EXIT_CODES.failed;
}

// A reader that went away (`| head`) is not an event worth a word; the session listens for it too.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
process.on('uncaughtException', (fault) => process.exit(tell(fault)));

process.exitCode = await main(process.argv.slice(2)).catch(tell);
