import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ENTRIES = 150;
/** On demand, since each kill costs a start of the embedded database. */
const KILLS = Number(process.env.OUTBOX_KILLS ?? 0);
const TIMEOUT_MS = 60_000 * (KILLS + 1);
const SCRIPT = fileURLToPath(new URL('./children/outbox-process.ts', import.meta.url));

test.skipIf(KILLS === 0)(
  'kill -9 between journal, outbox and platform loses nothing and changes no order',
  { timeout: TIMEOUT_MS },
  async () => {
    const directory = mkdtempSync(path.join(tmpdir(), 'assent-outbox-'));
    try {
      for (let life = 0; life <= KILLS; life += 1) {
        const { child, printed } = start(directory);
        await printed('open');
        if (life === KILLS) await printed('told everything');
        else {
          // At a random point of the way that is left.
          const enough = 1 + ((life + Math.random()) * ENTRIES * 0.9) / KILLS;
          while (arrivals(directory).length < enough) await wait(1);
        }
        child.kill('SIGKILL');
        await once(child, 'close');
      }
      const told = arrivals(directory);
      expect([...new Set(told)]).toEqual(Array.from({ length: ENTRIES }, (_, n) => String(n + 1)));
      // Each death repeats at most what was on its way.
      expect(told.length - ENTRIES).toBeLessThanOrEqual(KILLS);
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  },
);

function arrivals(directory: string): readonly string[] {
  try {
    return readFileSync(path.join(directory, 'arrivals'), 'utf8').trim().split('\n');
  } catch {
    return [];
  }
}

function start(directory: string) {
  const args = ['--import', import.meta.resolve('tsx'), SCRIPT, directory, String(ENTRIES)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.on('data', (chunk) => (output += chunk));
  child.stderr.on('data', (chunk) => (output += chunk));
  const printed = async (text: string): Promise<void> => {
    while (!output.includes(text)) {
      if (child.exitCode !== null) throw new Error(`the outbox ended: ${output}`);
      await wait(10);
    }
  };
  return { child, printed };
}
