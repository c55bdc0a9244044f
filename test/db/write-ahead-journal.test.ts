import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openWriteAheadJournal } from '../../db/write-ahead-journal.ts';
import { ConfigError, InvariantError, UnavailableError } from '../../engine/domain/errors.ts';
import { startChild } from './child-process.ts';

const FIRST = 'journal-000001.jsonl';

describe('the write-ahead journal', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'assent-journal-'));
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const open = (segmentBytes?: number) =>
    openWriteAheadJournal({ directory, ...(segmentBytes ? { segmentBytes } : {}) });
  const file = () => path.join(directory, FIRST);
  const fill = (count: number, segmentBytes?: number) => {
    const journal = open(segmentBytes);
    for (let seq = journal.lastSeq + 1; count > 0; seq += 1, count -= 1) journal.append([entry(seq)], { sync: false });
    journal.close();
  };
  const seqs = (after: number, segmentBytes?: number) => {
    const journal = open(segmentBytes);
    const found = [...journal.readAfter(after)].map((line) => line.seq);
    journal.close();
    return found;
  };

  it('gives back the lines it was given, in order', () => {
    const journal = open();
    const lines = [entry(1), entry(2, '한국어 "quoted"'), entry(3)];
    journal.append(lines.slice(0, 2), { sync: true });
    journal.append(lines.slice(2), { sync: false });
    expect(journal.lastSeq).toBe(3);
    expect([...journal.readAfter(0)]).toEqual(lines);
    expect([...journal.readAfter(2)]).toEqual([entry(3)]);
    journal.close();
    expect(open().lastSeq).toBe(3);
  });

  it('starts a numbered file when one is full, and reads across them', () => {
    fill(100, 500);
    expect(readdirSync(directory).length).toBeGreaterThan(4);
    expect(seqs(0)).toEqual(range(1, 100));
    expect(seqs(73)).toEqual(range(74, 100));
    fill(1, 500);
    expect(seqs(99)).toEqual([100, 101]);
  });

  it('goes on after a crash right behind a rotation', () => {
    fill(5);
    writeFileSync(path.join(directory, 'journal-000002.jsonl'), '');
    fill(1);
    expect(seqs(0)).toEqual(range(1, 6));
    expect(statSync(path.join(directory, 'journal-000002.jsonl')).size).toBeGreaterThan(0);
  });

  it.each([
    ['no line break', '{"seq":6,"bo'],
    ['zeros', '\0'.repeat(4096)],
    ['zeros and a line break', `${'\0'.repeat(40)}\n`],
    ['a line longer than a read', `{"seq":6,"body":"${'x'.repeat(200_000)}`],
  ])('cuts off a torn last line (%s) and tells of it', (_kind, torn) => {
    fill(5);
    const size = statSync(file()).size;
    appendFileSync(file(), torn);
    const journal = open();
    expect(journal.tornTail).toEqual({ file: file(), bytes: torn.length });
    expect(journal.lastSeq).toBe(5);
    expect(statSync(file()).size).toBe(size);
    journal.append([entry(6)], { sync: false });
    expect([...journal.readAfter(4)]).toEqual([entry(5), entry(6)]);
    journal.close();
  });

  it('survives a cut at every byte of its last two lines', () => {
    fill(3);
    const whole = readFileSync(file());
    const secondStart = whole.indexOf(10) + 1;
    for (let size = secondStart; size <= whole.length; size += 1) {
      writeFileSync(file(), whole.subarray(0, size));
      const kept = whole.subarray(0, size).filter((byte) => byte === 10).length;
      expect(seqs(0)).toEqual(range(1, kept));
    }
  });

  it('names file and line of damage in the middle', () => {
    fill(5);
    const lines = readFileSync(file(), 'utf8').split('\n');
    lines[1] = 'damaged';
    writeFileSync(file(), lines.join('\n'));
    expect(() => seqs(0)).toThrow(InvariantError);
    expect(() => seqs(0)).toThrow(`${file()} is damaged in line 2`);
  });

  it('names entries that are out of order', () => {
    writeFileSync(file(), '{"seq":2}\n{"seq":1}\n{"seq":3}\n');
    expect(() => seqs(0)).toThrow(/has entry 1 after entry 2 in line 2/);
  });

  it('refuses an entry that does not follow, or that holds a line break', () => {
    const journal = open();
    journal.append([entry(4)], { sync: false });
    expect(() => journal.append([entry(4)], { sync: false })).toThrow(InvariantError);
    expect(() => journal.append([{ seq: 5, line: '{\n}' }], { sync: false })).toThrow(InvariantError);
    expect([...journal.readAfter(0)]).toEqual([entry(4)]);
    journal.close();
  });

  it('says so when the directory cannot be used', () => {
    writeFileSync(path.join(directory, 'plain'), '');
    expect(() => openWriteAheadJournal({ directory: path.join(directory, 'plain') })).toThrow(ConfigError);
  });

  it('has every acknowledged line after kill -9', async () => {
    for (let round = 0; round < 5; round += 1) {
      const child = startChild('append-journal.ts', [directory]);
      await child.printed(/\n(\d+\n){200}/);
      await new Promise((resolve) => setTimeout(resolve, round * 13));
      await child.kill();
      const acknowledged = Number(/(\d+)\n\d*$/.exec(child.output())?.[1]);
      const found = seqs(0);
      expect(found).toEqual(range(1, found.length));
      expect(found.length).toBeGreaterThanOrEqual(acknowledged);
    }
  });

  it('takes a half-written line back when the file may not grow', () => {
    const script = fileURLToPath(new URL('./children/append-journal.ts', import.meta.url));
    const tsx = import.meta.resolve('tsx');
    // The limit counts blocks of 1 kB; the signal would end the process before it could see the error.
    const command = `trap '' XFSZ; ulimit -f 8; exec "${process.execPath}" --import "${tsx}" "${script}" "${directory}"`;
    const child = spawnSync('bash', ['-c', command], { encoding: 'utf8' });
    expect(child.stderr).toMatch(/UnavailableError: The disk is full: the journal .* \(EFBIG\)/);
    const acknowledged = Number(/(\d+)\n$/.exec(child.stdout)?.[1]);
    expect(acknowledged).toBeGreaterThan(10);
    const journal = open();
    expect(journal.tornTail).toBeNull();
    expect([...journal.readAfter(0)].map((line) => line.seq)).toEqual(range(1, acknowledged));
    journal.close();
  });

  it.skipIf(!canMount())('goes on when a full disk has room again (skipped where no tmpfs can be mounted)', () => {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'none', directory]);
    try {
      const ballast = path.join(directory, 'ballast');
      writeFileSync(ballast, 'x'.repeat(100_000));
      const journal = open();
      let seq = 1;
      const fillUp = () => {
        for (; ; seq += 1) journal.append([entry(seq, 'x'.repeat(3000))], { sync: true });
      };
      expect(fillUp).toThrow(UnavailableError);
      rmSync(ballast);
      journal.append([entry(seq)], { sync: true });
      expect([...journal.readAfter(0)].map((line) => line.seq)).toEqual(range(1, seq));
      journal.close();
    } finally {
      execFileSync('umount', [directory]);
    }
  });
});

function entry(seq: number, body = 'something') {
  return { seq, line: JSON.stringify({ seq, body }) };
}

function range(from: number, to: number): number[] {
  return Array.from({ length: Math.max(0, to - from + 1) }, (_, index) => from + index);
}

function canMount(): boolean {
  if (process.getuid?.() !== 0) return false;
  const probe = mkdtempSync(path.join(tmpdir(), 'assent-mount-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'none', probe]).status === 0;
  if (mounted) spawnSync('umount', [probe]);
  rmSync(probe, { recursive: true, force: true });
  return mounted;
}
