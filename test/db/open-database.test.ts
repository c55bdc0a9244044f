import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../db/open-database.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import { startChild } from './child-process.ts';

describe('openDatabase', () => {
  let root: string;
  let template: string;
  beforeAll(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'assent-open-'));
    template = path.join(root, 'template');
    const database = await openDatabase({ dataDirectory: template });
    await database.query("insert into journal values (1, 2, 'desk.opened', null, null, '{}', 'h')");
    await database.close();
  });
  afterAll(() => rmSync(root, { recursive: true, force: true }));

  const copy = (name: string) => {
    const dataDirectory = path.join(root, name);
    cpSync(template, dataDirectory, { recursive: true });
    return dataDirectory;
  };

  it('opens again what it created, in a migrated state', async () => {
    const said: string[] = [];
    const logger = { info: (fields: object, message: string) => said.push(`${JSON.stringify(fields)} ${message}`) };
    const database = await openDatabase({ dataDirectory: template, logger });
    expect(await database.query('select seq, type from journal')).toEqual([{ seq: 1, type: 'desk.opened' }]);
    expect(said).toEqual([expect.stringMatching(/^{"migrations":\[\],"durable":false} Opened PGlite 18\./)]);
    await database.close();
    expect(readdirSync(template)).toEqual(['pglite']);
  });

  it('refuses a second opening while the first is open', async () => {
    const first = await openDatabase({ dataDirectory: template });
    await expect(openDatabase({ dataDirectory: template })).rejects.toThrow(/Another Assent \(process \d+\) works in/);
    await first.close();
  });

  it('opens after kill -9 at any moment of the first start and of the migrations', async () => {
    const dataDirectory = path.join(root, 'killed');
    for (const afterMs of [400, 1200, 2000, 2800]) {
      const child = startChild('open-and-wait.ts', [dataDirectory]);
      await new Promise((resolve) => setTimeout(resolve, afterMs));
      await child.kill();
    }
    const database = await openDatabase({ dataDirectory });
    expect(await database.query('select count(*) as entries from journal')).toEqual([{ entries: 0 }]);
    await database.close();
  });

  it.each<[string, (pglite: string) => void]>([
    [
      'a text file in its place',
      (pglite) => {
        rmSync(pglite, { recursive: true });
        writeFileSync(pglite, 'my notes');
      },
    ],
    ['PG_VERSION is gone', (pglite) => rmSync(path.join(pglite, 'PG_VERSION'))],
    ['pg_control is gone', (pglite) => rmSync(path.join(pglite, 'global', 'pg_control'))],
    ['pg_control is damaged', (pglite) => flipBytes(path.join(pglite, 'global', 'pg_control'), 0, 200)],
    [
      'the newest write-ahead log is gone',
      (pglite) => {
        for (const name of readdirSync(path.join(pglite, 'pg_wal'))) {
          if (/^[0-9A-F]{24}$/.test(name)) rmSync(path.join(pglite, 'pg_wal', name));
        }
      },
    ],
    [
      'the newest write-ahead log is damaged',
      (pglite) => {
        for (const name of readdirSync(path.join(pglite, 'pg_wal'))) {
          const file = path.join(pglite, 'pg_wal', name);
          if (statSync(file).isFile()) writeFileSync(file, Buffer.alloc(statSync(file).size));
        }
      },
    ],
    [
      'the tables are gone',
      (pglite) => {
        for (const name of readdirSync(path.join(pglite, 'base')))
          rmSync(path.join(pglite, 'base', name), { recursive: true });
      },
    ],
    [
      'the tables are damaged',
      (pglite) => {
        for (const folder of readdirSync(path.join(pglite, 'base'))) {
          for (const name of readdirSync(path.join(pglite, 'base', folder))) {
            flipBytes(path.join(pglite, 'base', folder, name), 0, 512);
          }
        }
      },
    ],
  ])('says what to do when %s', async (name, damage) => {
    const dataDirectory = copy(name.replaceAll(' ', '-'));
    damage(path.join(dataDirectory, 'pglite'));
    const error = await openDatabase({ dataDirectory }).catch((thrown) => thrown);
    expect(error).toBeInstanceOf(ConfigError);
    expect(error.message).toContain(`The database in ${dataDirectory}/pglite cannot be opened: `);
    expect(error.message.length).toBeLessThan(800);
    expect(error.hint).toContain('Move it aside');
    expect(readdirSync(dataDirectory)).toEqual(['pglite']);
  });
});

function flipBytes(file: string, from: number, to: number): void {
  const bytes = readFileSync(file);
  for (let at = from; at < Math.min(to, bytes.length); at += 1) bytes[at] = ~(bytes[at] ?? 0) & 255;
  writeFileSync(file, bytes);
}
