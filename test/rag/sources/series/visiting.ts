import type { Harvest, Source, SourceMemory } from '../../../../rag/sources/source.ts';
import { createLoopbackFetcher } from '../../../fakes/series-sites/loopback-fetcher.ts';

export const HOUR = 60 * 60 * 1_000;
export const DAY = 24 * HOUR;

/** Visits a source over loopback at a moment, with what it remembers from an earlier harvest. */
export function visit(source: Source, now: number, memory: SourceMemory = {}, signal?: AbortSignal): Promise<Harvest> {
  return source.visit({ fetcher: createLoopbackFetcher(), memory, now, signal });
}

/** What a point says, short enough to compare whole harvests. */
export function told({ points }: Harvest): readonly string[] {
  return points.map(
    ({ series, at, knownAt, value, unit }) => `${series} ${time(at)} known ${time(knownAt)}: ${value} ${unit}`,
  );
}

export function time(at: number): string {
  return new Date(at).toISOString().slice(0, 16);
}
