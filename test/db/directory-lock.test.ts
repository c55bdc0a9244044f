import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { lockDirectory } from '../../db/directory-lock.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import { type Child, startChild } from './child-process.ts';

describe('lockDirectory', () => {
  let directory: string;
  let children: Child[];
  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'assent-lock-'));
    children = [];
  });
  afterEach(async () => {
    await Promise.all(children.map((child) => child.kill()));
    rmSync(directory, { recursive: true, force: true });
  });
  const hold = (startAt = 0) => {
    const child = startChild('hold-lock.ts', [directory, String(startAt)]);
    children.push(child);
    return child;
  };

  it('refuses a second process and names the first', async () => {
    const child = hold();
    await child.printed(/held/);
    expect(() => lockDirectory(directory)).toThrow(ConfigError);
    expect(() => lockDirectory(directory)).toThrow(`process ${child.process.pid})`);
  });

  it('can be taken again after its release, and leaves nothing behind', () => {
    lockDirectory(directory).release();
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('is refused to the process that has it already', () => {
    const lock = lockDirectory(directory);
    expect(() => lockDirectory(directory)).toThrow(`process ${process.pid})`);
    lock.release();
  });

  it('takes over after kill -9', async () => {
    const child = hold();
    await child.printed(/held/);
    await child.kill();
    lockDirectory(directory).release();
    expect(readdirSync(directory)).toEqual([]);
  });

  it('takes over from a process id that now belongs to another process, and from before a reboot', () => {
    const lock = lockDirectory(directory);
    const file = path.join(directory, 'assent.lock');
    const mine = JSON.parse(readFileSync(file, 'utf8'));
    lock.release();
    for (const change of [{ startTime: '1' }, { bootId: 'an-earlier-boot' }, { pid: 4_194_305 }]) {
      writeFileSync(file, JSON.stringify({ ...mine, ...change }));
      lockDirectory(directory).release();
    }
  });

  it('never takes over from another host, and says how to', () => {
    const holder = { token: 't', pid: 4_194_305, startTime: '1', bootId: 'b', host: `not-${hostname()}` };
    writeFileSync(path.join(directory, 'assent.lock'), JSON.stringify(holder));
    expect(() => lockDirectory(directory)).toThrow(`on not-${hostname()}`);
  });

  it('refuses a lock file it cannot read', () => {
    writeFileSync(path.join(directory, 'assent.lock'), '');
    expect(() => lockDirectory(directory)).toThrow(/cannot be read/);
  });

  it('does not release a lock that is no longer its own', () => {
    const lock = lockDirectory(directory);
    const other = JSON.stringify({ token: 'other', pid: process.pid, startTime: null, bootId: null, host: hostname() });
    writeFileSync(path.join(directory, 'assent.lock'), other);
    lock.release();
    expect(readdirSync(directory)).toEqual(['assent.lock']);
  });

  it.each([['a free'], ['a stale']])('lets exactly one of 10 processes win %s lock', async (kind) => {
    for (let round = 0; round < 3; round += 1) {
      if (kind === 'a stale') {
        const holder = { token: `t${round}`, pid: 4_194_305, startTime: '1', bootId: null, host: hostname() };
        writeFileSync(path.join(directory, 'assent.lock'), JSON.stringify(holder));
      }
      const startAt = Date.now() + 2500;
      const racers = Array.from({ length: 10 }, () => hold(startAt));
      await Promise.all(racers.map((racer) => racer.printed(/held|refused .*\n/)));
      const winners = racers.filter((racer) => racer.output().includes('held'));
      expect(winners).toHaveLength(1);
      for (const loser of racers.filter((racer) => racer !== winners[0])) {
        expect(loser.output()).toMatch(/^refused DirectoryHeldError: Another Assent/);
      }
      await Promise.all(racers.map((racer) => racer.kill()));
      rmSync(path.join(directory, 'assent.lock'), { force: true });
    }
  });
});
