import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { AssentError, ConfigError } from '../engine/domain/errors.ts';
import { COMMAND_LINE, commandNames, helpText } from './command-line.ts';
import { EXIT_CODES } from './exit-codes.ts';

/** Runs one command line and returns the exit code: 0 done, 1 failed, 2 wrong use, 78 configuration. */
async function main(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args;
  if (name === '--version' || name === '-v') return main(['version']);
  if (name === '--help' || name === '-h') return main(['help']);
  const command = COMMAND_LINE.find((candidate) => candidate.name === name);
  if (command === undefined) {
    process.stderr.write(`There is no command "${name}". Commands: ${commandNames()}. Try "assent help".\n`);
    return EXIT_CODES.wrongUse;
  }
  if (command.name === 'help') {
    process.stdout.write(helpText());
    return EXIT_CODES.done;
  }
  const parsed = parsedOptions(rest, command.options);
  if ('problem' in parsed) {
    process.stderr.write(`${parsed.problem}\n\n${command.usage}\n`);
    return EXIT_CODES.wrongUse;
  }
  const { values, positionals } = parsed;
  const run = await command.load();
  return run({ flags: values, positionals, workingDirectory: resolve('.') });
}

type Parsed =
  | { readonly values: Readonly<Record<string, string | boolean | undefined>>; readonly positionals: readonly string[] }
  | { readonly problem: string };

function parsedOptions(args: readonly string[], options: Parameters<typeof parseArgs>[0] & object): Parsed {
  try {
    const { values, positionals } = parseArgs({ ...options, args: [...args], allowPositionals: true, strict: true });
    return { values: values as Readonly<Record<string, string | boolean | undefined>>, positionals };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : 'The arguments are not understood.' };
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

process.exitCode = await main(process.argv.slice(2)).catch(tell);
