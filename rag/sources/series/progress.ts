import { z } from 'zod';

/** How far a source of figures has read, per series, and until when its site asked to be left alone. */
export interface Progress {
  /** The newest time a value of the series spoke about, epoch ms. */
  readonly until: Readonly<Record<string, number>>;
  /** Epoch ms; 0 where nobody asked. */
  readonly notBefore: number;
}

/** Binance bans for up to three days; a wait beyond that is a mistake or malice, on either side's clock. */
export const LONGEST_WAIT_MS = 3 * 24 * 60 * 60 * 1_000;

const NOTHING_READ: Progress = { until: {}, notBefore: 0 };

/** What no date can hold would break whoever makes one of it. */
const moment = z.number().min(0).max(8e15);
const schema = z.object({ until: z.record(z.string(), moment), notBefore: moment });

/** Returns what a cursor says; a cursor that cannot be read begins again, for reading twice loses nothing. */
export function readProgress(cursor: string | undefined): Progress {
  if (cursor === undefined) return NOTHING_READ;
  try {
    return schema.parse(JSON.parse(cursor));
  } catch {
    return NOTHING_READ;
  }
}

export function writeProgress(progress: Progress): string {
  return JSON.stringify(progress);
}
