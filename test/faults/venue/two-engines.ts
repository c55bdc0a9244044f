import { takeAccountLock } from '../../../db/account-lock.ts';
import type { Database } from '../../../db/database.ts';
import { openDatabase } from '../../../db/open-database.ts';
import { ConfigError } from '../../../engine/domain/errors.ts';
import type { OrderIntent } from '../../../engine/domain/order.ts';
import { clientIdOf } from '../../../engine/execution/client-id.ts';
import { fencedExecution } from '../../../engine/execution/fenced-execution.ts';
import { FaultWorld } from './fault-world.ts';

export interface TwoEnginesReport {
  readonly rounds: number;
  /** Rounds in which not exactly one engine got the account. */
  readonly notExactlyOne: number;
  /** Orders that an engine sent which had lost the account, or never had it. */
  readonly sentByLoser: number;
  /** Milliseconds from the death of an owner to the next one's lock; worst and median. */
  readonly takeoverMs: { readonly median: number; readonly worst: number };
}

/**
 * Two engines reach for one account at the same moment, again and again; the winner sends an order, dies as a process
 * does (its session is cut), the other takes over, and the dead one wakes up and tries to send.
 */
export async function runTwoEngines(options: {
  readonly rounds: number;
  readonly databaseUrl: string;
  readonly dataDirectory: string;
}): Promise<TwoEnginesReport> {
  const { databaseUrl, dataDirectory } = options;
  const database = await openDatabase({ dataDirectory, databaseUrl });
  const world = await FaultWorld.open({ venue: 'binanceusdm' });
  const takeovers: number[] = [];
  let notExactlyOne = 0;
  let sentByLoser = 0;
  try {
    for (let round = 0; round < options.rounds; round += 1) {
      const engines = [engine(database, databaseUrl), engine(database, databaseUrl)];
      const locks = await Promise.all(engines.map((one) => one.reach()));
      const [winner, loser] = locks[0] ? engines : [...engines].reverse();
      if (locks.filter(Boolean).length !== 1 || winner === undefined || loser === undefined) notExactlyOne += 1;
      await winner?.send(world, `R${round}-winner`);
      await cutSessions(database);
      const died = performance.now();
      while (!(await loser?.reach())) await new Promise((resolve) => setTimeout(resolve, 10));
      takeovers.push(performance.now() - died);
      await loser?.send(world, `R${round}-heir`);
      const before = world.venue.ledger.orders(world.apiKey).length;
      winner?.sleepLong();
      await winner?.send(world, `R${round}-dead`);
      sentByLoser += world.venue.ledger.orders(world.apiKey).length - before;
      await Promise.all(engines.map((one) => one.close()));
    }
  } finally {
    await world.close();
    await database.close();
  }
  takeovers.sort((a, b) => a - b);
  const takeoverMs = { median: takeovers[takeovers.length >> 1] ?? 0, worst: takeovers.at(-1) ?? 0 };
  return { rounds: options.rounds, notExactlyOne, sentByLoser, takeoverMs };
}

function engine(database: Database, databaseUrl: string) {
  let slept = 0;
  let lock: Awaited<ReturnType<typeof takeAccountLock>> | null = null;
  return {
    async reach(): Promise<boolean> {
      try {
        lock = await takeAccountLock({
          ...{ databaseUrl, database, names: ['account:faults'], title: 'faults' },
          elapsedMs: () => performance.now() + slept,
          now: () => Date.now() + slept,
        });
        return true;
      } catch (error) {
        if (error instanceof ConfigError) return false;
        throw error;
      }
    },
    /** So long that what it knew of its lock is worth nothing. */
    sleepLong(): void {
      slept += 60_000;
    },
    async send(world: FaultWorld, decisionId: string): Promise<void> {
      if (lock === null) return;
      const clientId = clientIdOf({ account: world.account, decisionId, leg: 'entry', attempt: 0 });
      const intent: OrderIntent = {
        ...{ clientId, decisionId, leg: 'entry', attempt: 0, at: world.clock.now() },
        request: world.request(),
      };
      await fencedExecution(world.execution, lock).send(intent);
    },
    async close(): Promise<void> {
      await lock?.close();
    },
  };
}

/** What the death of a process does to its sessions, without the process. */
async function cutSessions(database: Database): Promise<void> {
  await database.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'assent account lock' and pid <> pg_backend_pid()",
    [],
  );
}
