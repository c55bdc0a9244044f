import { closeSync, constants, ftruncateSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { DecimalText } from '../domain/decimal.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Side } from '../domain/order.ts';
import type { Reason } from '../domain/reason.ts';
import { freeReserve } from './reserve-file.ts';

const FILE = 'journal.jsonl';
const { O_APPEND, O_CREAT, O_DSYNC, O_RDWR } = constants;

/** What the fast path did or is about to do. A step that sends stands here before it is sent. */
export type EmergencyStep =
  | { readonly type: 'triggered'; readonly by: string; readonly why: string }
  | {
      /** Spot: what was there and what of it the desk owned, before anything was sold. */
      readonly type: 'baseline';
      readonly account: string;
      readonly totals: Readonly<Record<string, DecimalText>>;
      readonly owned: Readonly<Record<InstrumentSymbol, DecimalText>>;
    }
  | {
      readonly type: 'canceling';
      readonly account: string;
      readonly symbol: InstrumentSymbol;
      readonly venueOrderId: string;
      readonly protective: boolean;
    }
  | {
      readonly type: 'cancel-answered';
      readonly account: string;
      readonly venueOrderId: string;
      readonly outcome: 'canceled' | 'not-open' | 'unknown';
    }
  | {
      readonly type: 'sending';
      readonly account: string;
      readonly symbol: InstrumentSymbol;
      readonly clientId: string;
      readonly attempt: number;
      readonly side: Side;
      readonly quantity: DecimalText;
    }
  | {
      readonly type: 'send-answered';
      readonly account: string;
      readonly symbol: InstrumentSymbol;
      readonly clientId: string;
      readonly outcome: 'acknowledged' | 'rejected' | 'unknown';
      readonly reason?: Reason;
    }
  | {
      /** What the venue says became of an order; `absent` only after it was proven. */
      readonly type: 'resolved';
      readonly account: string;
      readonly symbol: InstrumentSymbol;
      readonly clientId: string;
      readonly state: 'filled' | 'ended' | 'absent';
    }
  | { readonly type: 'trouble'; readonly account: string; readonly reason: Reason }
  | {
      readonly type: 'flat';
      readonly account: string;
      /** What is too small to be sold. */
      readonly dust: readonly InstrumentSymbol[];
    }
  | { readonly type: 'finished' }
  | { readonly type: 'cleared'; readonly by: string };

export interface EmergencyEntry {
  readonly seq: number;
  readonly at: number;
  readonly incident: string;
  readonly step: EmergencyStep;
}

export interface EmergencyJournal {
  /** Durable when it returns; where even the freed reserve leaves no room, it is kept in memory and `intact` is false. */
  append(incident: string, step: EmergencyStep, at: number): EmergencyEntry;
  /** All entries, those of earlier runs included. */
  entries(): readonly EmergencyEntry[];
  readonly intact: boolean;
  close(): void;
}

type ReadFile = (file: string) => string;

const readUtf8: ReadFile = (file) => readFileSync(file, 'utf8');

/** Opens the fast path's own journal: a line a step, on disk before the step is taken. */
export function openEmergencyJournal(directory: string, read: ReadFile = readUtf8): EmergencyJournal {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, FILE);
  const text = readText(file, read);
  const { entries, bytes } = parse(text ?? '');
  const descriptor = openSync(file, O_RDWR | O_CREAT | O_APPEND | O_DSYNC, 0o600);
  // A line that a crash cut in two would swallow the next one.
  if (text !== null) ftruncateSync(descriptor, bytes);
  const known = [...entries];
  let intact = text !== null;
  /** Closes off what may stand there cut in two. */
  let before = intact ? '' : '\n';

  return {
    append(incident, step, at) {
      const entry = { seq: (known.at(-1)?.seq ?? 0) + 1, at, incident, step };
      known.push(entry);
      const line = Buffer.from(`${before}${JSON.stringify(entry)}\n`);
      before = '';
      try {
        writeWhole(descriptor, line);
      } catch {
        try {
          freeReserve(directory);
          // What a full disk took of the line is closed off; reading skips it.
          writeWhole(descriptor, Buffer.concat([Buffer.from('\n'), line]));
        } catch {
          intact = false;
        }
      }
      return entry;
    },
    entries: () => known,
    get intact() {
      return intact;
    },
    close: () => closeSync(descriptor),
  };
}

/** Returns what a journal holds without opening it for writing. */
export function readEmergencyJournal(directory: string): readonly EmergencyEntry[] {
  return parse(readText(join(directory, FILE), readUtf8) ?? '').entries;
}

function writeWhole(descriptor: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.length; ) written += writeSync(descriptor, bytes, written);
}

function parse(text: string): { readonly entries: readonly EmergencyEntry[]; readonly bytes: number } {
  const end = text.lastIndexOf('\n') + 1;
  const lines = text.slice(0, end).split('\n');
  return { entries: lines.flatMap(entryOf), bytes: Buffer.byteLength(text.slice(0, end)) };
}

function entryOf(line: string): readonly EmergencyEntry[] {
  try {
    const value = JSON.parse(line) as Partial<EmergencyEntry> | null;
    const isEntry =
      typeof value?.seq === 'number' && typeof value.at === 'number' && typeof value.incident === 'string';
    return isEntry && typeof value.step?.type === 'string' ? [value as EmergencyEntry] : [];
  } catch {
    return [];
  }
}

/** Returns null for what is there and cannot be read: it must not be taken for empty and cut off. */
function readText(file: string, read: ReadFile): string | null {
  try {
    return read(file);
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && fault.code === 'ENOENT' ? '' : null;
  }
}
