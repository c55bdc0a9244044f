import { z } from 'zod';

/** How far a file was read. */
export interface FileMark {
  readonly bytes: number;
  readonly changedAt: number;
  /** Everything before this was handed over. */
  readonly readTo: number;
  readonly lines: number;
  /** Of what stands before `readTo`: a file that was written anew begins anew. */
  readonly fingerprint: string;
}

const marksSchema = z.record(
  z.string(),
  z
    .tuple([z.number(), z.number(), z.number(), z.number(), z.string()])
    .transform(
      ([bytes, changedAt, readTo, lines, fingerprint]): FileMark => ({ bytes, changedAt, readTo, lines, fingerprint }),
    ),
);

/** Returns the marks of a cursor by file name; one that cannot be read holds none, and everything is read again. */
export function recallMarks(cursor: string | undefined): ReadonlyMap<string, FileMark> {
  try {
    const result = marksSchema.safeParse(JSON.parse(cursor ?? '{}'));
    return new Map(Object.entries(result.success ? result.data : {}));
  } catch {
    return new Map();
  }
}

export function marksToCursor(marks: ReadonlyMap<string, FileMark>): string {
  const entries = [...marks].map(([name, { bytes, changedAt, readTo, lines, fingerprint }]) => [
    name,
    [bytes, changedAt, readTo, lines, fingerprint],
  ]);
  return JSON.stringify(Object.fromEntries(entries));
}
