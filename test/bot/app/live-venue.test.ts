import { expect, test } from 'vitest';
import { fundedSince } from '../../../bot/app/live-venue.ts';
import type { JournalEntry, JournalEvent } from '../../../engine/domain/journal-entry.ts';

const HOUR_MS = 3_600_000;

const STARTED: JournalEvent = {
  ...{ type: 'desk.started', mode: 'live', account: 'main', venue: 'binanceusdm', source: 'live', seed: '' },
  ...{ configSha256: '', startingCash: '1000', quoteCurrency: 'USDT' },
};

function funding(at: number): JournalEvent {
  const paid = { id: String(at), venue: 'binanceusdm', symbol: 'BTC/USDT:USDT', amount: '-1', currency: 'USDT' };
  return { type: 'funding.settled', funding: { ...paid, rateFraction: null, at } };
}

function journal(...events: readonly (readonly [at: number, event: JournalEvent])[]): readonly JournalEntry[] {
  return events.map(([at, event], index) => ({ seq: index + 1, at, event, hash: '' }));
}

test('funding is asked for from the start of the desk, later from an hour before the last payment', () => {
  expect(fundedSince([])).toBeUndefined();
  expect(fundedSince(journal([5_000, STARTED]))).toBe(5_000);
  expect(fundedSince(journal([5_000, STARTED], [9_100, funding(9_000)]))).toBe(5_000);
  const late = 5_000 + 9 * HOUR_MS;
  expect(fundedSince(journal([5_000, STARTED], [late, funding(late)], [late, funding(late - 1)]))).toBe(late - HOUR_MS);
});
