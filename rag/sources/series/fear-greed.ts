import { z } from 'zod';
import { SourceUnavailableError } from '../../source-error.ts';
import type { Source, Unreadable, Visit } from '../source.ts';
import { gather } from './gather.ts';
import type { Candidate, Reading } from './reading.ts';
import { judge } from './reading.ts';
import { askJson, eachRow, written } from './site.ts';

export const FEAR_GREED_ORIGIN = 'https://api.alternative.me';
const SERIES = 'fear-greed';
const DAY_MS = 24 * 60 * 60 * 1_000;
const FIRST_VISIT_DAYS = 365;
/** The index begins in February 2018; more is never there. */
const MOST_DAYS = 10_000;

const answerSchema = z.object({
  data: z.array(z.unknown()),
  metadata: z.object({ error: z.unknown() }).partial().optional(),
});
const rowSchema = z.object({ value: written, timestamp: z.union([z.string().regex(/^\d{9,11}$/), z.number().int()]) });

/**
 * The Crypto Fear & Greed Index of alternative.me: one value a day, 0 (fear) to 100 (greed), from 2018 on.
 * A value carries the midnight (UTC) at which it was published and stands for the day that begins there, so it is known
 * from its own timestamp on. https://alternative.me/crypto/fear-and-greed-index/#api
 */
export function createFearGreedSource({ origin = FEAR_GREED_ORIGIN }: { origin?: string | undefined } = {}): Source {
  return {
    name: 'series:fear-greed',
    everyMs: 60 * 60_000,
    hosts: [new URL(origin).hostname],
    visit: (visit) =>
      gather(visit, 'alternative.me', [{ place: 'index', read: (until) => readIndex(visit, origin, until[SERIES]) }]),
  };
}

async function readIndex(visit: Visit, origin: string, last: number | undefined): Promise<Reading> {
  const url = `${origin}/fng/?limit=${daysToAsk(visit.now, last)}&format=json`;
  const { data, metadata } = await askJson(visit, url, answerSchema);
  if (metadata?.error !== undefined && metadata.error !== null) {
    throw new SourceUnavailableError('source.malformed', 'alternative.me reports an error of its own with its answer.');
  }
  return judge(
    eachRow<z.infer<typeof rowSchema>, Candidate | Unreadable>(data, rowSchema, 'index', candidateOf),
    visit.now,
  );
}

function* candidateOf(row: z.infer<typeof rowSchema>, place: string): Generator<Candidate> {
  const at = Number(row.timestamp) * 1_000;
  const range = { least: 0, most: 100 };
  yield { place, series: SERIES, at, knownBy: at, written: row.value, range, unit: 'index', source: 'alternative.me' };
}

function daysToAsk(now: number, last: number | undefined): number {
  if (last === undefined) return FIRST_VISIT_DAYS;
  return Math.min(MOST_DAYS, Math.max(1, Math.ceil((now - last) / DAY_MS) + 1));
}
