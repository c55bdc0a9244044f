import { afterEach, beforeEach, expect, it } from 'vitest';
import type { Journey } from './journey.ts';
import { BTC, HOUR, openJourney, START } from './journey.ts';

let journey: Journey;

beforeEach(async () => {
  journey = await openJourney();
}, 120_000);

afterEach(() => journey.end(), 60_000);

it('a page of decisions is read as far as it is shown, however far down the list it lies', async () => {
  await journey.playTo(START + 12 * HOUR);
  await journey.desk.journal.flushed();
  const { records } = journey.desk;
  for (const symbol of [undefined, BTC]) {
    const all = await records.decisions({ symbol, limit: 1_000 });
    expect(all.length).toBeGreaterThan(3);
    expect(await records.decisions({ symbol, skip: 1, limit: 2 })).toEqual(all.slice(1, 3));
    expect(await records.decisions({ symbol, skip: all.length, limit: 8 })).toEqual([]);
  }
}, 180_000);
