import { execFileSync } from 'node:child_process';
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli } from './cli.ts';
import { mountSmallDisk } from './small-disk.ts';

const { folder: disk, mounted, remove } = mountSmallDisk();

afterAll(remove);

function reports(count: number): string {
  const lines = Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      title: `Office ${index * 104_729} opens case ${index * 7919}`,
      body: `Paper ${index * 31} says so. `.repeat(40),
      source: `paper-${index % 7}`,
      published: new Date(Date.UTC(2025, 0, 1) + index * 3_600_000).toISOString(),
    }),
  );
  return `${lines.join('\n')}\n`;
}

describe.skipIf(!mounted)('a full disk', () => {
  it('ends an import with a sentence and code 1; with room again the same command stores the rest', async () => {
    const data = join(disk, 'data');
    writeFileSync(join(disk, 'news.jsonl'), reports(800));
    const args = ['news', 'import', join(disk, 'news.jsonl'), '--as-published', '--json', '--data', data];
    expect(await cli(['news', 'stats', '--data', data])).toMatchObject({ code: 0 });
    fillUp(join(disk, 'filler'));
    const full = await cli(args);
    expect(full).toMatchObject({ code: 1, stdout: '' });
    expect(full.stderr).toBe(
      `The disk of ${data} is full.\nFree some space, then give the same command again: it goes on with what was stored.\n`,
    );
    rmSync(join(disk, 'filler'));
    const again = await cli(args);
    expect(again).toMatchObject({ code: 0, stderr: '' });
    const { offered, stored, duplicates } = JSON.parse(again.stdout);
    expect({ offered, sum: stored + duplicates }).toEqual({ offered: 800, sum: 800 });
  }, 120_000);
});

/** Leaves two megabytes: enough to open what is there, too little for what is to come. */
function fillUp(file: string): void {
  try {
    for (;;) writeFileSync(file, Buffer.alloc(1 << 20), { flag: 'a' });
  } catch {
    execFileSync('truncate', ['-s', '-2M', file]);
  }
}
