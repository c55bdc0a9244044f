import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { fingerprintOf, takeLiveLicence } from '../../../bot/app/live-licence.ts';
import { loadConfig } from '../../../bot/config/config.ts';
import { AccountKeyTable } from '../../../db/account-key-table.ts';
import type { ChatUserRow } from '../../../db/chat-users-table.ts';
import { ChatUsersTable } from '../../../db/chat-users-table.ts';
import type { Database } from '../../../db/database.ts';
import { openDatabase } from '../../../db/open-database.ts';
import type { VenueName } from '../../../engine/exchanges/venues/venue-name.ts';
import { STRATEGIES } from '../../../engine/strategies/registry.ts';
import { layDatabase } from '../../journeys/empty-database.ts';

const KEYS = { apiKey: 'licence-key', secret: 'licence-secret' };
const TELEGRAM_BOT_TOKEN = `7000000001:${'x'.repeat(35)}`;
const DISCORD_BOT_TOKEN = `${'M'.repeat(24)}.${'x'.repeat(6)}.${'y'.repeat(38)}`;
const NO_ADMIN = 'Nobody is an admin in chat';

let directory = '';
let database: Database;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'assent-licence-'));
  await layDatabase(directory);
  database = await openDatabase({ dataDirectory: directory });
}, 60_000);

afterAll(async () => {
  await database?.close();
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
});

beforeEach(async () => {
  await database.query('delete from account_key');
  await database.query('delete from chat_user');
});

interface Start {
  readonly account?: string;
  readonly venue?: VenueName;
  readonly bind?: boolean;
  readonly environment?: Readonly<Record<string, string>>;
}

/** The embedded database keeps real money out, so every start is refused; what for is the question here. */
async function refusalOf({ account = 'main', venue = 'binance', bind = false, environment = {} }: Start) {
  const { config } = loadConfig({
    workingDirectory: directory,
    flags: { data: directory },
    strategies: STRATEGIES,
    environment: {
      ...{ ASSENT_MODE: 'live', ASSENT_VENUE: venue, ASSENT_ACCOUNT: account, ASSENT_LANGUAGE: 'en' },
      ...{ BINANCE_API_KEY: KEYS.apiKey, BINANCE_API_SECRET: KEYS.secret },
      ...environment,
    },
  });
  const arming = { written: 'TRADE REAL MONEY', ask: null, bind };
  const lookAtAccount = () => Promise.reject(new Error('no venue here'));
  const parts = { config, logger: pino({ level: 'silent' }), database, arming, lookAtAccount };
  return takeLiveLicence(parts).then(
    () => 'opened',
    (error: Error) => error.message,
  );
}

async function boundToMain(): Promise<void> {
  await new AccountKeyTable(database).bind({
    ...{ fingerprint: fingerprintOf('binance', KEYS), venue: 'binance', account: 'main' },
    ...{ mode: 'live', boundAt: 1 },
  });
}

async function admit(userId: string, changes: Partial<ChatUserRow> = {}): Promise<void> {
  const user = { userId, role: 'admin', name: 'Ann', addedBy: 'setup', addedAt: 1, removedAt: null } as const;
  await new ChatUsersTable(database).save({ ...user, ...changes });
}

it.each<[name: string, start: Start]>([
  ['account', { account: 'mian' }],
  ['venue', { venue: 'binanceusdm' }],
])('a key that trades another %s is refused, and keeps its binding', async (_, start) => {
  await boundToMain();
  expect(await refusalOf({})).not.toContain('This key trades');
  expect(await refusalOf(start)).toContain('This key trades the account main at Binance in this database, not');
  expect(await new AccountKeyTable(database).related(fingerprintOf('binance', KEYS), 'binance', 'main')).toMatchObject([
    { account: 'main', venue: 'binance' },
  ]);
});

it('--bind lifts the refusal of a key that trades another account', async () => {
  await boundToMain();
  expect(await refusalOf({ account: 'mian', bind: true })).not.toContain('This key trades');
});

it('an admin counts where the bot of their platform has its token in this start', async () => {
  await admit('telegram:1');
  expect(await refusalOf({})).toContain(NO_ADMIN);
  expect(await refusalOf({ environment: { DISCORD_BOT_TOKEN } })).toContain(NO_ADMIN);
  expect(await refusalOf({ environment: { TELEGRAM_BOT_TOKEN } })).not.toContain(NO_ADMIN);
  await admit('discord:1');
  expect(await refusalOf({ environment: { DISCORD_BOT_TOKEN } })).not.toContain(NO_ADMIN);
});

it('neither a trader, nor an admin who was removed, nor one of no platform counts', async () => {
  await admit('telegram:1', { role: 'trader' });
  await admit('telegram:2', { removedAt: 2 });
  await admit('terminal:owner');
  expect(await refusalOf({ environment: { TELEGRAM_BOT_TOKEN, DISCORD_BOT_TOKEN } })).toContain(NO_ADMIN);
});
