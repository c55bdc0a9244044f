import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { DAY, HOUR, MINUTE, OWNER, START } from './journey.ts';
import type { Phones } from './phones.ts';
import { openPhones } from './phones.ts';

/** A shared machine may be slow; what comes is looked for at once. */
const PATIENCE_MS = 120_000;
const ANN = 5_100_000_001;
const BOB = 5_100_000_002;
const CAT = 5_100_000_003;

let phones: Phones;

beforeEach(async () => {
  // Nobody trades: what comes are rules, reports and what was held.
  phones = await openPhones({ strategies: [] });
}, 300_000);

afterEach(() => phones.close(), 120_000);

it('rules, reports and what waits end with the role, for whoever is put out and for nobody else', async () => {
  const [ann, bob, cat] = [ANN, BOB, CAT].map((id) => phones.tg.user({ id, name: `P${id}`, language: 'en' }));
  if (ann === undefined || bob === undefined || cat === undefined) throw new Error('nobody came');
  for (const user of [ann, bob, cat]) {
    await user.asks(`/start ${phones.invite('trader')}`);
    expect((await user.asks('tell me when ETH RSI on 5m falls below 40')).text).toContain('Alert 1 is set');
  }
  // Ann sleeps, so what the desk tells her is held.
  const minute = Math.trunc((Date.now() % DAY) / MINUTE);
  const quietHours = { from: (minute + 1435) % 1440, to: (minute + 1430) % 1440, zone: 'UTC' };
  const { desk } = phones.journey;
  const userId = `telegram:${ANN}`;
  await desk.engine.send({ type: 'policy.change', userId, change: { quietHours }, by: userId });
  await phones.journey.send({ type: 'entries.pause' });
  await phones.journey.send({ type: 'entries.resume' });
  await vi.waitFor(
    async () => {
      const rows = (await phones.chat.alerts.history(userId, 10)) ?? [];
      expect(rows.filter(({ state }) => state === 'held').length).toBe(2);
    },
    { timeout: PATIENCE_MS, interval: 200 },
  );
  const told = (user: typeof ann) => phones.tg.chatOf(user).fromBot.map(({ text }) => text);

  const put = async (id: number) => {
    const lines = { userId: OWNER, surface: 'terminal', at: Date.now(), text: `/remove telegram:${id}` };
    expect((await phones.chat.core.handle(lines))[0]?.kind).toBe('receipt');
  };
  await put(ANN);
  await put(CAT);
  const before = { ann: told(ann), cat: told(cat) };
  expect(desk.view.policyOf(userId).quietHours).toBeNull();

  await phones.journey.playTo(START + DAY + HOUR);
  await phones.chat.rules.settled();
  await phones.tg.chatOf(bob).waitFor(({ fromBot }) => {
    const has = (part: string) => fromBot.some(({ text }) => text.includes(part));
    return has('Daily report, 18 May') && has('Alert 1: ETH RSI on 5m bars below 40');
  }, PATIENCE_MS);
  // Each hears in their own chat, at the same rate: what was meant for the two would have come by now.
  expect(told(ann)).toEqual(before.ann);
  expect(told(cat)).toEqual(before.cat);
  expect(phones.notices).toEqual([]);

  // Also over a restart, and on being let in again nothing old comes.
  await phones.reopen();
  await ann.asks(`/start ${phones.invite('viewer')}`);
  expect(told(ann).slice(before.ann.length).join('\n')).not.toMatch(/While it was quiet|Daily report|Alert 1:/);
}, 600_000);
