import { expect, test } from 'vitest';
import { entry, outbound, outboxRig } from './outbox-rig.ts';

const HOUR = 3_600_000;
const MAY_HEAR = { telegram: true };
const inOrOut = () => ({
  mayHear: (userId: string) => userId !== 'telegram:1' || MAY_HEAR.telegram,
  channels: [{ name: 'telegram' }, { name: 'slack' }] as const,
});

test('what waits for somebody who is put out reaches nobody, there or at the next place, and is no failure', async () => {
  MAY_HEAR.telegram = true;
  const rig = outboxRig(inOrOut());
  const route = ['telegram:1', 'slack:desk'];
  await rig.outbox.add([
    entry('money', { route, money: true }),
    entry('urgent', { route, outbound: outbound('urgent', 'urgent') }),
    entry('for somebody else', { userId: 'telegram:2', route: ['telegram:2'] }),
  ]);
  MAY_HEAR.telegram = false;
  await rig.outbox.start();
  await rig.time.pass(HOUR);
  await rig.outbox.stop();
  expect(rig.arrived('telegram:1')).toEqual([]);
  expect(rig.arrived('slack:desk')).toEqual([]);
  expect(rig.arrived('telegram:2')).toEqual(['for somebody else']);
  expect((await rig.outbox.history('telegram:1', 10)).map(({ state }) => state)).toEqual(['muted', 'muted']);
  expect(rig.reports).toEqual([]);
});

test('what quiet hours hold does not come out at their end either', async () => {
  MAY_HEAR.telegram = true;
  const rig = outboxRig({ ...inOrOut(), quietUntil: (_, now) => now + HOUR });
  await rig.outbox.start();
  await rig.outbox.add([entry('one'), entry('two')]);
  MAY_HEAR.telegram = false;
  await rig.time.pass(3 * HOUR);
  await rig.outbox.stop();
  expect(rig.channel('telegram').arrivals).toEqual([]);
});
