import { describe, expect, test } from 'vitest';
import type { AlertDesk } from '../../bot/alerts/alert-desk.ts';
import { createAlertDesk } from '../../bot/alerts/alert-desk.ts';
import type { AlertKind } from '../../bot/alerts/alert-kinds.ts';
import { ALERT_KINDS } from '../../bot/alerts/alert-kinds.ts';
import type { OutboxEntry } from '../../bot/outbox/outbox-entry.ts';
import type { HistoryRow } from '../../bot/outbox/outbox-store.ts';
import { readAlertLine } from '../../bot/parse/alert-line.ts';
import { closedTrade, DESK_NOW } from '../fakes/desk.ts';
import { createChatRig, plainText } from './chat-rig.ts';
import { outbound } from './outbox/outbox-rig.ts';

const ANN = 'telegram:1';

function rig(rows: readonly HistoryRow[] = [], alerts: AlertDesk = createAlertDesk()) {
  const added: OutboxEntry[] = [];
  alerts.connect({
    add: async (entries) => added.push(...entries),
    history: async (_userId, limit) => rows.slice(0, limit),
    routeOf: (userId) => (userId === ANN ? [ANN, 'email:a@b'] : []),
  });
  const chat = createChatRig({ roles: { [ANN]: 'viewer' }, alerts });
  return { chat, alerts, added, say: async (line: string) => plainText(await chat.sayAs(ANN, line)) };
}

function row(id: number, parts: Partial<HistoryRow> = {}): HistoryRow {
  return {
    id,
    kind: 'trade-closed',
    importance: 'normal',
    money: true,
    createdAt: DESK_NOW,
    state: 'delivered',
    address: ANN,
    deliveredAt: DESK_NOW,
    attempts: 1,
    problem: null,
    payload: { outbound: { ...outbound('more'), title: `Trade ${id}` }, attachments: [], silent: false },
    ...parts,
  };
}

describe('the words after /alerts', () => {
  test.each<[string, object]>([
    ['', { asks: 'list', page: 1 }],
    ['2', { asks: 'list', page: 2 }],
    ['2페이지', { asks: 'list', page: 2 }],
    ['kinds', { asks: 'kinds' }],
    ['종류', { asks: 'kinds' }],
    ['test', { asks: 'test' }],
    ['시험', { asks: 'test' }],
    ['trade-closed', { asks: 'kind', kinds: ['trade-closed'] }],
    ['trade-closed off', { asks: 'choose', kinds: ['trade-closed'], mode: 'off', inList: false }],
    ['Trade Closed  OFF', { asks: 'choose', kinds: ['trade-closed'], mode: 'off', inList: false }],
    ['체결 끄기', { asks: 'choose', kinds: ['fill'], mode: 'off', inList: false }],
    ['손절 이동 무음', { asks: 'choose', kinds: ['stop-moved'], mode: 'silent', inList: false }],
    ['orders silent', { asks: 'choose', kinds: ['order-problem', 'order-unresolved'], mode: 'silent', inList: false }],
    ['kinds rule on', { asks: 'choose', kinds: ['rule'], mode: 'on', inList: true }],
    ['all off', { asks: 'choose', kinds: [...ALERT_KINDS], mode: 'off', inList: false }],
    ['nonsense off', { asks: 'unknown', word: 'nonsense' }],
    ['off', { asks: 'unknown', word: 'off' }],
    ['constructor on', { asks: 'unknown', word: 'constructor' }],
    ['0', { asks: 'unknown', word: '0' }],
  ])('%s', (line, asked) => {
    expect(readAlertLine(line)).toEqual(asked);
  });

  test('every kind is chosen by its own word', () => {
    for (const kind of ALERT_KINDS) expect(readAlertLine(`${kind} silent`)).toMatchObject({ kinds: [kind] });
  });
});

describe('choosing', () => {
  test('counts for that person and that kind, and is said back', async () => {
    const { alerts, say } = rig();
    expect(await say('/alerts trade-opened off')).toBe('Trade opened: off from now on.');
    expect(await say('/alerts trade-opened off')).toBe('Trade opened: off already.');
    expect(await alerts.modeOf(ANN, 'trade-opened')).toBe('off');
    expect(await alerts.modeOf(ANN, 'trade-added')).toBe('on');
    expect(await alerts.modeOf('telegram:2', 'trade-opened')).toBe('on');
  });

  test('in Korean words, also without a slash', async () => {
    const { alerts, say } = rig();
    expect(await say('알림 청산 무음')).toBe('청산 알림을 무음으로 바꿨습니다.');
    expect(await alerts.modeOf(ANN, 'trade-closed')).toBe('silent');
  });

  test('money may be switched off, with a warning; a question and an emergency go no lower than silent, and why', async () => {
    const { alerts, say } = rig();
    expect(await say('/alerts order-problem off')).toContain('this is about money: Order problem');
    expect(await alerts.modeOf(ANN, 'order-problem')).toBe('off');
    expect(await say('/alerts emergency off')).toMatch(/^Emergencies stay at silent/);
    expect(await say('/alerts proposal off')).toMatch(/^Proposals stay at silent/);
    expect([await alerts.modeOf(ANN, 'emergency'), await alerts.modeOf(ANN, 'proposal')]).toEqual(['silent', 'silent']);
    expect(await say('/alerts rule off')).toBe('Your rules: off from now on.');
  });

  test('all at once: silent wakes nothing that is off, on leaves the routine, off leaves what must be seen', async () => {
    const { alerts, say } = rig();
    const modes = async (...kinds: AlertKind[]) => Promise.all(kinds.map((kind) => alerts.modeOf(ANN, kind)));
    await say('/alerts rule off');
    expect(await say('/alerts all silent')).toContain('Everything: silent');
    expect(await modes('trade-closed', 'rule', 'fill')).toEqual(['silent', 'off', 'off']);
    expect(await say('/alerts all on')).toContain('Stop moved, Decisions, Fills stay as they are');
    expect(await modes('trade-closed', 'rule', 'fill')).toEqual(['on', 'on', 'off']);
    await say('/alerts all off');
    expect(await modes('trade-closed', 'rule', 'emergency')).toEqual(['off', 'off', 'silent']);
  });

  test('a button of the list goes on to the next mode and shows the list anew', async () => {
    const { chat, alerts } = rig();
    const [list] = await chat.sayAs(ANN, '/alerts kinds');
    const button = list?.buttons.find(({ label }) => label === 'Trade closed: on');
    const [anew] = await chat.tapAs(ANN, button?.action ?? '');
    expect(anew?.title).toBe(list?.title);
    expect(anew?.buttons.map(({ label }) => label)).toContain('Trade closed: silent');
    expect(await alerts.modeOf(ANN, 'trade-closed')).toBe('silent');
    // A question goes from silent back to on.
    await chat.sayAs(ANN, '/alerts proposal silent');
    const [later] = await chat.sayAs(ANN, '/alerts kinds');
    expect(later?.buttons.find(({ label }) => label === 'Proposals: silent')?.command).toBe(
      '/alerts kinds proposal on',
    );
  });

  test('while the database is away nothing changes, and that is said', async () => {
    const store = { load: async () => [], save: () => Promise.reject(new Error('away')) };
    const { alerts, say } = rig([], createAlertDesk({ store }));
    expect(await say('/alerts rule off')).toContain('nothing was changed');
    expect(await alerts.modeOf(ANN, 'rule')).toBe('on');
  });

  test('choices that cannot be read silence nobody', async () => {
    const store = { load: () => Promise.reject(new Error('away')), save: async () => undefined };
    const alerts = createAlertDesk({ store });
    expect(await alerts.modeOf(ANN, 'trade-closed')).toBe('on');
    await expect(alerts.choose(ANN, ['rule'], 'off')).rejects.toThrow('away');
  });

  test('an unknown kind changes nothing', async () => {
    const { say } = rig();
    expect(await say('/alerts foo off')).toBe('! There is no kind of alert “foo”. /alerts kinds lists them.');
  });
});

describe('the list', () => {
  test('tells the last ten, what became of each, and where it went instead', async () => {
    const rows = [
      row(20, { payload: { ...row(20).payload, silent: true } }),
      row(19, { address: 'email:a@b', deliveredAt: DESK_NOW + 300_000 }),
      row(18, { state: 'held', deliveredAt: null }),
      row(17, { state: 'refused', problem: '403: bot was blocked', deliveredAt: null }),
      row(16, { state: 'muted', deliveredAt: null }),
      ...Array.from({ length: 7 }, (_, index) => row(15 - index)),
    ];
    const { say } = rig(rows);
    const first = await say('/alerts');
    expect(first).toContain('Trade 20 (Trade closed, delivered, silent)');
    expect(first).toContain('Trade 19 (Trade closed, delivered 05:10, by email instead)');
    expect(first).toContain('Trade 18 (Trade closed, held until your quiet hours end)');
    expect(first).toContain('Trade 17 (Trade closed, FAILED (403: bot was blocked))');
    expect(first).toContain('Trade 16 (Trade closed, off)');
    expect(first).toContain('Trade 11');
    expect(first).not.toContain('Trade 10 ');
    expect(first).toContain('/alerts 2');
    const second = await say('/alerts 2');
    expect(second).toContain('Trade 10 ');
    expect(second).not.toContain('Trade 11 ');
  });

  test('at the terminal it is read from the journal, as chosen there', async () => {
    const { chat } = rig([row(99)]);
    const event = (seq: number, trade = closedTrade(seq, '1')) =>
      ({ seq, at: DESK_NOW, event: { type: 'trade.closed', trade }, hash: '' }) as const;
    chat.records.allEntries.push(event(1), event(2));
    const listed = await chat.say('/alerts');
    expect(listed).toContain('[T-2] SOL long closed: +1.00 USDT (+0.24%) (Trade closed)');
    expect(listed.indexOf('[T-2]')).toBeLessThan(listed.indexOf('[T-1]'));
    expect(listed).toContain('From the journal');
    expect(listed).not.toContain('Trade 99');
    await chat.say('/alerts trade-closed off');
    expect(await chat.say('/alerts')).toContain('(Trade closed, off)');
  });

  test('without any alert it says so', async () => {
    expect(await rig().say('/alerts')).toContain('No alert yet.');
  });
});

describe('/alerts test', () => {
  test('sends one to the preferred place, whatever was chosen', async () => {
    const { added, say } = rig();
    expect(await say('/alerts test')).toContain('on its way by telegram');
    expect(added).toMatchObject([{ userId: ANN, route: [ANN], kind: 'test', money: false }]);
    expect(
      new Set([...added, ...((await say('/alerts test')) ? added : [])].map(({ dedupeKey }) => dedupeKey)).size,
    ).toBe(2);
  });

  test('at the terminal shows one', async () => {
    const { chat, added } = rig();
    expect(await chat.say('/alerts test')).toContain('* This is a test alert.');
    expect(added).toEqual([]);
  });
});
