import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DirectoryLock } from '../../db/directory-lock.ts';
import { DirectoryHeldError, lockDirectory } from '../../db/directory-lock.ts';
import type { AppConfig } from '../config/config.ts';
import type { Receipt } from '../emergency/signal-file.ts';
import { readReceipt, writeSignal } from '../emergency/signal-file.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { PANIC_WORDS } from '../i18n/panic-words.ts';
import type { RunCommand } from '../invocation.ts';
import { emergencyDirectory, startEmergency } from './emergency.ts';
import { emergencyAccounts } from './emergency-accounts.ts';
import { setUp } from './setup.ts';

/** A desk that runs has looked at the signal long before that. */
const ANSWER_MS = 1_500;
const FLAT_MS = 60_000;
const LOOK_MS = 25;

/**
 * Presses the panic from outside: by the signal file where a desk runs, whatever its main thread, database and chat are
 * doing; where none runs, by getting the accounts flat itself.
 */
export const panicCommand: RunCommand = async (invocation) => {
  const { config, logger, closeLog } = setUp(invocation);
  const directory = emergencyDirectory(config.data.directory);
  const words = PANIC_WORDS[config.chat.language === 'ko' ? 'ko' : 'en'];
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const nonce = randomUUID();
    writeSignal(directory, { by: 'terminal:owner', why: 'command', nonce });
    const answered = await receiptWithin(directory, nonce, ANSWER_MS, ({ latch }) => latch !== null);
    const alone = answered === null ? takeDesk(config) : null;
    // Nobody obeyed and nobody holds the desk: this process is the one that gets out. It finds the signal file itself.
    const service =
      alone === null
        ? null
        : startEmergency({ dataDirectory: config.data.directory, accounts: emergencyAccounts(config), logger });
    try {
      const receipt = await receiptWithin(directory, nonce, FLAT_MS, ({ status }) => status.finished);
      return report(receipt ?? readReceiptOf(directory, nonce), invocation.flags.json === true, words, alone !== null);
    } finally {
      await service?.close();
      alone?.release();
    }
  } finally {
    closeLog();
  }
};

function takeDesk({ data }: AppConfig): DirectoryLock | null {
  try {
    return lockDirectory(data.directory);
  } catch (fault) {
    // A desk that runs and is slow must not have a second one beside it.
    if (fault instanceof DirectoryHeldError) return null;
    throw fault;
  }
}

async function receiptWithin(
  directory: string,
  nonce: string,
  ms: number,
  enough: (receipt: Receipt) => boolean,
): Promise<Receipt | null> {
  for (const end = Date.now() + ms; Date.now() < end; await sleep(LOOK_MS)) {
    const receipt = readReceiptOf(directory, nonce);
    if (receipt !== null && enough(receipt)) return receipt;
  }
  return null;
}

function readReceiptOf(directory: string, nonce: string): Receipt | null {
  const receipt = readReceipt(directory);
  return receipt?.nonce === nonce ? receipt : null;
}

function headline(receipt: Receipt | null, words: (typeof PANIC_WORDS)['en']): string {
  if (receipt === null) return words.nobody;
  if (receipt.status.accounts.length === 0) return words.latched;
  return receipt.status.finished ? words.flat : words.working;
}

function report(receipt: Receipt | null, json: boolean, words: (typeof PANIC_WORDS)['en'], alone: boolean): number {
  const finished = receipt?.status.finished === true;
  if (json) {
    const accounts = receipt?.status.accounts ?? [];
    process.stdout.write(
      `${JSON.stringify({ latched: receipt?.latch !== null && receipt !== null, finished, alone, latch: receipt?.latch ?? null, accounts })}\n`,
    );
  } else {
    const lines = [
      headline(receipt, words),
      ...(alone ? [words.alone] : []),
      ...(receipt?.status.accounts ?? []).map(
        ({ venue, account, phase }) => `  ${venue} ${account}: ${words.phases[phase]}`,
      ),
      words.release,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return finished ? EXIT_CODES.done : EXIT_CODES.failed;
}
