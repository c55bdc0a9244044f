import { describe, expect, test } from 'vitest';
import type { Place } from '../../../bot/alerts/places.ts';
import { placesOf, withPlaces } from '../../../bot/alerts/places.ts';
import { createRecipients } from '../../../bot/alerts/recipients.ts';
import type { Hears } from '../../../bot/config/config-places.ts';
import type { Draft } from '../../../bot/outbox/journal-feed.ts';
import { createAccess } from '../../../bot/people/access.ts';
import { createMemoryPreferences } from '../../../bot/preferences.ts';
import type { JournalEntry } from '../../../engine/domain/journal-entry.ts';
import { entry, outbound, outboxRig } from '../outbox/outbox-rig.ts';

const place = (address: string, hears: Hears = 'money'): Place => ({ address, hears, language: 'en' });
const SLACK = 'slack:desk';
const MAIL = 'email:ops@example.net';

const access = createAccess({
  'telegram:1': 'admin',
  'telegram:2': 'trader',
  'discord:3': 'viewer',
  'slack:4': 'admin',
});

describe('who is told', () => {
  test('people on platforms that are open, and the places; an admin has the places behind them', () => {
    const recipients = createRecipients({
      access,
      channels: ['telegram', 'slack', 'email'],
      places: [place(SLACK), place(MAIL, 'all')],
    });
    expect(recipients.all()).toEqual([
      { userId: 'telegram:1', role: 'admin', route: ['telegram:1', SLACK, MAIL] },
      { userId: 'telegram:2', role: 'trader', route: ['telegram:2'] },
      { userId: SLACK, role: 'viewer', route: [SLACK, MAIL] },
      { userId: MAIL, role: 'viewer', route: [MAIL] },
    ]);
    expect(recipients.of('telegram:2')?.role).toBe('trader');
    for (const nobody of ['discord:3', 'slack:4', 'telegram:9', 'terminal:owner'])
      expect(recipients.of(nobody)).toBeNull();
  });

  test('a place that hears of nothing on its own is only behind an admin; one that is not open is not there', () => {
    const recipients = createRecipients({
      access,
      channels: ['telegram', 'slack'],
      places: [place(SLACK, 'escalated'), place(MAIL)],
    });
    expect(recipients.all().map(({ userId }) => userId)).toEqual(['telegram:1', 'telegram:2']);
    expect(recipients.of('telegram:1')?.route).toEqual(['telegram:1', SLACK]);
    expect(recipients.of(SLACK)).toBeNull();
  });

  test('somebody who comes in, and somebody who is put out, counts at once', async () => {
    const people = createAccess({ 'telegram:1': 'admin' });
    const recipients = createRecipients({ access: people, channels: ['telegram'], places: [] });
    await people.grant({ userId: 'telegram:5', role: 'viewer', by: 'terminal:owner', at: 1 });
    expect(recipients.of('telegram:5')?.role).toBe('viewer');
    await people.remove({ userId: 'telegram:5', by: 'terminal:owner', at: 2 });
    expect(recipients.of('telegram:5')).toBeNull();
  });

  test('a place that asked for money is told of nothing else', async () => {
    const recipients = createRecipients({
      access,
      channels: ['telegram', 'slack', 'email'],
      places: [place(SLACK, 'money'), place(MAIL, 'all')],
    });
    const journalled: JournalEntry = { seq: 1, at: 1, event: { type: 'entries.resumed', by: 'x' }, hash: 'h' };
    const drafted = (money: boolean) =>
      recipients.heard(async (_, userId): Promise<Draft> => {
        return { userId, route: [userId], kind: 'k', money, group: null, inPlace: false, outbound: outbound('x') };
      });
    const told = async (userId: string, money: boolean) => (await drafted(money)(journalled, userId)) !== null;
    expect(await told(SLACK, false)).toBe(false);
    expect(await told(SLACK, true)).toBe(true);
    expect(await told(MAIL, false)).toBe(true);
    expect(await told('telegram:2', false)).toBe(true);
  });
});

describe('the places', () => {
  const slack = { webhook: 'https://hooks.slack.example/services/x', alerts: 'money', language: 'ko' } as const;
  const server = { host: 'm', port: 587, security: 'starttls', user: null, password: null, ca: null } as const;
  const email = { server, from: 'a@b', to: ['a@b', 'c@d'], alerts: 'all', language: 'en' } as const;

  test('are those that the configuration names, Slack first', () => {
    expect(placesOf({ slack, email })).toEqual([
      { address: 'slack:desk', hears: 'money', language: 'ko' },
      { address: 'email:a@b', hears: 'all', language: 'en' },
      { address: 'email:c@d', hears: 'all', language: 'en' },
    ]);
    expect(placesOf({ slack: { ...slack, webhook: null }, email: { ...email, server: null } })).toEqual([]);
  });

  test('are spoken to in their language, whatever anybody kept for that name', async () => {
    const people = createMemoryPreferences();
    await people.save(SLACK, { language: 'en', fixed: false, zone: null });
    await people.save('telegram:1', { language: 'en', fixed: false, zone: null });
    const preferences = withPlaces(people, placesOf({ slack, email }));
    expect(await preferences.load(SLACK)).toEqual({ language: 'ko', fixed: true, zone: null });
    expect((await preferences.load('telegram:1')).language).toBe('en');
  });
});

describe('one event, one place', () => {
  const MINUTE = 60_000;
  const told = (userId: string, route: readonly string[]) =>
    entry(`stop moved, for ${userId}`, { userId, route, money: true, dedupeKey: `12:${userId}` });
  const away = { name: 'telegram', script: () => 'fault' as const } as const;

  test('what a place was told on its own does not come a second time from admins who could not be reached', async () => {
    const rig = outboxRig({ channels: [away, { name: 'slack' }] });
    await rig.outbox.start();
    const { all } = createRecipients({
      access: createAccess({ 'telegram:1': 'admin', 'telegram:2': 'admin' }),
      channels: ['telegram', 'slack'],
      places: [place(SLACK)],
    });
    await rig.outbox.add(all().map(({ userId, route }) => told(userId, route)));
    await rig.time.pass(5 * MINUTE);
    expect(rig.arrived(SLACK)).toEqual([`stop moved, for ${SLACK}`]);
  });

  test('two admins who could not be reached bring it there once', async () => {
    const rig = outboxRig({ channels: [away, { name: 'slack' }] });
    await rig.outbox.start();
    await rig.outbox.add(['telegram:1', 'telegram:2'].map((userId) => told(userId, [userId, SLACK])));
    await rig.time.pass(5 * MINUTE);
    expect(rig.arrived(SLACK)).toEqual([`[telegram ${MINUTE}]\nstop moved, for telegram:1`]);
  });

  test('another event comes there as well', async () => {
    const rig = outboxRig({ channels: [away, { name: 'slack' }] });
    await rig.outbox.start();
    const next = entry('another', { route: ['telegram:1', SLACK], money: true, dedupeKey: '13:telegram:1' });
    await rig.outbox.add([told('telegram:1', ['telegram:1', SLACK]), next]);
    await rig.time.pass(5 * MINUTE);
    expect(rig.arrived(SLACK)).toHaveLength(2);
  });

  test('where the place is away too, it goes on to the next, once', async () => {
    const rig = outboxRig({ channels: [away, { name: 'slack', script: () => 'fault' as const }, { name: 'email' }] });
    await rig.outbox.start();
    await rig.outbox.add([told('telegram:1', ['telegram:1', SLACK, MAIL]), told(SLACK, [SLACK, MAIL])]);
    await rig.time.pass(10 * MINUTE);
    expect(rig.arrived(MAIL)).toEqual([`[slack ${MINUTE}]\nstop moved, for ${SLACK}`]);
  });
});
