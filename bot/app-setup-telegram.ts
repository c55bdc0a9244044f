import { closeSync, existsSync, mkdirSync, openSync, writeSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ChatUsersTable } from '../db/chat-users-table.ts';
import { DirectoryHeldError } from '../db/directory-lock.ts';
import { ConfigError, UnavailableError } from '../engine/domain/errors.ts';
import type { ChatUser } from './access.ts';
import { createAccess, TERMINAL_OWNER } from './access.ts';
import { openAppDatabase } from './app-database.ts';
import { sleep } from './app-outbox.ts';
import type { Setup } from './app-setup.ts';
import { setUp } from './app-setup.ts';
import { TELEGRAM_TOKEN } from './config-secrets.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { askHidden } from './hidden-line.ts';
import type { Language } from './i18n/language.ts';
import { SETUP_TEXTS } from './i18n/setup-texts.ts';
import { CODE_LIFE_MS } from './invite-codes.ts';
import type { Invocation, RunCommand } from './invocation.ts';
import { cleanText } from './parse/clean-text.ts';
import type { BotIdentity } from './surfaces/telegram/first-admin.ts';
import { createFirstAdmin } from './surfaces/telegram/first-admin.ts';

const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;
const POLL_SECONDS = 20;
const MINUTE_MS = 60_000;
/** For scripts and tests that know their patience. */
const WAIT_LIMIT_MINUTES = CODE_LIFE_MS / MINUTE_MS;

/** `assent setup`: from no bot at all to a person who is admin of this desk on Telegram. */
export const setupCommand: RunCommand = async (invocation) => {
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
      const token = await tokenOf(setup, language, json);
      if (token === null) return EXIT_CODES.failed;
      setup.scrubber.register(token);
      const first = createFirstAdmin({
        ...{ token, server: config.telegram.server, access, language, waitMs, sleep },
        pollSeconds: POLL_SECONDS,
        now: () => Date.now(),
        random: Math.random,
      });
      const bot = await first.identify();
      if ('type' in bot) throw bot.type === 'revoked' ? tokenRefused() : telegramAway(bot.problem);
      const code = access.newCode('admin', TERMINAL_OWNER, Date.now());
      tellCode(bot, code, waitMs, language, json);
      const bound = await first.bind(bot, stop.signal);
      if (bound === null) return gaveUp(stop.signal.aborted);
      if ('type' in bound) throw tokenRefused();
      if (file !== null) save(file, token);
      tellDone(bound, file, language, json);
      return EXIT_CODES.done;
    } finally {
      await database.close();
    }
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, interrupt);
    setup.closeLog();
    process.stdin.destroy();
  }
};

async function tokenOf({ config }: Setup, language: Language, json: boolean): Promise<string | null> {
  if (config.telegram.token !== null) return config.telegram.token;
  if (process.stdin.isTTY !== true || json) {
    throw new ConfigError('There is no bot token, and nobody at a terminal to ask for one.', {
      hint: 'Set TELEGRAM_BOT_TOKEN, or TELEGRAM_BOT_TOKEN_FILE to a file that holds it. BotFather on Telegram gives one.',
    });
  }
  const text = SETUP_TEXTS[language];
  process.stdout.write(`${text.steps}\n`);
  const typed = await askHidden(text.askToken, process.stdin, process.stdout);
  if (typed === null || typed === '') return null;
  if (!TELEGRAM_TOKEN.test(typed)) throw tokenRefused();
  return typed;
}

function tellCode(bot: BotIdentity, code: string, waitMs: number, language: Language, json: boolean): void {
  const link = `https://t.me/${bot.username}?start=${code}`;
  if (json) {
    writeJson({ event: 'code', bot: { id: bot.id, username: bot.username }, code, link });
    return;
  }
  const text = SETUP_TEXTS[language];
  const minutes = String(Math.ceil(waitMs / MINUTE_MS));
  process.stdout.write(`${text.bot({ name: cleanText(bot.name), username: bot.username })}\n`);
  process.stdout.write(`${text.code({ username: bot.username, code, link, minutes })}\n`);
}

function tellDone({ userId, name, role }: ChatUser, file: string | null, language: Language, json: boolean): void {
  if (json) {
    writeJson({ event: 'bound', userId, name, role, tokenFile: file });
    return;
  }
  const text = SETUP_TEXTS[language];
  process.stdout.write(`${text.done({ name, id: userId.slice(userId.indexOf(':') + 1) })}\n`);
  process.stdout.write(`${file === null ? text.unsaved : text.saved({ file })}\n`);
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

function tokenRefused(): ConfigError {
  return new ConfigError('Telegram does not know this bot token (not shown here).', {
    hint: 'Copy it whole from BotFather: /mybots, the bot, API Token.',
  });
}

function telegramAway(problem: string): UnavailableError {
  return new UnavailableError(`Telegram cannot be reached (${problem}).`, {
    hint: 'Nothing was changed. Look at the network, or at telegram.server in the configuration, and try again.',
  });
}

function heldByDesk(error: DirectoryHeldError): ConfigError {
  return new ConfigError(error.message, {
    cause: error,
    hint: 'A desk that runs here lets people in by itself: /invite admin there, or leave it, then try again.',
  });
}
