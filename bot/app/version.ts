import { readFileSync } from 'node:fs';
import { EXIT_CODES } from '../exit-codes.ts';
import type { RunCommand } from '../invocation.ts';

/** Returns the version in package.json. */
export function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  const { version } = JSON.parse(text) as { readonly version: string };
  return version;
}

export const versionCommand: RunCommand = async ({ flags }) => {
  const version = packageVersion();
  process.stdout.write(
    flags.json === true ? `${JSON.stringify({ version, node: process.version })}\n` : `assent ${version}\n`,
  );
  return EXIT_CODES.done;
};
