import pg from 'pg';
import { ConfigError } from '../engine/domain/errors.ts';
import type { Database } from './database.ts';
import { translateDatabaseError } from './database-errors.ts';
import { createPoolDatabase, exactTypes } from './pool-database.ts';

const OLDEST_VERSION = 150_000;
const CONNECT_TIMEOUT_MS = 5_000;
const QUERY_TIMEOUT_MS = 60_000;
const POOL_SIZE = 10;

/** Opens the database of a URL such as `postgres://user:password@host:5432/name`, and checks that it will do. */
export async function openPostgresDatabase(databaseUrl: string): Promise<Database> {
  const target = parseDatabaseUrl(databaseUrl);
  const pool = new pg.Pool({
    connectionString: target.url,
    ...(target.local ? { ssl: false } : {}),
    max: POOL_SIZE,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    keepAlive: true,
    application_name: 'assent',
    types: exactTypes,
  });
  // An idle connection that breaks is replaced by the next query; without a listener the process would end.
  pool.on('error', () => undefined);
  try {
    const server = await askServer(pool);
    requireServer(server, target.name);
    return createPoolDatabase(pool, {
      description: `PostgreSQL ${server.version.split(' ')[0]} at ${target.name}`,
      durable: server.fsync === 'on' && server.synchronous_commit !== 'off',
    });
  } catch (error) {
    await pool.end();
    throw translateDatabaseError(error, `PostgreSQL at ${target.name}`);
  }
}

interface Server {
  readonly version: string;
  readonly number: number;
  readonly fsync: string;
  readonly synchronous_commit: string;
  readonly vector: boolean;
}

async function askServer(pool: pg.Pool): Promise<Server> {
  const result = await pool.query<Server>(`
    select current_setting('server_version') as version, current_setting('server_version_num')::int as number,
           current_setting('fsync') as fsync, current_setting('synchronous_commit') as synchronous_commit,
           exists (select from pg_available_extensions where name = 'vector') as vector`);
  const [server] = result.rows;
  if (!server) throw new Error('The server does not tell its settings.');
  return server;
}

function requireServer(server: Server, name: string): void {
  if (server.number < OLDEST_VERSION) {
    throw new ConfigError(`PostgreSQL at ${name} is version ${server.version}; Assent needs 15 or newer.`, {
      hint: 'Upgrade the server, or leave out the database URL to use the embedded database.',
    });
  }
  if (!server.vector) {
    throw new ConfigError(`PostgreSQL at ${name} does not have the extension pgvector.`, {
      hint: 'Install it on the server (Debian: postgresql-NN-pgvector; Docker: the image pgvector/pgvector).',
    });
  }
}

interface Target {
  readonly url: string;
  /** Host, port and database, for people. */
  readonly name: string;
  /** On this machine, where encryption guards nothing. */
  readonly local: boolean;
}

/** Tells whether a database is on this machine, where encryption guards nothing. */
export function isLocalDatabase(databaseUrl: string): boolean {
  return parseDatabaseUrl(databaseUrl).local;
}

function parseDatabaseUrl(databaseUrl: string): Target {
  // The parser's own error is left out on purpose: it repeats the URL with its password.
  const url = URL.parse?.(databaseUrl) ?? (URL.canParse(databaseUrl) ? new URL(databaseUrl) : null);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw new ConfigError('The database URL cannot be read.', {
      hint: 'Write it as postgres://user:password@host:5432/database.',
    });
  }
  const socket = url.searchParams.get('host') ?? decodeURIComponent(url.hostname);
  const local = socket === '' || socket.startsWith('/') || /^(localhost|127\.[\d.]+|\[?::1\]?)$/.test(socket);
  if (local) for (const name of ['sslmode', 'ssl']) url.searchParams.delete(name);
  const database = decodeURIComponent(url.pathname.slice(1)) || url.username || 'postgres';
  return { url: url.href, name: `${socket || 'localhost'}:${url.port || 5432}/${database}`, local };
}
