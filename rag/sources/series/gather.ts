import type { SeriesPoint } from '../../series-point.ts';
import { SourceRefusedError, SourceUnavailableError } from '../../source-error.ts';
import type { Harvest, Unreadable, Visit } from '../source.ts';
import type { Progress } from './progress.ts';
import { LONGEST_WAIT_MS, readProgress, writeProgress } from './progress.ts';
import type { Reading } from './reading.ts';

/** One thing to ask of a site: a series, a symbol, an endpoint. It may fail without the others. */
export interface Part {
  /** `CPIAUCSL`: told to a person where it fails. */
  readonly place: string;
  /** Reads what is newer than `until` says; older points are dropped by the caller. Throws as a source does. */
  read(until: Progress['until']): Promise<Reading>;
}

interface Failure {
  readonly place: string;
  readonly error: SourceRefusedError | SourceUnavailableError;
}

/** A site that is down answers nobody: the rest is spared its timeouts. */
const MOST_UNANSWERED = 3;

/**
 * Reads the parts one after the other and returns what was new in them; a part that failed is told as unreadable.
 * Throws where every part failed: SourceRefusedError if all were refused, otherwise SourceUnavailableError.
 * A site that asks to wait is asked nothing more, on this visit and on those before the time it named.
 */
export async function gather(visit: Visit, site: string, parts: readonly Part[]): Promise<Harvest> {
  const before = readProgress(visit.memory.cursor);
  refuseBefore(before.notBefore, visit.now, site);
  const readings: Reading[] = [];
  const failures: Failure[] = [];
  for (const part of parts) {
    const error = reasonToStop(failures) ?? (await failureOf(part, before, visit, readings));
    if (error !== null) failures.push({ place: part.place, error });
  }
  if (readings.length === 0 && failures.length > 0) throw inAll(site, failures);
  return harvestOf(before, readings, failures, visit.now);
}

async function failureOf(part: Part, before: Progress, visit: Visit, readings: Reading[]) {
  try {
    readings.push(await part.read(before.until));
    return null;
  } catch (error) {
    if (visit.signal?.aborted === true || !isSourceError(error)) throw error;
    return error;
  }
}

function harvestOf(before: Progress, readings: readonly Reading[], failures: readonly Failure[], now: number): Harvest {
  const points = newOnly(
    readings.flatMap((reading) => reading.points),
    before.until,
  );
  const failed: Unreadable[] = failures.map(({ place, error }) => ({ place, problem: error.message }));
  const wait = longestWait(failures);
  const progress: Progress = {
    until: { ...before.until, ...newestOf(points) },
    notBefore: wait === undefined ? 0 : now + wait,
  };
  return {
    items: [],
    points,
    unreadable: [...readings.flatMap((reading) => reading.unreadable), ...failed],
    memory: { cursor: writeProgress(progress) },
    unchanged: false,
  };
}

/** One value per series and time: the first that was told. */
function newOnly(points: readonly SeriesPoint[], until: Progress['until']): readonly SeriesPoint[] {
  const told = new Set<string>();
  return points.filter(({ series, at }) => {
    const key = `${series} ${at}`;
    const fresh = !told.has(key) && at > (until[series] ?? Number.NEGATIVE_INFINITY);
    told.add(key);
    return fresh;
  });
}

function newestOf(points: readonly SeriesPoint[]): Record<string, number> {
  const newest: Record<string, number> = {};
  for (const { series, at } of points) newest[series] = Math.max(newest[series] ?? at, at);
  return newest;
}

/** A time far ahead was written by another clock and is not kept to. */
function refuseBefore(notBefore: number, now: number, site: string): void {
  const retryAfterMs = notBefore - now;
  if (retryAfterMs <= 0 || retryAfterMs > LONGEST_WAIT_MS) return;
  const seconds = Math.ceil(retryAfterMs / 1_000);
  throw new SourceUnavailableError('source.asked-to-wait', `${site} asked not to be asked for ${seconds} s more.`, {
    retryAfterMs,
  });
}

function reasonToStop(failures: readonly Failure[]): SourceUnavailableError | null {
  const wait = longestWait(failures);
  if (wait !== undefined) {
    return new SourceUnavailableError('source.not-asked', 'It was not asked: the site wants to be left alone for now.');
  }
  const last = failures.slice(-MOST_UNANSWERED);
  if (last.length < MOST_UNANSWERED || !last.every(({ error }) => isDown(error))) return null;
  return new SourceUnavailableError('source.not-asked', 'It was not asked: the site did not answer before.');
}

function isDown(error: Failure['error']): boolean {
  return error instanceof SourceUnavailableError && error.code !== 'source.malformed';
}

function longestWait(failures: readonly Failure[]): number | undefined {
  const waits = failures.flatMap(({ error }) =>
    error instanceof SourceUnavailableError && error.retryAfterMs !== undefined ? [error.retryAfterMs] : [],
  );
  return waits.length === 0 ? undefined : Math.min(Math.max(0, ...waits), LONGEST_WAIT_MS);
}

function inAll(site: string, failures: readonly Failure[]): Error {
  const [first] = failures;
  const others = failures.length > 1 ? ` So it went with all ${failures.length} things asked of it.` : '';
  const message = `${site} gave nothing. ${first?.place}: ${first?.error.message}${others}`;
  const code = first?.error.code ?? 'source.malformed';
  if (failures.every(({ error }) => error instanceof SourceRefusedError)) return new SourceRefusedError(code, message);
  return new SourceUnavailableError(code, message, { retryAfterMs: longestWait(failures) });
}

function isSourceError(error: unknown): error is Failure['error'] {
  return error instanceof SourceRefusedError || error instanceof SourceUnavailableError;
}
