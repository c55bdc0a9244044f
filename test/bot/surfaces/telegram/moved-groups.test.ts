import { describe, expect, test } from 'vitest';
import { createMovedGroups } from '../../../../bot/surfaces/telegram/moved-groups.ts';

function movedGroups(kept: Readonly<Record<string, string>> = {}) {
  const moves = new Map(Object.entries(kept));
  const store = {
    load: async () => moves,
    save: async (from: string, to: string) => void moves.set(from, to),
  };
  return createMovedGroups(store, () => 0);
}

describe('the groups that may ask', () => {
  test('are followed as far as they moved, and others stay', async () => {
    const moved = movedGroups();
    await moved.note(-5, -1001);
    await moved.note(-1001, -1002);
    expect([...(await moved.follow([-5, -7]))]).toEqual([-1002, -7]);
  });

  test('stay where they are when they are said to have moved in a circle, or to nowhere', async () => {
    const circle = movedGroups({ 'telegram:-5': 'telegram:-6', 'telegram:-6': 'telegram:-5' });
    expect([...(await circle.follow([-5]))]).toEqual([-5]);
    const odd = movedGroups({ 'telegram:-5': 'telegram:77', 'telegram:-8': 'discord:-9' });
    expect([...(await odd.follow([-5, -8]))]).toEqual([-5, -8]);
  });
});
