import { AsyncLocalStorage } from 'node:async_hooks';
import pg from 'pg';
import { InvariantError } from '../engine/domain/errors.ts';
import type { Database, Transaction } from './database.ts';
import { commitOutcomeUnknown, isRetryable, sqlState, translateDatabaseError } from './database-errors.ts';

const BIGINT_OID = 20;
const TRANSACTION_ATTEMPTS = 4;

/** What `createPoolDatabase` needs to know of the server behind the pool. */
export interface PoolDatabaseOptions {
  readonly description: string;
  readonly durable: boolean;
  /** Called once, after the pool has ended. */
  readonly onClose?: () => Promise<void>;
}

/** The type parsers of every connection: numbers only where nothing is lost. */
export const exactTypes: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) => (oid === BIGINT_OID ? parseBigint : pg.types.getTypeParser(oid, format)),
};

/** The one code path over `pg` that both the embedded and the server database take. */
export function createPoolDatabase(pool: pg.Pool, options: PoolDatabaseOptions): Database {
  const { description, durable, onClose } = options;
  const insideTransaction = new AsyncLocalStorage<{ open: boolean }>();
  let closing: Promise<void> | undefined;

  const refuseNested = () => {
    if (!insideTransaction.getStore()?.open) return;
    throw new InvariantError(
      'The database was asked from inside a transaction: use the transaction that was passed in.',
    );
  };

  async function attempt<T>(work: (tx: Transaction) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error) => Promise.reject(translateDatabaseError(error, description)));
    const scope = { open: true };
    let broken: Error | undefined;
    // A client that is lent has no listener of the pool's: a connection that breaks would end the process.
    const onBreak = (error: Error): void => {
      broken ??= error;
    };
    client.on('error', onBreak);
    try {
      await runStatement(client, 'begin', undefined, description);
      const result = await insideTransaction.run(scope, () => work(transactionOf(client, scope, description)));
      scope.open = false;
      await commit(client, description).catch((error) => {
        broken = error;
        throw error;
      });
      return result;
    } catch (error) {
      scope.open = false;
      if (!broken) await client.query('rollback').catch((failure) => (broken = failure));
      throw error;
    } finally {
      client.release(broken);
      client.off('error', onBreak);
    }
  }

  return {
    durable,
    describe: () => description,
    async query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
      refuseNested();
      return runStatement<Row>(pool, sql, params, description);
    },
    async transaction(work) {
      refuseNested();
      for (let left = TRANSACTION_ATTEMPTS - 1; ; left -= 1) {
        try {
          return await attempt(work);
        } catch (error) {
          if (left === 0 || !isRetryable(error)) throw error;
        }
      }
    },
    close() {
      closing ??= pool.end().then(() => onClose?.());
      return closing;
    },
  };
}

async function commit(client: pg.PoolClient, description: string): Promise<void> {
  const result = await client.query('commit').catch((error) => {
    // A violated constraint is a clear no; anything else may have come after the commit was on disk.
    if (/^(23|40)/.test(sqlState(error) ?? '')) throw translateDatabaseError(error, description);
    throw commitOutcomeUnknown(error, description);
  });
  // Postgres answers so, without an error, when a statement failed and the work went on regardless.
  if (result.command === 'ROLLBACK') {
    throw new InvariantError('A transaction went on after one of its statements had failed: it was rolled back.');
  }
}

function transactionOf(client: pg.PoolClient, scope: { open: boolean }, description: string): Transaction {
  return {
    async query<Row>(sql: string, params?: readonly unknown[]): Promise<Row[]> {
      if (!scope.open) throw new InvariantError('A transaction was used after its end.');
      return runStatement<Row>(client, sql, params, description);
    },
  };
}

async function runStatement<Row>(
  target: pg.Pool | pg.PoolClient,
  sql: string,
  params: readonly unknown[] | undefined,
  description: string,
): Promise<Row[]> {
  try {
    // Without parameters `pg` takes the simple protocol, which allows several statements: migrations need that.
    const result = params ? await target.query(sql, [...params]) : await target.query(sql);
    // Several statements give an array of results, of which nobody here wants the rows.
    return Array.isArray(result) ? [] : result.rows;
  } catch (error) {
    throw translateDatabaseError(error, description);
  }
}

function parseBigint(text: string): number | bigint {
  const value = Number(text);
  return Number.isSafeInteger(value) ? value : BigInt(text);
}
