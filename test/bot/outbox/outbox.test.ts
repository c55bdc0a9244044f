import { describe, expect, test } from 'vitest';
import type { AlertMode, OutboxEntry } from '../../../bot/outbox/outbox-entry.ts';
import { entry, outbound, outboxRig, T0 } from './outbox-rig.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const MONEY: Partial<OutboxEntry> = { money: true, route: ['telegram:1', 'discord:9', 'email:a@b'] };
const quiet = (text: string, parts: Partial<OutboxEntry> = {}) =>
  entry(text, { outbound: outbound(text, 'quiet'), ...parts });
const urgent = (text: string, parts: Partial<OutboxEntry> = {}) =>
  entry(text, { outbound: outbound(text, 'urgent'), ...parts });

describe('the outbox', () => {
  test('keeps a message before it answers, and delivers it once it runs', async () => {
    const rig = outboxRig();
    expect(await rig.outbox.add([entry('a'), entry('b'), entry('a')])).toBe(2);
    expect(rig.arrived('telegram:1')).toEqual([]);
    await rig.outbox.start();
    await rig.time.pass(SECOND);
    expect(rig.arrived('telegram:1')).toEqual(['a', 'b']);
    expect(await rig.outbox.add([entry('b')])).toBe(0);
    expect(await rig.outbox.history('telegram:1', 1)).toMatchObject([{ state: 'delivered', deliveredAt: T0 }]);
  });

  test('writes in the order in which it was told, though asking about one person takes longer', async () => {
    const rig = outboxRig({
      modeOf: async (_, kind): Promise<AlertMode> => {
        if (kind === 'slow') await rig.time.sleep(50);
        return 'on';
      },
    });
    await rig.outbox.start();
    const slow = rig.outbox.add([entry('first', { kind: 'slow' })]);
    const quick = rig.outbox.add([entry('second')]);
    await rig.time.pass(SECOND);
    await Promise.all([slow, quick]);
    expect(rig.arrived('telegram:1')).toEqual(['first', 'second']);
  });

  test('rejects when the message could not be kept, and takes it the next time', async () => {
    const rig = outboxRig();
    const broken = new Error('the disk is full');
    const { add } = rig.store;
    rig.store.add = () => Promise.reject(broken);
    await expect(rig.outbox.add([entry('a')])).rejects.toBe(broken);
    rig.store.add = add;
    expect(await rig.outbox.add([entry('a')])).toBe(1);
  });

  test('waits as long as the platform says, and keeps the order meanwhile', async () => {
    const rig = outboxRig({
      channels: [{ name: 'telegram', script: (_, attempt) => (attempt === 1 ? { limited: 30 * SECOND } : 'ok') }],
    });
    await rig.outbox.start();
    await rig.outbox.add([entry('a'), entry('b'), entry('x', { userId: 'u2', route: ['telegram:2'] })]);
    await rig.time.pass(30 * SECOND - 1);
    expect(rig.channel('telegram').arrivals.map(({ text }) => text)).toEqual(['x']);
    await rig.time.pass(10);
    expect(rig.arrived('telegram:1')).toEqual(['a', 'b']);
  });

  test('tries again after a second, then twice as late each time, up to a quarter of an hour, for a day', async () => {
    const rig = outboxRig({ channels: [{ name: 'telegram', script: () => 'no-connection' }], random: () => 1 });
    const tries: number[] = [];
    await rig.outbox.start();
    await rig.outbox.add([entry('a')]);
    let seen = 0;
    await rig.time.pass(25 * HOUR, () => {
      const attempts = rig.channel('telegram').attempts();
      if (attempts > seen) tries.push(rig.time.now() - T0);
      seen = attempts;
      return false;
    });
    const waits = tries.map((at, n) => (at - (tries[n - 1] ?? 0)) / SECOND);
    expect(waits.slice(0, 14)).toEqual([0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
    expect(rig.reports).toEqual([
      {
        type: 'gave-up',
        id: 1,
        userId: 'telegram:1',
        kind: 'note',
        address: 'telegram:1',
        waitingSince: T0,
        attempts: tries.length,
        problem: 'Error (ECONNREFUSED)',
      },
    ]);
    expect(tries.at(-1)).toBeGreaterThanOrEqual(24 * HOUR);
    expect(await rig.outbox.history('telegram:1', 1)).toMatchObject([{ state: 'expired' }]);
  });

  test('does not wait out the last failure when the platform works again', async () => {
    let away = true;
    const rig = outboxRig({ channels: [{ name: 'telegram', script: () => (away ? 'fault' : 'ok') }], random: () => 1 });
    await rig.outbox.start();
    await rig.outbox.add([entry('a')]);
    await rig.time.pass(20 * MINUTE);
    away = false;
    await rig.outbox.add([entry('b', { userId: 'u2', route: ['telegram:2'] })]);
    await rig.time.pass(SECOND);
    expect(rig.channel('telegram').arrivals.map(({ text }) => text)).toEqual(['b', 'a']);
  });

  test('lets a refused message block nobody, and says so once', async () => {
    const rig = outboxRig({
      channels: [{ name: 'telegram', script: ({ id }) => (id === 1 ? 'blocked' : 'ok') }],
    });
    await rig.outbox.start();
    await rig.outbox.add([entry('a'), entry('b')]);
    await rig.time.pass(SECOND);
    expect(rig.arrived('telegram:1')).toEqual(['b']);
    expect(rig.reports).toMatchObject([{ type: 'refused', id: 1, problem: '403: bot was blocked by the user' }]);
  });

  test('follows a chat that moved, with everything that waits for it', async () => {
    const rig = outboxRig({
      channels: [{ name: 'telegram', script: ({ address }) => (address === '1' ? { moved: '-100' } : 'ok') }],
    });
    await rig.outbox.start();
    await rig.outbox.add([entry('a'), entry('b')]);
    await rig.time.pass(SECOND);
    expect(rig.arrived('telegram:-100')).toEqual(['a', 'b']);
    expect(rig.reports).toMatchObject([{ type: 'moved', address: 'telegram:1', to: 'telegram:-100' }]);
  });

  test('does not chase a chat that moves in circles', async () => {
    const rig = outboxRig({
      channels: [{ name: 'telegram', script: ({ address }) => ({ moved: address === '1' ? '2' : '1' }) }],
    });
    await rig.outbox.start();
    await rig.outbox.add([entry('a')]);
    await rig.time.pass(MINUTE);
    expect(rig.channel('telegram').attempts()).toBeLessThan(12);
  });

  test('tells a person with no place where messages arrive in the history only', async () => {
    const rig = outboxRig();
    await rig.outbox.start();
    await rig.outbox.add([entry('a', { route: ['terminal:owner'] }), entry('b', { route: [], dedupeKey: 'b' })]);
    await rig.time.pass(SECOND);
    expect(rig.channel('telegram').attempts()).toBe(0);
    expect((await rig.outbox.history('telegram:1', 9)).map(({ state }) => state)).toEqual(['refused', 'refused']);
  });

  test('edits the delivered message of a group, and only the newest text reaches a platform that was away', async () => {
    let away = false;
    const rig = outboxRig({ channels: [{ name: 'telegram', script: () => (away ? 'fault' : 'ok') }] });
    const status = (n: number) => entry(`status ${n}`, { group: 'status', inPlace: true });
    await rig.outbox.start();
    await rig.outbox.add([status(1)]);
    await rig.time.pass(SECOND);
    away = true;
    for (let n = 2; n <= 30; n += 1) {
      await rig.outbox.add([status(n)]);
      await rig.time.pass(10 * SECOND);
    }
    away = false;
    await rig.time.pass(15 * MINUTE);
    const arrivals = rig.channel('telegram').arrivals.map(({ text, replaces }) => [text, replaces]);
    expect(arrivals.length).toBeLessThanOrEqual(3);
    expect([arrivals[0], arrivals.at(-1)]).toEqual([
      ['status 1', null],
      ['status 30', 'm1'],
    ]);
  });

  test('sends without the picture that cannot be made', async () => {
    const rig = outboxRig({
      attach: async (source) => {
        if (source === 'bad') throw new Error('no such trade');
        return new Uint8Array([1]);
      },
    });
    const picture = (source: string) => ({ name: `${source}.png`, mime: 'image/png', alt: 'A chart', source });
    await rig.outbox.start();
    await rig.outbox.add([entry('a', { attachments: [picture('bad'), picture('good')] })]);
    await rig.time.pass(SECOND);
    expect(rig.channel('telegram').arrivals).toMatchObject([{ text: 'a', attachments: ['good.png'] }]);
  });

  test('nothing is drawn for a platform of words only; its words go along', async () => {
    const drawn: string[] = [];
    const rig = outboxRig({
      channels: [{ name: 'telegram' }, { name: 'slack', wordsOnly: true }],
      attach: async (source) => {
        drawn.push(source);
        return new Uint8Array([1]);
      },
    });
    await rig.outbox.start();
    const attachments = [{ name: 'a.png', mime: 'image/png', alt: 'a chart', source: 'trade-chart:T-1' }];
    await rig.outbox.add([
      entry('a', { attachments, userId: 'slack:desk', route: ['slack:desk'] }),
      entry('b', { attachments }),
    ]);
    await rig.time.pass(SECOND);
    expect(rig.channel('slack').arrivals).toMatchObject([{ text: 'a', attachments: ['a.png'] }]);
    expect(rig.channel('telegram').arrivals).toMatchObject([{ text: 'b', attachments: ['a.png'] }]);
    expect(drawn).toEqual(['trade-chart:T-1']);
  });

  test('goes on when the database was away, and does not send again what it could not write down', async () => {
    const rig = outboxRig();
    const { settle, agenda } = rig.store;
    await rig.outbox.start();
    rig.store.settle = () => Promise.reject(new Error('away'));
    await rig.outbox.add([entry('a')]);
    await rig.time.pass(2 * SECOND);
    rig.store.agenda = () => Promise.reject(new Error('away'));
    await rig.time.pass(5 * SECOND);
    Object.assign(rig.store, { settle, agenda });
    await rig.outbox.add([entry('b')]);
    await rig.time.pass(2 * MINUTE);
    expect(rig.arrived('telegram:1')).toEqual(['a', 'b']);
  });

  test('stops in time, and what was under way is sent after the next start', async () => {
    const rig = outboxRig({ channels: [{ name: 'telegram', script: () => 'timeout' }] });
    await rig.outbox.start();
    await rig.outbox.add([entry('a')]);
    await rig.time.pass(SECOND);
    const stopped = rig.outbox.stop();
    await rig.time.pass(6 * SECOND);
    await stopped;
    expect(rig.time.timers).toBe(0);
    const next = outboxRig({ time: rig.time, store: rig.store });
    await next.outbox.start();
    await rig.time.pass(SECOND);
    expect(next.arrived('telegram:1')).toEqual(['a']);
  });
});

describe('a money alert', () => {
  const away = { name: 'telegram', script: () => 'fault' as const } as const;
  const three = [away, { name: 'discord' }, { name: 'email' }] as const;

  test('goes to the next place after a minute and says so, while the first is still tried', async () => {
    let away = true;
    const rig = outboxRig({
      channels: [{ name: 'telegram', script: () => (away ? 'fault' : 'ok') }, { name: 'discord' }, { name: 'email' }],
    });
    await rig.outbox.start();
    await rig.outbox.add([entry('stop moved', MONEY), entry('note', { route: ['telegram:1', 'discord:9'] })]);
    await rig.time.pass(MINUTE - 1);
    expect(rig.arrived('discord:9')).toEqual([]);
    await rig.time.pass(SECOND);
    expect(rig.arrived('discord:9')).toEqual([`[telegram ${MINUTE}]\nstop moved`]);
    expect(rig.reports).toMatchObject([{ type: 'escalated', to: 'discord:9' }]);
    away = false;
    await rig.time.pass(HOUR);
    expect(rig.arrived('telegram:1')).toEqual(['stop moved', 'note']);
    expect(rig.arrived('discord:9')).toHaveLength(1);
    expect(rig.arrived('email:a@b')).toEqual([]);
  });

  test('goes down the whole route when one after the other is away', async () => {
    const rig = outboxRig({ channels: [three[0], { name: 'discord', script: () => 'timeout' }, three[2]] });
    await rig.outbox.start();
    await rig.outbox.add([entry('liquidation near', MONEY)]);
    await rig.time.pass(2 * MINUTE + 2 * SECOND);
    expect(rig.arrived('email:a@b')).toEqual([`[discord ${MINUTE}]\n[telegram ${MINUTE}]\nliquidation near`]);
    expect(await rig.outbox.history('telegram:1', 1)).toMatchObject([{ state: 'delivered', address: 'email:a@b' }]);
  });

  test('goes on at once when the first place refuses it, and an urgent one too', async () => {
    const rig = outboxRig({ channels: [{ name: 'telegram', script: () => 'blocked' }, three[1], three[2]] });
    await rig.outbox.start();
    await rig.outbox.add([entry('a', MONEY), urgent('b', { route: ['telegram:1', 'discord:9'] }), entry('c')]);
    await rig.time.pass(2 * SECOND);
    expect(rig.arrived('discord:9')).toEqual(['[telegram refused]\na', '[telegram refused]\nb']);
  });

  test('skips places of channels that are not set up', async () => {
    const rig = outboxRig({ channels: [three[0], three[2]] });
    await rig.outbox.start();
    await rig.outbox.add([entry('a', MONEY)]);
    await rig.time.pass(MINUTE + SECOND);
    expect(rig.arrived('email:a@b')).toEqual([`[telegram ${MINUTE}]\na`]);
  });

  test('is told at its own place though the words for the next cannot be found', async () => {
    const rig = outboxRig({
      channels: [{ name: 'telegram', script: (_, attempt) => (attempt < 9 ? 'fault' : 'ok') }, three[1]],
      wordsOf: () => Promise.reject(new Error('no language')),
    });
    await rig.outbox.start();
    await rig.outbox.add([entry('a', MONEY)]);
    await rig.time.pass(10 * MINUTE);
    expect(rig.arrived('telegram:1')).toEqual(['a']);
  });
});

describe('what a person wants to hear', () => {
  test('silent comes without a sound, quiet too, and off is kept in the history only', async () => {
    const modes = { loud: 'on', soft: 'silent', none: 'off' } as const;
    const rig = outboxRig({ modeOf: (_, kind) => modes[kind as keyof typeof modes] });
    await rig.outbox.start();
    await rig.outbox.add([
      entry('a', { kind: 'loud' }),
      entry('b', { kind: 'soft' }),
      entry('c', { kind: 'none' }),
      quiet('d', { kind: 'loud' }),
    ]);
    await rig.time.pass(SECOND);
    expect(rig.channel('telegram').arrivals.map(({ text, silent }) => [text, silent])).toEqual([
      ['a', false],
      ['b', true],
      ['d', true],
    ]);
    expect((await rig.outbox.history('telegram:1', 9)).map(({ state }) => state)).toEqual([
      'delivered',
      'muted',
      'delivered',
      'delivered',
    ]);
  });

  test('quiet hours hold what can wait, let money and edits through without a sound, and end with one digest', async () => {
    const end = T0 + 8 * HOUR;
    const rig = outboxRig({ quietUntil: (_, now) => (now < end ? end : null) });
    await rig.outbox.start();
    await rig.outbox.add([
      entry('a', { kind: 'x' }),
      quiet('b', { kind: 'y' }),
      entry('m', MONEY),
      urgent('panic'),
      entry('edit', { inPlace: true, group: 'g' }),
    ]);
    await rig.time.pass(8 * HOUR - 1);
    const arrivals = () => rig.channel('telegram').arrivals.map(({ text, silent }) => [text, silent]);
    const before = [
      ['m', true],
      ['panic', false],
      ['edit', true],
    ];
    expect(arrivals()).toEqual(before);
    await rig.time.pass(2);
    expect(arrivals()).toEqual([...before, ['digest of 2: x,y', false]]);
    expect((await rig.outbox.history('telegram:1', 9)).map(({ state }) => state)).toEqual([
      'delivered',
      'delivered',
      'delivered',
      'merged',
      'merged',
    ]);
  });

  test('what rings in quiet hours can be said: a question that is urgent need not', async () => {
    const end = T0 + HOUR;
    const rig = outboxRig({
      quietUntil: (_, now) => (now < end ? end : null),
      rings: ({ kind }) => kind === 'emergency',
    });
    await rig.outbox.start();
    await rig.outbox.add([urgent('question', { ...MONEY, kind: 'proposal' }), urgent('alarm', { kind: 'emergency' })]);
    await rig.time.pass(SECOND);
    expect(rig.channel('telegram').arrivals.map(({ text, silent }) => [text, silent])).toEqual([
      ['question', true],
      ['alarm', false],
    ]);
  });

  test('quiet hours that are ended by hand end at once; one message alone comes as itself', async () => {
    const rig = outboxRig({ quietUntil: () => T0 + HOUR });
    await rig.outbox.start();
    await rig.outbox.add([entry('a')]);
    await rig.time.pass(SECOND);
    await rig.outbox.endQuiet('telegram:1');
    await rig.time.pass(2 * SECOND);
    expect(rig.arrived('telegram:1')).toEqual(['a']);
  });

  test('hundreds of quiet messages become one; what is normal, urgent or money never does', async () => {
    let away = true;
    const rig = outboxRig({ channels: [{ name: 'telegram', script: () => (away ? 'fault' : 'ok') }] });
    await rig.outbox.start();
    for (let n = 0; n < 214; n += 1) {
      await rig.outbox.add([quiet(`q${n}`)]);
      if (n % 50 === 0) await rig.outbox.add([entry(`n${n}`), quiet(`m${n}`, { money: true })]);
      await rig.time.pass(100);
    }
    away = false;
    await rig.time.pass(HOUR);
    const texts = rig.arrived('telegram:1');
    const said = [...texts.join('\n').matchAll(/and (\d+) quieter/g)].map(([, count]) => Number(count));
    expect(texts.filter((text) => /^[nm]/.test(text))).toEqual(
      [0, 50, 100, 150, 200].flatMap((n) => [`n${n}`, `m${n}`]),
    );
    // The first had been tried already when the merging began.
    expect(texts.filter((text) => text.startsWith('q')).length + (said[0] ?? 0)).toBe(214);
    expect(said[0]).toBeGreaterThan(100);
    expect(texts.length).toBeLessThan(120);
  });
});
