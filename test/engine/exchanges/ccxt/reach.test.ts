import { afterEach, expect, it } from 'vitest';
import { openVenue, type VenueUnderTest } from './venue-under-test.ts';

let under: VenueUnderTest | null = null;
afterEach(async () => {
  await under?.close();
  under = null;
});

it.each(['binanceusdm', 'upbit'] as const)('%s: tells of each question whether anything came back', async (name) => {
  const heard: boolean[] = [];
  under = await openVenue(name, { stream: false, timeoutMs: 300, onReach: (answered) => heard.push(answered) });
  const { execution, venue } = under;
  expect(heard.length).toBeGreaterThan(0);
  expect(heard).not.toContain(false);
  const asked = async (): Promise<boolean | undefined> => {
    await execution.account().catch(() => undefined);
    return heard.at(-1);
  };
  venue.faults.onRequest('reset', { kind: 'account' }, 1);
  expect(await asked()).toBe(false);
  // A refusal is an answer: somebody is there.
  venue.faults.onRequest('503', { kind: 'account' }, 1);
  expect(await asked()).toBe(true);
  venue.faults.onRequest('silence', { kind: 'account' }, 1);
  expect(await asked()).toBe(false);
  expect(await asked()).toBe(true);
});
