import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import type { ReplayDesk } from '../../bot/app/desk.ts';
import { openReplayDesk } from '../../bot/app/open-desk.ts';
import type { AppConfig } from '../../bot/config/config.ts';
import { loadConfig } from '../../bot/config/config.ts';
import type { DeskConfig } from '../../engine/desk/settings.ts';
import type { Command, CommandOutcome } from '../../engine/domain/command.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { JournalEntry, JournalEvent, JournalEventType } from '../../engine/domain/journal-entry.ts';
import type { EventLoop } from '../../engine/exchanges/event-loop.ts';
import { STRATEGIES } from '../../engine/strategies/registry.ts';
import { layDatabase } from './empty-database.ts';

export const BTC = 'BTC/USDT:USDT';
export const ETH = 'ETH/USDT:USDT';
export const SOL = 'SOL/USDT:USDT';
export const MINUTE = 60_000;
export const HOUR = 3_600_000;
export const DAY = 86_400_000;
/** 18 May 2025, where the recording begins. */
export const START = Date.UTC(2025, 4, 18);
export const OWNER = 'terminal:owner';

export interface JourneyOptions {
  /** Left in place at the end when given; a fresh one otherwise. */
  readonly directory?: string;
  readonly seed?: string;
  readonly speed?: string;
  readonly from?: number;
  readonly approval?: Partial<DeskConfig['approval']>;
  /** Only these strategies; all of them unless given. */
  readonly strategies?: readonly string[];
  readonly loop?: Partial<EventLoop>;
  /** Settings and secrets by variable; none unless given. */
  readonly environment?: Readonly<Record<string, string>>;
}

/** A whole desk on the recorded week in a directory of its own, played on as far as a test wants. */
export interface Journey {
  readonly directory: string;
  readonly desk: ReplayDesk;
  /** Plays every event up to and including `time`. */
  playTo(time: number): Promise<void>;
  playFor(ms: number): Promise<void>;
  /** Sends a person's command. */
  send(command: CommandWithoutPerson): Promise<CommandOutcome>;
  /** Plays on minute by minute until `done` or for six hours at most. */
  playUntil(done: () => boolean): Promise<void>;
  close(): Promise<void>;
  /** Closes the desk and opens it again on what it left. */
  reopen(options?: Pick<JourneyOptions, 'loop'>): Promise<Journey>;
  /** Closes the desk and removes its directory. */
  end(): Promise<void>;
}

type DistributiveOmit<Union, Key extends PropertyKey> = Union extends unknown ? Omit<Union, Key> : never;
export type CommandWithoutPerson = DistributiveOmit<Command, 'by'>;

export async function openJourney(options: JourneyOptions = {}): Promise<Journey> {
  const directory = options.directory ?? mkdtempSync(join(tmpdir(), 'assent-journey-'));
  if (options.directory === undefined) await layDatabase(directory);
  const desk = await openReplayDesk(configOf(directory, options), pino({ level: 'silent' }), options.loop);
  let running: Promise<void> | null = null;

  async function playTo(time: number): Promise<void> {
    if (running === null) {
      desk.replay.pause();
      running = desk.run();
      // What the desk could not survive is the test's to know, not an unhandled rejection's.
      running.catch(() => undefined);
    }
    await Promise.race([desk.replay.playTo(time), running]);
  }

  const journey: Journey = {
    directory,
    desk,
    playTo,
    playFor: (ms) => playTo(desk.replay.position() + ms),
    send: (command) => desk.engine.send({ ...command, by: OWNER }),
    async playUntil(done) {
      for (let minute = 0; minute < 360 && !done(); minute += 1) await journey.playFor(MINUTE);
    },
    close: () => desk.close(),
    async reopen(more = {}) {
      await desk.close();
      return openJourney({ ...options, ...more, directory });
    },
    async end() {
      await desk.close();
      rmSync(directory, { recursive: true, force: true });
    },
  };
  return journey;
}

function configOf(directory: string, options: JourneyOptions): AppConfig {
  const { seed, speed = 'max', from, approval, strategies, environment = {} } = options;
  const { config } = loadConfig({
    workingDirectory: directory,
    flags: {
      data: directory,
      speed,
      ...(seed === undefined ? {} : { seed }),
      ...(from === undefined ? {} : { from: new Date(from).toISOString() }),
    },
    environment: { ...environment },
    strategies: STRATEGIES,
  });
  const enabled = Object.keys(config.strategies).map((name) => [name, strategies?.includes(name) ?? true]);
  return {
    ...config,
    desk: {
      ...config.desk,
      approval: { ...config.desk.approval, ...approval },
      strategies: Object.fromEntries(enabled),
    },
  };
}

/** Returns the journal file of a desk, byte for byte. */
export function journalText(directory: string): string {
  return readdirSync(join(directory, 'journal'))
    .filter((name) => name.endsWith('.jsonl'))
    .sort()
    .map((name) => readFileSync(join(directory, 'journal', name), 'utf8'))
    .join('');
}

export function journalOf(directory: string): readonly JournalEntry[] {
  return journalText(directory)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as JournalEntry);
}

export function eventsOf<Type extends JournalEventType>(
  journal: readonly JournalEntry[],
  type: Type,
): readonly Extract<JournalEvent, { type: Type }>[] {
  return journal.flatMap(({ event }) => (event.type === type ? [event as Extract<JournalEvent, { type: Type }>] : []));
}

/** Returns the last word on each decision, by id. */
export function decisionsOf(
  journal: readonly JournalEntry[],
): ReadonlyMap<string, { readonly record: DecisionRecord; readonly sha256: string }> {
  const decisions = new Map<string, { readonly record: DecisionRecord; readonly sha256: string }>();
  for (const { event } of journal) {
    if (event.type === 'decision.made' || event.type === 'decision.resolved') decisions.set(event.record.id, event);
  }
  return decisions;
}
