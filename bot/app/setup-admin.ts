import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ChatUsersTable } from '../../db/chat-users-table.ts';
import { DirectoryHeldError } from '../../db/directory-lock.ts';
import { ConfigError, UnavailableError } from '../../engine/domain/errors.ts';
import type { AppConfig } from '../config/config.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { askHidden } from '../hidden-line.ts';
import type { Language } from '../i18n/language.ts';
import { SETUP_TEXTS } from '../i18n/setup-texts.ts';
import type { Invocation } from '../invocation.ts';
import type { Access, ChatUser } from '../people/access.ts';
import { createAccess, TERMINAL_OWNER } from '../people/access.ts';
import { CODE_LIFE_MS } from '../people/invite-codes.ts';
import { openAppDatabase } from './database.ts';
import type { Setup } from './setup.ts';
import { setUp } from './setup.ts';

/** A platform on which somebody becomes the first admin of a desk. */
export interface SetupPlatform {
  /** Of the environment variable that holds the token. */
  readonly tokenName: string;
  readonly tokenShape: RegExp;
  /** Where a token comes from. */
  readonly tokenFrom: string;
  configured(config: AppConfig): string | null;
  steps(language: Language): string;
  tokenRefused(): ConfigError;
  meet(parts: MeetParts): Promise<SetupBot>;
}

export interface MeetParts {
  readonly token: string;
  readonly config: AppConfig;
  readonly access: Access;
  readonly language: Language;
  readonly waitMs: number;
}

/** A bot that answers. */
export interface SetupBot {
  /** Returns what a person is told, and where they write the code. */
  introduce(code: string, minutes: string): string;
  /** The same for a script. */
  described(code: string): Readonly<Record<string, unknown>>;
  /** Returns who sent the code; null when nobody did in time. */
  bind(signal: AbortSignal): Promise<ChatUser | 'revoked' | null>;
}

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const MINUTE_MS = 60_000;
/** For scripts and tests that know their patience. */
const WAIT_LIMIT_MINUTES = CODE_LIFE_MS / MINUTE_MS;

/** Leads from no bot at all to a person who is admin of this desk on a platform. Returns the exit code. */
export async function runSetup(invocation: Invocation, platform: SetupPlatform): Promise<number> {
  const setup = setUp(invocation);
  const { config, logger } = setup;
  const language = languageFrom(config.chat.language);
  const json = invocation.flags.json === true;
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  for (const signal of STOP_SIGNALS) process.once(signal, interrupt);
  try {
    const file = fileToSave(invocation);
    const waitMs = waitOf(invocation.flags.wait);
    // Before anything is asked: a desk that runs here knows its people by itself.
    const database = await openAppDatabase(config, logger).catch((error: unknown) => {
      throw error instanceof DirectoryHeldError ? heldByDesk(error) : error;
    });
    try {
      const access = createAccess({}, { store: new ChatUsersTable(database), audit: auditTo(setup) });
      await access.load();
      const token = await tokenOf(platform, config, language, json);
      if (token === null) return EXIT_CODES.failed;
      setup.scrubber.register(token);
      const bot = await platform.meet({ token, config, access, language, waitMs });
      const code = access.newCode('admin', TERMINAL_OWNER, Date.now());
      const minutes = String(Math.ceil(waitMs / MINUTE_MS));
      if (json) writeJson({ event: 'code', ...bot.described(code) });
      else process.stdout.write(`${bot.introduce(code, minutes)}\n`);
      const bound = await bot.bind(stop.signal);
      if (bound === null) return gaveUp(stop.signal.aborted);
      if (bound === 'revoked') throw platform.tokenRefused();
      if (file !== null) save(file, token);
      tellDone(bound, file, platform.tokenName, language, json);
      return EXIT_CODES.done;
    } finally {
      await database.close();
    }
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, interrupt);
    setup.closeLog();
    process.stdin.destroy();
  }
}

async function tokenOf(
  platform: SetupPlatform,
  config: AppConfig,
  language: Language,
  json: boolean,
): Promise<string | null> {
  const configured = platform.configured(config);
  if (configured !== null) return configured;
  const { tokenName, tokenFrom } = platform;
  if (process.stdin.isTTY !== true || json) {
    throw new ConfigError('There is no bot token, and nobody at a terminal to ask for one.', {
      hint: `Set ${tokenName}, or ${tokenName}_FILE to a file that holds it. ${tokenFrom}`,
    });
  }
  process.stdout.write(`${platform.steps(language)}\n`);
  const typed = await askHidden(SETUP_TEXTS[language].askToken, process.stdin, process.stdout);
  if (typed === null || typed === '') return null;
  if (!platform.tokenShape.test(typed)) throw platform.tokenRefused();
  return typed;
}

function tellDone(
  { userId, name, role }: ChatUser,
  file: string | null,
  variable: string,
  language: Language,
  json: boolean,
): void {
  if (json) {
    writeJson({ event: 'bound', userId, name, role, tokenFile: file });
    return;
  }
  const text = SETUP_TEXTS[language];
  process.stdout.write(`${text.done({ name, id: userId.slice(userId.indexOf(':') + 1) })}\n`);
  process.stdout.write(`${file === null ? text.unsaved({ variable }) : text.saved({ variable, file })}\n`);
}

function writeJson(value: Readonly<Record<string, unknown>>): void {
  process.stdout.write(`${JSON.stringify(value)}\n`);
}

function gaveUp(interrupted: boolean): number {
  if (interrupted) return EXIT_CODES.failed;
  throw new UnavailableError('Nobody sent the code in time.', {
    hint: 'Nothing was changed. Run "assent setup" again for a new code.',
  });
}

function fileToSave({ flags, workingDirectory }: Invocation): string | null {
  if (typeof flags.save !== 'string') return null;
  const file = resolve(workingDirectory, flags.save);
  if (!existsSync(file)) return file;
  throw new ConfigError(`${file} is there already.`, {
    hint: 'Name a file that is not: a token is never written over.',
  });
}

/** Readable for this user only, from its first moment. */
function save(file: string, token: string): void {
  try {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    const handle = openSync(file, 'wx', 0o600);
    try {
      writeSync(handle, `${token}\n`);
    } finally {
      closeSync(handle);
    }
  } catch (cause) {
    throw new UnavailableError(`The token could not be written to ${file}; the admin is bound all the same.`, {
      cause,
    });
  }
}

function waitOf(written: string | boolean | undefined): number {
  if (written === undefined) return CODE_LIFE_MS;
  const minutes = typeof written === 'string' && /^\d{1,2}$/.test(written) ? Number(written) : 0;
  if (minutes >= 1 && minutes <= WAIT_LIMIT_MINUTES) return minutes * MINUTE_MS;
  throw new ConfigError(`--wait is ${JSON.stringify(written)}. Use minutes from 1 to ${WAIT_LIMIT_MINUTES}.`);
}

function languageFrom(configured: 'auto' | Language): Language {
  if (configured !== 'auto') return configured;
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith('ko') ? 'ko' : 'en';
}

function auditTo({ logger }: Setup) {
  return (fields: Readonly<Record<string, unknown>>, sentence: string): void =>
    logger.info({ component: 'access', ...fields }, sentence);
}

function heldByDesk(error: DirectoryHeldError): ConfigError {
  return new ConfigError(error.message, {
    cause: error,
    hint: 'A desk that runs here lets people in by itself: /invite admin there, or leave it, then try again.',
  });
}
