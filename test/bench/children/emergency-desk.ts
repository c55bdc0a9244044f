import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startEmergency } from '../../../bot/app/emergency.ts';
import type { EmergencyAccount } from '../../../bot/emergency/emergency-messages.ts';
import { openMemoryDatabase } from '../../../db/pglite-database.ts';
import type { KnownAccount } from '../../../engine/emergency/flatten-account.ts';
import type { CcxtExecution } from '../../../engine/exchanges/ccxt/ccxt-execution.ts';
import { createCcxtExecution } from '../../../engine/exchanges/ccxt/ccxt-execution.ts';

export type Trouble = 'none' | 'llm' | 'postgres' | 'telegram' | 'queue' | 'disk' | 'pglite' | 'blocked';

export interface DeskJob {
  readonly directory: string;
  readonly accounts: readonly EmergencyAccount[];
  readonly trouble: Trouble;
  /** Answers nothing, and 429, on loopback. */
  readonly hungUrl: string;
  readonly busyUrl: string;
}

export type ToDesk =
  | { readonly type: 'known'; readonly known: Readonly<Record<string, KnownAccount>> }
  | { readonly type: 'panic' | 'block' | 'clear' | 'close' };

const BLOCK_MS = 500;
let reads: CcxtExecution | undefined;
const job = JSON.parse(process.argv[2] ?? '{}') as DeskJob;
const service = startEmergency({
  dataDirectory: job.directory,
  accounts: job.accounts,
  logger: { info: () => undefined, warn: () => undefined, error: (fields: unknown) => console.error(fields) },
});
service.onEntry(({ step }) => {
  if (step.type === 'finished') send({ type: 'finished' });
});
let stopTrouble = (): void => undefined;

process.on('message', (message: ToDesk) => {
  switch (message.type) {
    case 'known':
      for (const [account, known] of Object.entries(message.known)) service.setKnown(account, known);
      return send({ type: 'told' });
    case 'panic': {
      if (job.trouble === 'queue') queueReads();
      const at = Date.now();
      service.panic('owner', 'bench');
      return send({ type: 'pressed', at });
    }
    case 'block':
      send({ type: 'blocking' });
      setTimeout(() => {
        for (const end = Date.now() + BLOCK_MS; Date.now() < end; );
      }, 5);
      return;
    case 'clear':
      return send({ type: service.clear('owner') ? 'cleared' : 'not-cleared' });
    case 'close':
      stopTrouble();
      void service.close().then(() => process.exit(0));
  }
});

// After the listener above: it is what keeps this process alive.
await service.ready;
stopTrouble = await begin(job.trouble);
send({ type: 'ready' });

function send(message: unknown): void {
  process.send?.(message);
}

/** Begins what the emergency must not mind; returns its end. */
async function begin(trouble: Trouble): Promise<() => void> {
  let on = true;
  const again = async (work: () => Promise<unknown>, pauseMs: number): Promise<void> => {
    while (on) {
      await work().catch(() => undefined);
      await sleep(pauseMs);
    }
  };
  if (trouble === 'llm') for (let index = 0; index < 10; index += 1) void again(() => fetch(job.hungUrl), 10);
  if (trouble === 'telegram') for (let index = 0; index < 4; index += 1) void again(() => fetch(job.busyUrl), 50);
  if (trouble === 'postgres') {
    const { hostname, port } = new URL(job.hungUrl);
    const connect = async (): Promise<void> => {
      const client = new pg.Client({ host: hostname, port: Number(port), connectionTimeoutMillis: 2_000 });
      await client.connect();
    };
    for (let index = 0; index < 10; index += 1) void again(connect, 20);
  }
  if (trouble === 'pglite') {
    const database = await openMemoryDatabase();
    void again(() => database.query('select sum(sqrt(x)) from generate_series(1, 3000000) as t(x)'), 0);
    return () => {
      on = false;
    };
  }
  return () => {
    on = false;
  };
}

/** The desk's own reads, on an instance of their own. */
function queueReads(): void {
  const [account] = job.accounts;
  if (account === undefined) return;
  reads ??= createCcxtExecution({ ...account, stream: false });
  for (let index = 0; index < 100; index += 1) void reads.account().catch(() => undefined);
}
