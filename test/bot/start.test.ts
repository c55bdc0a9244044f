import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const MAIN = `
import { Worker } from 'node:worker_threads';
const shown: readonly string[] = [process.cwd(), ...process.argv.slice(2)];
const worker = new Worker(new URL('./worker.js', import.meta.url));
worker.once('message', (message: string) => console.log(JSON.stringify([...shown, message])));
`;

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assent-start-'));
  mkdirSync(join(folder, 'bot'));
  cpSync('bot/assent.js', join(folder, 'bot', 'assent.js'));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
});

afterEach(() => rmSync(folder, { recursive: true }));

function start(flags: readonly string[], args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [...flags, join(folder, 'bot', 'assent.js'), ...args],
    {
      cwd: tmpdir(),
      encoding: 'utf8',
    },
  );
  return { status, stdout, stderr };
}

describe('assent.js', () => {
  test('starts TypeScript in this process, keeps folder and arguments, and lets workers be TypeScript', () => {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'bot', 'main.ts'), MAIN);
    writeFileSync(
      join(folder, 'bot', 'worker.js'),
      "import { register } from 'tsx/esm/api';\nregister();\nawait import('./work.ts');\n",
    );
    writeFileSync(
      join(folder, 'bot', 'work.ts'),
      "import { parentPort } from 'node:worker_threads';\nconst text: string = 'from a worker';\nparentPort?.postMessage(text);\n",
    );
    const { status, stdout, stderr } = start([], ['start', '--speed', 'max']);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual([tmpdir(), 'start', '--speed', 'max', 'from a worker']);
    expect(status).toBe(0);
  });

  test('tells an old Node in one sentence, with exit code 78', () => {
    const old = join(folder, 'old.cjs');
    writeFileSync(
      old,
      "Object.defineProperty(process,'versions',{value:{node:'18.20.0'}});Object.defineProperty(process,'version',{value:'v18.20.0'});",
    );
    expect(start(['--require', old], [])).toEqual({
      status: 78,
      stdout: '',
      stderr: 'Assent needs Node.js 20.11 or newer, and this is v18.20.0. Install a newer Node.js and start again.\n',
    });
  });

  test('tells that the packages are missing, with exit code 78', () => {
    expect(start([], [])).toEqual({
      status: 78,
      stdout: '',
      stderr: 'The packages of Assent are not installed. Run "npm ci" in its folder and start again.\n',
    });
  });

  test('shows a fault of the program itself as a fault', () => {
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'bot', 'main.ts'), "throw new Error('planted');\n");
    const { status, stderr } = start([], []);
    expect(status).toBe(1);
    expect(stderr).toContain(`${pathToFileURL(join(folder, 'bot', 'main.ts')).pathname}:1`);
  });
});
