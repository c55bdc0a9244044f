import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../db/database.ts';
import { sqlState } from '../../db/database-errors.ts';
import { loadMigrations, type Migration, migrate } from '../../db/migrate.ts';
import { ConfigError, InvariantError, UnavailableError } from '../../engine/domain/errors.ts';

/** Holds an implementation of the database port; `open` gives an empty database of its own. */
export function describeDatabase(name: string, open: () => Promise<Database>): void {
  describe(`the database port on ${name}`, () => {
    let database: Database;

    beforeAll(async () => {
      database = await open();
      await database.query('create table account (id int primary key, balance numeric not null)');
    });
    afterAll(() => database?.close());

    it('runs each migration once', async () => {
      const migrations = loadMigrations();
      expect(await migrate(database)).toEqual(migrations.map((migration) => migration.name));
      expect(await migrate(database)).toEqual([]);
      const rows = await database.query('select version, sha256 from schema_migration order by version');
      expect(rows).toEqual(migrations.map(({ version, sha256 }) => ({ version, sha256 })));
    });

    it('refuses a schema that is newer than the program', async () => {
      const newer = [...loadMigrations(), migration(9999, 'from-tomorrow', 'create table tomorrow (id int)')];
      await migrate(database, newer);
      await expect(migrate(database)).rejects.toThrow(/written by a newer Assent: it has schema 9999/);
      await expect(migrate(database)).rejects.toBeInstanceOf(ConfigError);
      await database.query('delete from schema_migration where version = 9999');
    });

    it('refuses a migration that was changed', async () => {
      const changed = loadMigrations().map((one) => ({ ...one, sha256: `${one.sha256.slice(1)}0` }));
      await expect(migrate(database, changed)).rejects.toThrow(/is not the one this database was built with/);
    });

    it('leaves nothing of a migration that fails', async () => {
      const broken = [...loadMigrations(), migration(9998, 'broken', 'create table half (id int); select 1 / 0')];
      await expect(migrate(database, broken)).rejects.toBeInstanceOf(InvariantError);
      expect(await database.query("select to_regclass('half') as half")).toEqual([{ half: null }]);
    });

    it('brings numeric back exactly, as text', async () => {
      const value = '123456789012345678901234567890.123456789012345678';
      expect(await database.query('select $1::numeric as value', [value])).toEqual([{ value }]);
    });

    it('brings bigint back as a number where that is safe, and as a bigint beyond', async () => {
      const rows = await database.query('select $1::bigint as small, $2::bigint as large', [
        1_750_000_000_000,
        '9007199254740993',
      ]);
      expect(rows).toEqual([{ small: 1_750_000_000_000, large: 9_007_199_254_740_993n }]);
    });

    it('carries jsonb, text arrays, null and a megabyte of text', async () => {
      const long = 'ㄱ'.repeat(400_000);
      const [row] = await database.query(
        'select $1::jsonb as body, $2::text[] as assets, $3::int as none, $4::text as long',
        [{ a: [1, { b: null }] }, ['BTC', 'a "quoted", one'], null, long],
      );
      expect(row).toEqual({ body: { a: [1, { b: null }] }, assets: ['BTC', 'a "quoted", one'], none: null, long });
    });

    it('knows vectors', async () => {
      const rows = await database.query("select '[1,2,3]'::vector <-> $1::vector as distance", ['[1,2,5]']);
      expect(rows).toEqual([{ distance: 2 }]);
    });

    it('commits a transaction and returns what its work returned', async () => {
      const result = await database.transaction(async (tx) => {
        await tx.query('insert into account values ($1, $2)', [1, '10.50']);
        return 'done';
      });
      expect(result).toBe('done');
      expect(await database.query('select balance from account where id = 1')).toEqual([{ balance: '10.50' }]);
    });

    it('rolls a transaction back when its work throws, and passes the error on as it is', async () => {
      const fault = new Error('changed my mind');
      const work = database.transaction(async (tx) => {
        await tx.query('insert into account values (2, 1)');
        throw fault;
      });
      await expect(work).rejects.toBe(fault);
      expect(await database.query('select id from account where id = 2')).toEqual([]);
    });

    it('goes on after a statement that failed inside a transaction', async () => {
      const work = database.transaction((tx) => tx.query('insert into account values (1, 1)'));
      await expect(work).rejects.toSatisfy((error) => sqlState(error) === '23505');
      expect(await database.query('select 1 as one')).toEqual([{ one: 1 }]);
    });

    it('does not pretend to have committed when the work went on after a failed statement', async () => {
      const work = database.transaction(async (tx) => {
        await tx.query('insert into account values (3, 1)');
        await tx.query('select 1 / 0').catch(() => undefined);
      });
      await expect(work).rejects.toThrow(/it was rolled back/);
      expect(await database.query('select id from account where id = 3')).toEqual([]);
    });

    it('runs a transaction again that lost against another, but not for ever', async () => {
      let attempts = 0;
      const lose = "do $$ begin raise exception 'lost' using errcode = '40001'; end $$";
      const work = (losses: number) =>
        database.transaction(async (tx) => {
          attempts += 1;
          if (attempts <= losses) await tx.query(lose);
          return attempts;
        });
      expect(await work(2)).toBe(3);
      attempts = 0;
      await expect(work(99)).rejects.toBeInstanceOf(UnavailableError);
      expect(attempts).toBe(4);
    });

    it('refuses to be asked from inside a transaction instead of waiting for ever', async () => {
      const query = database.transaction(() => database.query('select 1'));
      await expect(query).rejects.toThrow(/from inside a transaction/);
      const nested = database.transaction(() => database.transaction(async () => 1));
      await expect(nested).rejects.toBeInstanceOf(InvariantError);
    });

    it('refuses a transaction that is used after its end', async () => {
      const leaked = await database.transaction(async (tx) => tx);
      await expect(leaked.query('select 1')).rejects.toThrow(/after its end/);
    });

    it('keeps 50 concurrent statements apart, long ones among them', async () => {
      const long = 'x'.repeat(300_000);
      const answers = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          index % 2
            ? database.query('select $1::int as a, length($2::text) as b', [index, long])
            : database.query('select $1::text as a', [`t${index}`]),
        ),
      );
      expect(answers).toEqual(
        Array.from({ length: 50 }, (_, index) => [index % 2 ? { a: index, b: 300_000 } : { a: `t${index}` }]),
      );
    });

    it('keeps concurrent transactions apart', async () => {
      await database.query('insert into account values (100, 0)');
      await Promise.all(
        Array.from({ length: 20 }, () =>
          database.transaction(async (tx) => {
            const [row] = await tx.query<{ balance: string }>('select balance from account where id = 100 for update');
            await tx.query('update account set balance = $1 where id = 100', [Number(row!.balance) + 1]);
          }),
        ),
      );
      expect(await database.query('select balance from account where id = 100')).toEqual([{ balance: '20' }]);
    });

    it('translates errors and keeps their SQLSTATE', async () => {
      const states = { 'select nothing_here': '42703', 'select * from nowhere': '42P01', 'select 1 / 0': '22012' };
      for (const [sql, state] of Object.entries(states)) {
        const error = await database.query(sql).catch((thrown) => thrown);
        expect(error).toBeInstanceOf(InvariantError);
        expect(sqlState(error)).toBe(state);
      }
    });

    it('says where it is', () => {
      expect(database.describe()).toMatch(/^(PGlite|PostgreSQL) \d+\.\d+ (in|at) \S/);
    });
  });
}

function migration(version: number, name: string, sql: string): Migration {
  return { version, name, sql, sha256: name };
}
