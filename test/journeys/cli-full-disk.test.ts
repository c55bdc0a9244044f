import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli, startCli } from './cli.ts';
import { mountSmallDisk } from './small-disk.ts';

const { folder: disk, mounted, remove } = mountSmallDisk();

afterAll(remove);

function fillUp(file: string): void {
  for (const size of [1 << 20, 1 << 12]) {
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch {
      // Full to this grain.
    }
  }
}

function fillsOf(data: string): number {
  const journal = readFileSync(join(data, 'journal/journal-000001.jsonl'), 'utf8');
  return journal.split('"type":"order.filled"').length - 1;
}

describe.skipIf(!mounted)('a full disk', () => {
  it('stops the desk with a sentence and code 1, loses nothing, and lets it go on once there is room', async () => {
    const data = join(disk, 'data');
    const running = startCli(['start', '--data', data, '--speed', '3000']);
    await running.printed(/ opened: /);
    fillUp(join(disk, 'filler'));
    const run = await running.ended();
    expect(run.code).toBe(1);
    expect(run.stderr).toMatch(/full|cannot be written \(ENOSPC\)/);
    expect(run.stderr).toContain('Free some space');
    expect(run.stderr).not.toContain('\n    at ');
    const before = fillsOf(data);
    const refused = await cli(['start', '--data', data]);
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toMatch(/full|ENOSPC/);
    rmSync(join(disk, 'filler'));
    const after = await cli(['start', '--data', data, '--speed', '1'], { input: '/status' });
    expect(after).toMatchObject({ code: 0, stderr: '' });
    expect(after.stdout).toContain('Everything is as it was');
    expect(fillsOf(data)).toBeGreaterThanOrEqual(before);
  });
});
