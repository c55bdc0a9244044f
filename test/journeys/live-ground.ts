import { randomUUID } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { pino } from 'pino';
import { expect } from 'vitest';
import type { Arming } from '../../bot/app/live-arming.ts';
import { openAppDesk } from '../../bot/app/open-desk.ts';
import { ChatUsersTable } from '../../db/chat-users-table.ts';
import { migrate } from '../../db/migrate.ts';
import { openPostgresDatabase } from '../../db/postgres-database.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import type { VenueName } from '../../engine/exchanges/venues/venue-name.ts';
import { STRATEGIES } from '../../engine/strategies/registry.ts';
import type { FakeLlm } from '../fakes/llm/llm-server.ts';
import { startFakeLlm } from '../fakes/llm/llm-server.ts';
import { assenting } from '../fakes/llm/verdict-personalities.ts';
import { startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import type { RunningCli } from './cli.ts';
import { startCli } from './cli.ts';
import { layDatabase } from './empty-database.ts';
import type { MovingVenue, VenueDesk, VenueDeskOptions } from './venue-desk.ts';
import { freshDirectory, openMovingVenue, openVenueDesk, remove, venueConfig } from './venue-desk.ts';

/** A PostgreSQL server on which databases may be made; null: what needs one is skipped. */
export const SERVER = process.env.TEST_DATABASE_URL ?? null;
export const WHY_SKIPPED = '(skipped without TEST_DATABASE_URL, see .ci/postgres)';
export const KEY = 'live-journey-key';
export const SECRET = 'live-journey-secret-that-nobody-may-see';
export const ARMED: Arming = { written: 'TRADE REAL MONEY', ask: null, bind: false };
const ADMIN = { id: 1, name: 'Ann' };
const ARMED_FLAGS = ['start', '--mode', 'live', '--arm', 'TRADE REAL MONEY'];

type Environment = Readonly<Record<string, string>>;

const KEY_VARIABLES: Readonly<Record<VenueName, readonly [string, string]>> = {
  binance: ['BINANCE_API_KEY', 'BINANCE_API_SECRET'],
  binanceusdm: ['BINANCE_API_KEY', 'BINANCE_API_SECRET'],
  upbit: ['UPBIT_ACCESS_KEY', 'UPBIT_SECRET_KEY'],
  bithumb: ['BITHUMB_API_KEY', 'BITHUMB_SECRET_KEY'],
};

const CASH: Readonly<Record<VenueName, Readonly<Record<string, string>>>> = {
  binance: { USDT: '10000' },
  binanceusdm: { USDT: '10000' },
  upbit: { KRW: '10000000' },
  bithumb: { KRW: '10000000' },
};

/** What a real start needs, on loopback: a venue with an account, two language models, databases, folders. */
export interface LiveGround {
  /** Opens the venue of a test; it is closed after it. */
  venue(
    name: VenueName,
    options?: { readonly canWithdraw?: boolean; readonly canTrade?: boolean; readonly coins?: readonly string[] },
  ): Promise<MovingVenue>;
  /** A folder of its own. */
  directory(): string;
  /** A database of its own, with somebody who may lift a stop. */
  database(options?: { readonly withAdmin?: boolean }): Promise<string>;
  /** Asks the server of the databases. */
  ask(databaseUrl: string, sql: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  keysOf(name: VenueName): Environment;
  /** Two language models that would do. */
  models(): Environment;
  /** A desk in this process; it is left after the test. */
  desk(options: Partial<VenueDeskOptions> & { readonly environment: Environment }): Promise<VenueDesk>;
  /** What is told when a live desk is refused. */
  refusal(environment: Environment, arming?: Arming, directory?: string): Promise<string>;
  /** The program itself, armed, in a folder of its own. */
  program(directory: string, environment: Environment, args?: readonly string[]): RunningCli;
  afterEach(): Promise<void>;
  afterAll(): Promise<void>;
}

export async function openLiveGround(): Promise<LiveGround> {
  const llm: FakeLlm = await startFakeLlm(assenting);
  // The program has its bot here; a desk in this process opens none, and only has the token of its admin's platform.
  const telegram = await startFakeTelegram();
  const chat = { TELEGRAM_BOT_TOKEN: telegram.token };
  telegram.user({ id: ADMIN.id, name: ADMIN.name, language: 'en' });
  llm.offer('openai/gpt-oss-20b', 'openai/gpt-oss-120b', 'qwen3:8b');
  const admin = SERVER === null ? null : new pg.Client({ connectionString: SERVER });
  await admin?.connect();
  const databases: string[] = [];
  const directories: string[] = [];
  const desks: VenueDesk[] = [];
  const running: RunningCli[] = [];
  let moving: MovingVenue | null = null;

  function requireVenue(): MovingVenue {
    if (moving === null) throw new Error('no venue is open');
    return moving;
  }

  function directory(): string {
    const made = freshDirectory();
    directories.push(made);
    return made;
  }

  return {
    directory,
    async venue(name, { coins, ...account } = {}) {
      moving = await openMovingVenue(name, coins);
      moving.venue.accounts.open({ apiKey: KEY, secret: SECRET, balances: CASH[name], canTrade: true, ...account });
      return moving;
    },
    async database({ withAdmin = true } = {}) {
      const name = `assent_live_${randomUUID().slice(0, 8)}`;
      databases.push(name);
      await admin?.query(`create database ${name}`);
      const url = new URL(SERVER ?? '');
      url.pathname = `/${name}`;
      const opened = await openPostgresDatabase(url.href);
      await migrate(opened);
      const [userId, role] = [`telegram:${ADMIN.id}`, 'admin'] as const;
      const user = { userId, role, name: ADMIN.name, addedBy: 'setup', addedAt: 1 };
      if (withAdmin) await new ChatUsersTable(opened).save({ ...user, removedAt: null });
      await opened.close();
      return url.href;
    },
    async ask(databaseUrl, sql) {
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      const { rows } = await client.query(sql);
      await client.end();
      return rows;
    },
    keysOf(name) {
      const [key, secret] = KEY_VARIABLES[name];
      return { [key]: KEY, [secret]: SECRET };
    },
    models: () => ({ GROQ_API_KEY: 'gsk-live', ASSENT_MODELS_GROQ_URL: llm.url, ASSENT_MODELS_OLLAMA_URL: llm.url }),
    async desk(options) {
      const { venue } = requireVenue();
      const environment = { ...chat, ...options.environment };
      const made = await openVenueDesk(venue, { mode: 'live', opening: { arming: ARMED }, ...options, environment });
      desks.push(made);
      return made;
    },
    async refusal(environment, arming = ARMED, dir = directory()) {
      const config = venueConfig(requireVenue().venue, {
        ...{ mode: 'live', directory: dir },
        environment: { ...chat, ...environment },
      });
      if (config.database.url === null) await layDatabase(config.data.directory);
      try {
        const opened = await openAppDesk(config, pino({ level: 'silent' }), {}, { arming });
        await opened.close();
        return 'opened';
      } catch (error) {
        if (!(error instanceof ConfigError)) throw error;
        expect(error.message).not.toContain(SECRET);
        return error.message;
      }
    },
    program(dir, environment, args = ARMED_FLAGS) {
      const { name, restUrl, streamUrl } = requireVenue().venue;
      writeFileSync(join(dir, 'config.yaml'), `${personAlone()}telegram: { server: "${telegram.apiRoot}" }\n`);
      const started = startCli(args, {
        workingDirectory: dir,
        environment: {
          ...{ ASSENT_VENUE: name, ASSENT_VENUE_SYMBOLS: 'BTC', ASSENT_LANGUAGE: 'en', ASSENT_TIME_ZONE: 'UTC' },
          // A desk in won asks Binance for the premium too: a test asks nobody out there.
          ASSENT_BINANCE_REST: 'http://127.0.0.1:9',
          [`ASSENT_${name.toUpperCase()}_REST`]: restUrl,
          [`ASSENT_${name.toUpperCase()}_STREAM`]: streamUrl,
          ...chat,
          ...environment,
        },
      });
      running.push(started);
      return started;
    },
    async afterEach() {
      for (const { process: child } of running.splice(0)) if (child.exitCode === null) child.kill('SIGKILL');
      for (const desk of desks.splice(0)) await desk.leave();
      await moving?.close();
      moving = null;
      for (const made of directories.splice(0)) remove(made);
    },
    async afterAll() {
      await llm.close();
      await telegram.close();
      for (const name of databases) await admin?.query(`drop database if exists ${name} with (force)`);
      await admin?.end();
    },
  };
}

/** A person's own orders are the story: no strategy trades, and no detector of emergencies gets out. */
function personAlone(): string {
  const strategies = STRATEGIES.map(({ name }) => `  ${name}: { enabled: false }`).join('\n');
  return `strategies:\n${strategies}\nemergency: { priceDrop: off, volumeSurge: off, anomaly: off, networkFailures: off }\n`;
}
