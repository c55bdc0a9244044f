import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { SIGNAL_FILE, watchForSignal } from '../../../bot/emergency/signal-file.ts';

test('a signal that can be neither read nor taken away presses once, and again only when it came anew', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'assent-signal-'));
  const file = join(directory, SIGNAL_FILE);
  const pressed: string[] = [];
  // A folder of that name: there, unreadable, and not to be removed as a file.
  mkdirSync(file);
  const unwatch = watchForSignal(directory, ({ by }) => pressed.push(by));
  try {
    writeFileSync(join(directory, 'something-else'), '');
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(pressed).toEqual(['emergency:file']);
    rmSync(file, { recursive: true });
    await new Promise((resolve) => setTimeout(resolve, 100));
    writeFileSync(file, '');
    await vi.waitFor(() => expect(pressed).toHaveLength(2), 5_000);
  } finally {
    unwatch();
    rmSync(directory, { recursive: true, force: true });
  }
});
