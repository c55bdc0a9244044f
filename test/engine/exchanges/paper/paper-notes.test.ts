import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { openPaperNotes } from '../../../../engine/exchanges/paper/paper-notes.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'assent-notes-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

it('takes a half-written note back, so that the next one stands on a line of its own', () => {
  const script = fileURLToPath(new URL('./children/put-notes.ts', import.meta.url));
  const tsx = import.meta.resolve('tsx');
  // The limit counts blocks of 1 kB; the signal would end the process before it could see the error.
  const command = `trap '' XFSZ; ulimit -f 8; exec "${process.execPath}" --import "${tsx}" "${script}" "${directory}"`;
  const child = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
  const written = Number(child.stdout);
  expect(written).toBeGreaterThan(10);
  const lines = readFileSync(join(directory, 'paper-notes.jsonl'), 'utf8').split('\n').slice(0, -1);
  expect(lines).toHaveLength(written + 1);
  expect(openPaperNotes(directory).fundedUntil('BTC/USDT:USDT')).toBe(7);
});
