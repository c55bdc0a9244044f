import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openMemoryDatabase, openPgliteDatabase } from '../../db/pglite-database.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import { describeDatabase } from '../contracts/database.ts';
import { openTestDatabase } from '../fixtures/test-database.ts';

describeDatabase('PGlite', () => openMemoryDatabase());

describe('openPgliteDatabase', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'assent-pglite-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('keeps what was committed, and says that it does not survive a power cut', async () => {
    const directory = path.join(folder, 'pglite');
    const first = await openPgliteDatabase(directory);
    await first.query('create table kept (id int)');
    await first.query('insert into kept values (7)');
    await first.close();
    const second = await openPgliteDatabase(directory);
    expect(await second.query('select id from kept')).toEqual([{ id: 7 }]);
    expect(second.durable).toBe(false);
    expect(second.describe()).toMatch(new RegExp(`^PGlite 18\\.\\d+ in ${directory}$`));
    await second.close();
    expect(readdirSync(folder)).toEqual(['pglite']);
  });

  it('starts anew when the first start was killed half way', async () => {
    mkdirSync(path.join(folder, 'pglite.new-x1y2z3', 'base'), { recursive: true });
    const database = await openPgliteDatabase(path.join(folder, 'pglite'));
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    await database.close();
    expect(readdirSync(folder)).toEqual(['pglite']);
  });

  it('refuses a file, or a folder that is no database, without touching it', async () => {
    const file = path.join(folder, 'pglite');
    writeFileSync(file, 'my notes');
    await expect(openPgliteDatabase(file)).rejects.toThrow(/it is a file, not a directory/);
    const other = path.join(folder, 'other');
    mkdirSync(other);
    writeFileSync(path.join(other, 'notes.txt'), 'my notes');
    await expect(openPgliteDatabase(other)).rejects.toBeInstanceOf(ConfigError);
    expect(readdirSync(other)).toEqual(['notes.txt']);
  });

  it('lets the main thread go on while a statement runs', async () => {
    const database = await openTestDatabase();
    let longest = 0;
    let last = performance.now();
    const timer = setInterval(() => {
      longest = Math.max(longest, performance.now() - last);
      last = performance.now();
    }, 1);
    const before = performance.now();
    await database.query('select sum(i::numeric) from generate_series(1, 2000000) i');
    const elapsed = performance.now() - before;
    clearInterval(timer);
    await database.close();
    // 7 ms of 500 alone on the machine; a bound in milliseconds would measure the neighbours.
    expect(longest).toBeLessThan(elapsed / 2);
  });
});
