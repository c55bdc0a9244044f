import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** Runs a script of `children/` in a process of its own and returns the JSON of its last line. */
export async function runChild<T>(script: string, args: readonly string[]): Promise<T> {
  const file = fileURLToPath(new URL(`./children/${script}`, import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    file,
    ...args,
  ]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as T;
}
