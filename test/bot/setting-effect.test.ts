import { expect, test } from 'vitest';
import { decisionRecord } from '../fixtures/decision-record.ts';
import { createChatRig } from './chat-rig.ts';

test('a look back over many entries lets the desk do other things in between', async () => {
  const rig = createChatRig();
  for (let number = 1; number <= 200; number += 1) rig.records.add(decisionRecord(number));
  let turns = 0;
  let looking = true;
  const count = (): void => {
    turns += 1;
    if (looking) setImmediate(count);
  };
  const answer = rig.say('/settings risk.max-daily-loss 1%').finally(() => {
    looking = false;
  });
  setImmediate(count);
  expect(await answer).toContain('200');
  // Two hundred entries, a few at a time; in one go there would be a turn or two.
  expect(turns).toBeGreaterThanOrEqual(20);
});
