import { expect, it } from 'vitest';
import type { Fetcher } from '../../../../rag/fetch/fetcher.ts';
import type { SeriesPoint } from '../../../../rag/series-point.ts';
import { SourceRefusedError, SourceUnavailableError } from '../../../../rag/source-error.ts';
import { gather, type Part } from '../../../../rag/sources/series/gather.ts';
import type { SourceMemory } from '../../../../rag/sources/source.ts';
import { DAY } from './visiting.ts';

const NOW = Date.UTC(2025, 4, 1);
const fetcher: Fetcher = { get: () => Promise.reject(new Error('no part of this asks')) };

function gathered(parts: readonly Part[], memory: SourceMemory = {}, now = NOW) {
  return gather({ fetcher, memory, now }, 'Somewhere', parts);
}

function point(at: number, value: number): SeriesPoint {
  return { series: 's', at, knownAt: at, value, unit: 'index', source: 'x' };
}

function giving(...points: SeriesPoint[]): Part {
  return { place: 'a part', read: async () => ({ points, unreadable: [] }) };
}

function failing(error: Error): Part {
  return { place: 'another part', read: () => Promise.reject(error) };
}

it('gives one value per series and time, the first that was told', async () => {
  const { points } = await gathered([giving(point(1, 10), point(1, 11)), giving(point(1, 12), point(2, 13))]);
  expect(points.map(({ value }) => value)).toEqual([10, 13]);
});

it('remembers the newest time of each series, in whatever order it came', async () => {
  const { memory } = await gathered([giving(point(5, 1), point(9, 1), point(7, 1))]);
  expect((await gathered([giving(point(9, 1), point(10, 2))], memory)).points).toEqual([point(10, 2)]);
});

it('does not forget a series because a visit gave nothing of it', async () => {
  const first = await gathered([giving(point(5, 1))]);
  const second = await gathered([giving()], first.memory);
  expect((await gathered([giving(point(5, 1))], second.memory)).points).toEqual([]);
});

it('is refused where all was refused, and unavailable where anything may work later', async () => {
  const refused = new SourceRefusedError('status-404', 'It is not there.');
  const down = new SourceUnavailableError('status-503', 'It is out of order.');
  await expect(gathered([failing(refused), failing(refused)])).rejects.toMatchObject({
    name: 'SourceRefusedError',
    message: 'Somewhere gave nothing. another part: It is not there. So it went with all 2 things asked of it.',
  });
  await expect(gathered([failing(refused), failing(down)])).rejects.toBeInstanceOf(SourceUnavailableError);
});

it('does not take a fault of its own for one of the site', async () => {
  await expect(gathered([giving(point(1, 1)), failing(new TypeError('a bug'))])).rejects.toBeInstanceOf(TypeError);
});

it('gives up as a whole when it is told to stop', async () => {
  const stopped = new SourceUnavailableError('aborted', 'It was stopped.');
  const visit = { fetcher, memory: {}, now: NOW, signal: AbortSignal.abort() };
  await expect(gather(visit, 'Somewhere', [giving(point(1, 1)), failing(stopped)])).rejects.toBe(stopped);
});

it('waits three days at most, and not at all by a clock that has been set back', async () => {
  const banned = new SourceUnavailableError('status-429', 'too often', { retryAfterMs: 1e12 });
  await expect(gathered([failing(banned)])).rejects.toMatchObject({ retryAfterMs: 3 * DAY });
  const { memory } = await gathered([giving(point(1, 1)), failing(banned)]);
  await expect(gathered([giving()], memory, NOW + 1)).rejects.toMatchObject({ code: 'source.asked-to-wait' });
  expect((await gathered([giving()], memory, NOW - DAY)).points).toEqual([]);
});

it.each(['', '[]', '{"until":{"s":1e300},"notBefore":0}', '{"until":{"s":"1"},"notBefore":0}'])(
  'begins again with a memory of %j',
  async (cursor) => {
    expect((await gathered([giving(point(1, 1))], { cursor })).points).toHaveLength(1);
  },
);
