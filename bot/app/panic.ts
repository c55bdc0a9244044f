import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import type { DirectoryLock } from '../../db/directory-lock.ts';
import { DirectoryHeldError, lockDirectory } from '../../db/directory-lock.ts';
import type { AccountStatus } from '../../engine/emergency/fast-path.ts';
import type { AppConfig } from '../config/config.ts';
import type { Receipt } from '../emergency/signal-file.ts';
import { readReceipt, writeSignal } from '../emergency/signal-file.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { createFormat } from '../i18n/format.ts';
import { PANIC_WORDS } from '../i18n/panic-words.ts';
import { reasonText } from '../i18n/reason-text.ts';
import type { RunCommand } from '../invocation.ts';
import { emergencyDirectory, startEmergency } from './emergency.ts';
import { emergencyAccounts } from './emergency-accounts.ts';
import { workAlone } from './panic-alone.ts';
import { setUp } from './setup.ts';

/** A desk that runs has looked at the signal long before that. */
const ANSWER_MS = 1_500;
const FLAT_MS = 60_000;
const LOOK_MS = 25;
const STOP_SIGNALS = ['SIGINT', 'SIGTERM'] as const;

type Words = (typeof PANIC_WORDS)['en'];

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
    const json = invocation.flags.json === true;
    const alone = answered === null ? takeDesk(config) : null;
    if (alone === null) {
      const receipt = await receiptWithin(directory, nonce, FLAT_MS, ({ status }) => status.finished);
      return report({ said: receipt ?? readReceiptOf(directory, nonce), json, words, alone: false });
    }
    try {
      return await getOutAlone({ config, logger, json, words });
    } finally {
      alone.release();
    }
  } finally {
    closeLog();
  }
};

interface AloneParts {
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly json: boolean;
  readonly words: Words;
}

/** Nobody obeyed and nobody holds the desk: this process is the one that gets out. It finds the signal file itself. */
async function getOutAlone({ config, logger, json, words }: AloneParts): Promise<number> {
  let isInterrupted = false;
  const interrupt = (): void => {
    isInterrupted = true;
  };
  for (const signal of STOP_SIGNALS) process.once(signal, interrupt);
  const accounts = emergencyAccounts(config);
  const service = startEmergency({ dataDirectory: config.data.directory, accounts, logger });
  const format = createFormat({
    ...{ language: words === PANIC_WORDS.ko ? 'ko' : 'en', zone: 'UTC', now: Date.now(), instruments: [] },
    quoteCurrency: config.venue.quoteCurrency,
  });
  if (!json && accounts.length > 0) process.stdout.write(`${words.aloneWorking}\n`);
  try {
    const status = await workAlone({
      status: () => service.status(),
      isInterrupted: () => isInterrupted,
      pause: () => sleep(LOOK_MS),
      onChange: ({ accounts }) => {
        if (json) return;
        const lines = accounts.map((account) => {
          const trouble = account.trouble === null ? '' : ` (${reasonText(account.trouble, format)})`;
          return `${accountLine(account, words)}${trouble}\n`;
        });
        process.stdout.write(lines.join(''));
      },
    });
    const said = status && { latch: status.latch, status };
    return report({ said, json, words, alone: true });
  } finally {
    for (const signal of STOP_SIGNALS) process.off(signal, interrupt);
    await service.close();
  }
}

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

interface Outcome {
  readonly said: Pick<Receipt, 'latch' | 'status'> | null;
  readonly json: boolean;
  readonly words: Words;
  /** This process did it; what it did not get done, nobody does now. */
  readonly alone: boolean;
}

export function headline({ said, words, alone }: Omit<Outcome, 'json'>): string {
  if (alone && said?.status.finished !== true) return words.interrupted;
  if (said === null) return words.nobody;
  if (said.status.accounts.length === 0) return words.latched;
  return said.status.finished ? words.flat : words.working;
}

function accountLine({ venue, account, phase }: AccountStatus, words: Words): string {
  return `  ${venue} ${account}: ${words.phases[phase]}`;
}

function report({ said, json, words, alone }: Outcome): number {
  const finished = said?.status.finished === true;
  if (json) {
    const accounts = said?.status.accounts ?? [];
    process.stdout.write(
      `${JSON.stringify({ latched: said !== null && said.latch !== null, finished, alone, latch: said?.latch ?? null, accounts })}\n`,
    );
  } else {
    const lines = [
      headline({ said, words, alone }),
      ...(alone && finished ? [words.alone] : []),
      ...(said?.status.accounts ?? []).map((account) => accountLine(account, words)),
      words.release,
    ];
    process.stdout.write(`${lines.join('\n')}\n`);
  }
  return finished ? EXIT_CODES.done : EXIT_CODES.failed;
}
