import type { Fetcher } from './fetch/fetcher.ts';
import type { Ingester, IngestReport } from './ingest.ts';
import type { SeriesStore } from './series-store.ts';
import { SourceRefusedError, SourceUnavailableError } from './source-error.ts';
import type { SourceJournal, SourceStanding } from './source-journal.ts';
import type { Harvest, Source } from './sources/source.ts';

/** What came of one visit; shown by `news fetch` and written to the log. */
export type VisitReport =
  | {
      readonly outcome: 'visited';
      readonly source: string;
      readonly unchanged: boolean;
      readonly documents: IngestReport | null;
      readonly points: number;
      readonly unreadable: Harvest['unreadable'];
    }
  | { readonly outcome: 'failed'; readonly source: string; readonly problem: string; readonly nextVisitAt: number };

export interface VisitParts {
  readonly fetcher: Fetcher;
  readonly ingester: Ingester;
  readonly series: SeriesStore;
  readonly journal: SourceJournal;
  readonly now: () => number;
  /** Told of a fault that nobody planned; people are told only that there was one. */
  readonly onFault?: (source: string, fault: unknown) => void;
}

export interface VisitOptions {
  /** True: visits also those whose time has not come, as a person who asks wants it. */
  readonly all?: boolean;
  /** Ends it; a visit that is broken off counts neither as a success nor as a failure. */
  readonly signal?: AbortSignal;
  readonly onReport?: (report: VisitReport) => void;
}

const AT_ONCE = 4;
const FIRST_RETRY_MS = 60_000;
const LONGEST_RETRY_MS = 6 * 3_600_000;
const NEVER: Omit<SourceStanding, 'name'> = {
  memory: {},
  lastVisitAt: null,
  lastSuccessAt: null,
  lastNew: 0,
  failures: 0,
  problem: null,
  nextVisitAt: 0,
};

/** Visits every source that is due, a few at a time; whatever happens to one of them is its own affair. */
export async function visitSources(
  sources: readonly Source[],
  parts: VisitParts,
  options: VisitOptions = {},
): Promise<readonly VisitReport[]> {
  const standings = new Map((await parts.journal.load()).map((standing) => [standing.name, standing]));
  const standingOf = (source: Source) => standings.get(source.name) ?? { name: source.name, ...NEVER };
  const due = sources.filter((source) => options.all === true || standingOf(source).nextVisitAt <= parts.now());
  const reports: VisitReport[] = [];
  const waiting = [...due];
  const worker = async (): Promise<void> => {
    for (let source = waiting.shift(); source !== undefined; source = waiting.shift()) {
      if (options.signal?.aborted) return;
      const report = await visitOne(source, standingOf(source), parts, options.signal);
      if (report === null) return;
      reports.push(report);
      options.onReport?.(report);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return reports;
}

async function visitOne(
  source: Source,
  standing: SourceStanding,
  parts: VisitParts,
  signal: AbortSignal | undefined,
): Promise<VisitReport | null> {
  const now = parts.now();
  const { fetcher, ingester, series, journal } = parts;
  try {
    const harvest = await source.visit({
      fetcher,
      memory: standing.memory,
      now,
      ...(signal === undefined ? {} : { signal }),
    });
    const documents =
      harvest.items.length === 0 ? null : await ingester.take(harvest.items, { feed: source.name, now, heard: 'now' });
    const points = await series.insert(harvest.points, now);
    await journal.save({
      name: source.name,
      // Only what was stored may be forgotten: the memory moves on after it, never before.
      memory: harvest.memory,
      lastVisitAt: now,
      lastSuccessAt: now,
      lastNew: (documents?.stored ?? 0) + points,
      failures: 0,
      problem: nothingReadable(harvest),
      nextVisitAt: now + source.everyMs,
    });
    const { unchanged, unreadable } = harvest;
    return { outcome: 'visited', source: source.name, unchanged, documents, points, unreadable };
  } catch (error) {
    if (signal?.aborted) return null;
    if (!isForPeople(error)) parts.onFault?.(source.name, error);
    const failures = standing.failures + 1;
    const problem = problemOf(error);
    const nextVisitAt = now + retryAfter(error, failures, source.everyMs);
    await journal.save({ ...standing, lastVisitAt: now, failures, problem, nextVisitAt });
    return { outcome: 'failed', source: source.name, problem, nextVisitAt };
  }
}

/** Later each time, at most six hours; what was refused for good is asked rarely, for a person may have mended it. */
function retryAfter(error: unknown, failures: number, everyMs: number): number {
  if (error instanceof SourceRefusedError) return LONGEST_RETRY_MS;
  const asked = error instanceof SourceUnavailableError ? (error.retryAfterMs ?? 0) : 0;
  const doubled = Math.min(LONGEST_RETRY_MS, Math.max(FIRST_RETRY_MS, everyMs / 4) * 2 ** Math.min(failures - 1, 12));
  return Math.max(asked, doubled);
}

function isForPeople(error: unknown): error is SourceUnavailableError | SourceRefusedError {
  return error instanceof SourceUnavailableError || error instanceof SourceRefusedError;
}

/** A page that came and held nothing that could be read: not a failure of the way there, but somebody should look. */
function nothingReadable({ items, points, unreadable }: Harvest): string | null {
  const [first] = unreadable;
  if (first === undefined || items.length > 0 || points.length > 0) return null;
  return `Nothing that came could be read (${first.place}: ${first.problem.replace(/\.$/, '')}).`.slice(0, 500);
}

/** Only errors made for people are told as they are; a fault of our own might hold anything. */
function problemOf(error: unknown): string {
  if (isForPeople(error)) return error.message.slice(0, 500);
  const name = error instanceof Error ? error.name : 'fault';
  return `It failed for a reason of its own (${name}). The log says more.`;
}
