import { describe, expect, test } from 'vitest';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { roleNeeded } from '../../bot/people/door.ts';
import { plainText } from './chat-rig.ts';
import { tryByChance } from './stranger-chance.ts';
import { ACTING } from './stranger-lines.ts';
import type { Actor } from './stranger-walk.ts';
import { ADMIN, setScene, tableOf, walk } from './stranger-walk.ts';

describe('what is walked', () => {
  test('is every command of the registry, and nothing that is none', () => {
    expect(Object.keys(ACTING).sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
    for (const { name, roleFor } of COMMANDS) {
      expect(ACTING[name]?.length, name).toBeGreaterThan(0);
      // Where the words decide which role is needed, words of both kinds are walked.
      if (roleFor !== undefined)
        expect(new Set(ACTING[name]?.map((args) => roleFor(args))).size, name).toBeGreaterThan(1);
    }
  });

  test.each(
    COMMANDS.filter((command) => (ACTING[command.name] ?? []).some((args) => roleNeeded(command, args) !== 'viewer')),
  )('/$name gets an admin further than a sentence of refusal', async ({ name }) => {
    const kinds: string[] = [];
    for (const args of ACTING[name] ?? []) {
      const { rig } = await setScene();
      kinds.push(...(await rig.sayAs(ADMIN, `/${name} ${args}`.trim())).map(({ kind }) => kind));
    }
    expect(kinds.some((kind) => kind !== 'error')).toBe(true);
  });
});

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
    const answer = plainText(await rig.tapAs('telegram:3', nonce));
    // What the desk is to do more freely is typed as well.
    const [, code] = /approval\.mode[\s\S]*\/confirm (\d{4})/.exec(answer) ?? [];
    if (code !== undefined) await rig.sayAs('telegram:3', code);
    kinds.push(String(effectsOf('viewer') !== before));
  }
  expect(rig.desk.sent.map(({ type }) => type)).toEqual([
    ...['approval.answer', 'approval.answer', 'approval.answer', 'entries.pause', 'panic.latch'],
    ...['orders.cancel-all', 'position.close', 'setting.change', 'policy.change'],
  ]);
  expect(kinds[0]).toBe('true');
});
