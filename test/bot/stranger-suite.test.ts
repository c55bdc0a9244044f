import { describe, expect, test } from 'vitest';
import { tryByChance } from './stranger-chance.ts';
import type { Actor } from './stranger-walk.ts';
import { setScene, tableOf, walk } from './stranger-walk.ts';

describe('who should not get anywhere', () => {
  test('gets nowhere, with any command or button there is, and learns nothing', async () => {
    const rows = await walk();
    expect(rows.filter(({ effects }) => effects > 0)).toEqual([]);
    expect(rows.every(({ tries }) => tries > 0)).toBe(true);
    const heardBy = (actor: Actor, place: string) =>
      [
        ...new Set(
          rows.filter((row) => row.actor === actor && row.place === place).flatMap(({ heard }) => [...heard.keys()]),
        ),
      ].sort();
    const outside = ['code not valid', 'neutral sentence', 'own number', 'silence'];
    expect(heardBy('stranger', 'private')).toEqual(outside);
    expect(heardBy('removed', 'private')).toEqual(outside);
    expect(heardBy('stranger', 'group')).toEqual(['silence']);
    expect(heardBy('removed', 'group')).toEqual(['silence']);
    process.stdout.write(`${tableOf(rows)}\n`);
  });

  test('gets nowhere by chance either (a thousand tries; stranger-run.ts makes more)', async () => {
    const { tries } = await tryByChance(1_000);
    expect(tries).toBe(1_000);
  });
});

test('the scene would show an effect: an admin has one with the same things', async () => {
  const { rig, nonces, effectsOf } = await setScene();
  const before = effectsOf('viewer');
  const kinds: string[] = [];
  for (const nonce of nonces.foreign) {
    await rig.tapAs('telegram:3', nonce);
    kinds.push(String(effectsOf('viewer') !== before));
  }
  expect(rig.desk.sent.map(({ type }) => type)).toEqual([
    ...['approval.answer', 'approval.answer', 'approval.answer', 'entries.pause', 'panic.latch'],
    ...['orders.cancel-all', 'position.close', 'setting.change'],
  ]);
  expect(kinds[0]).toBe('true');
});
