import { afterEach, expect, it } from 'vitest';
import type { DiscordRig } from '../bot/surfaces/discord/discord-rig.ts';
import { discordRig } from '../bot/surfaces/discord/discord-rig.ts';

const PEOPLE = 50;
/** As many as a person may write in a minute. */
const LINES = 20;
/** A shared machine may be slow; what comes is looked for at once. */
const PATIENCE_MS = 150_000;

let rig: DiscordRig | null = null;
afterEach(async () => {
  await rig?.close();
  rig = null;
});

it('a thousand lines from fifty people are answered in order, none lost and none twice, though the connection breaks twice', async () => {
  const ids = Array.from({ length: PEOPLE }, (_, index) => `${1_300_000_000_000_000_000n + BigInt(index)}`);
  rig = await discordRig({ roles: Object.fromEntries(ids.map((id) => [`discord:${id}`, 'trader'])) });
  const { dc } = rig;
  const people = ids.map((id) => dc.user({ id, name: `P${id.slice(-2)}` }));
  for (let round = 0; round < LINES; round += 1) {
    for (const person of people) await person.says(`what is number ${round}`);
    if (round === 5) dc.gateway.drop();
    if (round === 12) dc.gateway.closeWith(4000);
  }
  const answers = (id: string) => dc.chatOf({ id }).fromBot;
  const isDone = () => ids.every((id) => answers(id).length >= LINES);
  await dc.until(isDone, PATIENCE_MS);
  const expected = Array.from({ length: LINES }, (_, round) => round);
  for (const id of ids) {
    const numbers = answers(id).map(({ text }) => Number(/number (\d+)/.exec(text)?.[1]));
    expect(numbers, `what ${id} was answered`).toEqual(expected);
  }
  expect(dc.gateway.identified).toBe(1);
  expect(dc.gateway.resumed).toBeGreaterThan(0);
  expect(rig.troubles).toEqual([]);
}, 180_000);
