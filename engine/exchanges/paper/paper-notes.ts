import { existsSync, mkdirSync, readFileSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { InvariantError } from '../../domain/errors.ts';
import type { FundingPayment } from '../../domain/funding.ts';
import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { appendWhole } from '../append-whole.ts';
import type { FillBand } from './paper-band.ts';

const FILE = 'paper-notes.jsonl';

type Note =
  | { readonly type: 'band'; readonly band: FillBand }
  | { readonly type: 'funded'; readonly payment: FundingPayment }
  | { readonly type: 'funding-seen'; readonly symbol: InstrumentSymbol; readonly at: number };

/** What a paper venue knows beside its ledger: how sure its fills are, and which funding was paid. */
export interface PaperNotes {
  readonly bands: readonly FillBand[];
  readonly payments: readonly FundingPayment[];
  /** Up to when funding of a perpetual is settled; null before it was first looked at. */
  fundedUntil(symbol: InstrumentSymbol): number | null;
  put(note: Note): void;
}

/** Opens the notes in `directory`; null keeps them in memory. */
export function openPaperNotes(directory: string | null): PaperNotes {
  const bands: FillBand[] = [];
  const payments: FundingPayment[] = [];
  const funded = new Map<InstrumentSymbol, number>();
  const path = directory === null ? null : join(directory, FILE);

  function apply(note: Note): void {
    if (note.type === 'band') bands.push(note.band);
    else if (note.type === 'funded') {
      payments.push(note.payment);
      funded.set(note.payment.symbol, note.payment.at);
    } else funded.set(note.symbol, note.at);
  }

  if (directory !== null && path !== null) {
    mkdirSync(directory, { recursive: true });
    for (const note of readNotes(path)) apply(note);
  }
  return {
    bands,
    payments,
    fundedUntil: (symbol) => funded.get(symbol) ?? null,
    put(note) {
      // On file first: a payment that could not be written is due again, not forgotten.
      if (path !== null) appendWhole(path, `${JSON.stringify(note)}\n`);
      apply(note);
    },
  };
}

/** Returns the bands of a paper desk that does not run now; none where it never traded. */
export function readPaperBands(directory: string): readonly FillBand[] {
  const path = join(directory, FILE);
  return existsSync(path) ? notesIn(readFileSync(path, 'utf8'), path).flatMap(bandIn) : [];
}

function bandIn(note: Note): readonly FillBand[] {
  return note.type === 'band' ? [note.band] : [];
}

/** Reads the notes, and cuts off a last line that the writer did not live to finish. */
function readNotes(path: string): readonly Note[] {
  if (!existsSync(path)) return [];
  const bytes = readFileSync(path);
  const end = bytes.lastIndexOf(0x0a) + 1;
  if (end < bytes.length) truncateSync(path, end);
  return notesIn(bytes.subarray(0, end).toString('utf8'), path);
}

function notesIn(text: string, path: string): readonly Note[] {
  const lines = text.split('\n').slice(0, -1);
  return lines.map((line, index) => {
    try {
      // The file is written by this module alone; a line that parses is one of ours.
      return JSON.parse(line) as Note;
    } catch (cause) {
      throw new InvariantError(`Line ${index + 1} of ${path} is damaged.`, {
        cause,
        hint: 'Keep the file as evidence and start with a fresh data directory.',
      });
    }
  });
}
