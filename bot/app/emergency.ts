import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Logger } from 'pino';
import type { OutsideExit } from '../../engine/desk/emergency-exit.ts';
import type { EmergencyEntry } from '../../engine/emergency/emergency-journal.ts';
import { readEmergencyJournal } from '../../engine/emergency/emergency-journal.ts';
import type { EmergencyStatus } from '../../engine/emergency/fast-path.ts';
import type { KnownAccount } from '../../engine/emergency/flatten-account.ts';
import type { KillSwitch, Latch } from '../../engine/emergency/kill-switch.ts';
import { killSwitch } from '../../engine/emergency/kill-switch.ts';
import type { EmergencyAccount, EmergencyJob, FromEmergency, ToEmergency } from '../emergency/emergency-messages.ts';
import type { EmergencyStanding } from '../emergency/standing.ts';
import { emergencyStanding } from '../emergency/standing.ts';

export interface EmergencyOptions {
  readonly dataDirectory: string;
  readonly accounts: readonly EmergencyAccount[];
  readonly logger: Pick<Logger, 'info' | 'warn' | 'error'>;
  /** The script of the thread; a test has its own. */
  readonly script?: URL;
}

/** The emergency path as the desk holds it: everything it does, it does in a thread of its own. */
export interface EmergencyService extends OutsideExit {
  /** Asked before an entry is sent. */
  readonly killSwitch: KillSwitch;
  /** Resolves when markets are loaded; a panic before that works as well, only slower. */
  readonly ready: Promise<void>;
  /** Journals a latch that the thread set or found: what the desk passes on meanwhile is no new press. */
  adopt(by: string, journalLatch: () => Promise<unknown>): Promise<void>;
  /** What the desk owns, and its open orders: on spot more is never sold. */
  setKnown(account: string, known: KnownAccount): void;
  /** The last that the thread said; null before its first word. */
  status(): EmergencyStatus | null;
  /** All that the fast path wrote down, earlier runs included. */
  entries(): readonly EmergencyEntry[];
  standing(): EmergencyStanding;
  /** True while an account may not be flat yet after a panic. */
  exitUnderWay(): boolean;
  /** Called with each step as it is taken; what it throws is only logged. */
  onEntry(listener: (entry: EmergencyEntry) => void): void;
  close(): Promise<void>;
}

const SCRIPT = new URL('../emergency/emergency-worker.js', import.meta.url);
const RESTART_MS = 1_000;
const CLOSE_MS = 5_000;

/** Where the emergency path of a data folder keeps its files. */
export function emergencyDirectory(dataDirectory: string): string {
  return join(dataDirectory, 'emergency');
}

/** How the path stands as its files tell, whether a desk runs or not. */
export function emergencyOnDisk(dataDirectory: string, accounts: number): EmergencyStanding {
  const directory = emergencyDirectory(dataDirectory);
  const [latch, entries] = [killSwitch(directory).read(), readEmergencyJournal(directory)];
  return emergencyStanding({ latch, entries, accounts, status: null, alive: null });
}

/** Starts the thread of the emergency path. It is started anew if it ends, and goes on with what is not flat. */
export function startEmergency({
  dataDirectory,
  accounts,
  logger,
  script = SCRIPT,
}: EmergencyOptions): EmergencyService {
  const directory = emergencyDirectory(dataDirectory);
  // At once, so that somebody may lay the signal file there before the thread has loaded.
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const latch = killSwitch(directory);
  const job: EmergencyJob = { directory, accounts };
  const listeners: ((entry: EmergencyEntry) => void)[] = [];
  let status: EmergencyStatus | null = null;
  const known = new Map<string, KnownAccount>();
  let echo: string | null = null;
  let closing = false;
  /** The time until it first speaks is a second; only what has ended is gone. */
  let alive = true;
  let worker: Worker;
  let markReady: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => {
    markReady = resolve;
  });

  function begin(): void {
    worker = new Worker(script, { workerData: job, execArgv: [] });
    worker.on('message', receive);
    worker.on('online', () => {
      alive = true;
    });
    worker.on('error', (fault) => logger.error({ err: fault }, 'The emergency thread failed.'));
    worker.on('exit', () => {
      alive = false;
      if (closing) return;
      logger.error({}, 'The emergency thread ended; it is started again.');
      setTimeout(() => closing || begin(), RESTART_MS).unref();
    });
    // The desk decides when the process ends.
    worker.unref();
    // The file may hold less: its disk may be full.
    for (const [account, own] of known) send({ type: 'known', account, known: own });
  }

  function receive(message: FromEmergency): void {
    if (message.type === 'ready') markReady();
    else if (message.type === 'status') status = message.status;
    else if (message.type === 'entry') {
      const { step, incident } = message.entry;
      if (step.type === 'trouble')
        logger.warn({ incident, account: step.account, reason: step.reason }, 'Emergency: trouble.');
      else if (step.type !== 'baseline') logger.info({ incident, step }, 'Emergency.');
      for (const listener of listeners) tell(listener, message.entry);
    }
  }

  /** The journal of the desk may be on a full disk: what a listener throws would end the process, and with it the exit. */
  function tell(listener: (entry: EmergencyEntry) => void, entry: EmergencyEntry): void {
    try {
      listener(entry);
    } catch (fault) {
      const { incident, step } = entry;
      logger.error({ err: fault, incident, step: step.type }, 'Emergency: the desk could not take a step over.');
    }
  }

  function isThrough({ incident }: Latch): boolean {
    // On a full disk only the thread itself knows that it is through, and whether it is at work again.
    if (status?.latch?.incident === incident) return status.finished;
    return readEmergencyJournal(directory).some(
      (entry) => entry.incident === incident && entry.step.type === 'finished',
    );
  }

  function send(message: ToEmergency): void {
    worker.postMessage(message);
  }

  function panic(by: string, why: string): void {
    // The thread first: it latches too, and begins at once. Then here, so that no entry passes while it does.
    if (echo !== by) send({ type: 'panic', by, why });
    echo = null;
    latch.latch({ by, why, at: Date.now() });
  }

  const onSignal = (): void => panic('emergency:signal', 'signal');
  process.on('SIGUSR2', onSignal);
  begin();

  return {
    killSwitch: latch,
    ready,
    panic,
    async adopt(by, journalLatch) {
      echo = by;
      try {
        await journalLatch();
      } finally {
        echo = null;
      }
    },
    setKnown(account, own) {
      known.set(account, own);
      send({ type: 'known', account, known: own });
    },
    status: () => status,
    entries: () => readEmergencyJournal(directory),
    standing: () =>
      emergencyStanding({
        ...{ latch: latch.read(), entries: readEmergencyJournal(directory), status, alive },
        accounts: accounts.length,
      }),
    exitUnderWay() {
      const standing = latch.read();
      return standing !== null && !isThrough(standing);
    },
    onEntry: (listener) => void listeners.push(listener),
    clear(by) {
      const standing = latch.read();
      if (standing === null) return true;
      if (!isThrough(standing)) return false;
      send({ type: 'clear', by, incident: standing.incident });
      latch.clear(standing.incident);
      return true;
    },
    async close() {
      if (closing) return;
      closing = true;
      process.off('SIGUSR2', onSignal);
      const closed = new Promise<void>((resolve) => {
        worker.on('exit', () => resolve());
        setTimeout(resolve, CLOSE_MS).unref();
      });
      worker.ref();
      send({ type: 'close' });
      await closed;
      await worker.terminate();
    },
  };
}
