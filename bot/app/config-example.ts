import { configExample } from '../config/config-example.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import type { RunCommand } from '../invocation.ts';

export const configCommand: RunCommand = async ({ positionals }) => {
  if (positionals[0] !== 'example' || positionals.length !== 1) {
    process.stderr.write('Say "assent config example" to print every setting.\n');
    return EXIT_CODES.wrongUse;
  }
  process.stdout.write(configExample());
  return EXIT_CODES.done;
};
