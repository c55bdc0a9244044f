import { describe, expect, test } from 'vitest';
import { TERMINAL_OWNER } from '../../bot/people/access.ts';
import { reason } from '../../engine/domain/reason.ts';
import { closedTrade, DESK_NOW } from '../fakes/desk.ts';
import { AT, approvedRecord, askedRecord, decisionRecord, deniedRecord } from '../fixtures/decision-record.ts';
import type { ChatRig } from './chat-rig.ts';
import { createChatRig, plainText } from './chat-rig.ts';

const ADMIN = 'telegram:1';
const VIEWER = 'telegram:2';
const ROLES = { [ADMIN]: 'admin', [VIEWER]: 'viewer' } as const;

/** A rig whose desk carries changes of settings out, and journals them as the engine does. */
function settingsRig(options: Parameters<typeof createChatRig>[0] = {}): ChatRig {
  const rig = createChatRig({ roles: ROLES, ...options });
  rig.desk.respond = (command) => {
    if (command.type !== 'setting.change') throw new Error(`sent ${command.type}`);
    const { key, value: to, by, undoes } = command;
    const from = rig.desk.settingsNow.find((one) => one.key === key)?.value ?? '';
    if (command.from !== undefined && command.from !== from) {
      return { outcome: 'refused', reason: reason('setting.moved', { key, shown: command.from, value: from }) };
    }
    change(rig, { key, to, by, ...(undoes !== undefined && { undoes }) });
    const accepted = reason('setting.changed', { key, from, to });
    return { outcome: 'accepted', reason: accepted, decisionIds: [], orderNumbers: [] };
  };
  return rig;
}

type Changing = { key: string; to: number | string | boolean; by: string; undoes?: number };

function change(rig: ChatRig, { key, to, by, undoes }: Changing): void {
  const from = rig.desk.settingsNow.find((one) => one.key === key)?.value ?? '';
  rig.desk.settingsNow = rig.desk.settingsNow.map((one) => (one.key === key ? { ...one, value: to } : one));
  const seq = 1_000 + rig.records.allEntries.length;
  rig.records.allEntries.push({
    seq,
    at: DESK_NOW - 60_000,
    event: { type: 'setting.changed', key, from, to, by, ...(undoes !== undefined && { undoes }) },
    hash: 'f'.repeat(64),
  });
}

const present = (rig: ChatRig, key: string) => rig.desk.settingsNow.find((one) => one.key === key)?.value;
const labels = (outbounds: readonly { readonly buttons: readonly { readonly label: string }[] }[]) =>
  outbounds[0]?.buttons.map(({ label }) => label);

describe('a change of a setting', () => {
  test('is shown as old → new with its meaning, range and effect before anything happens', async () => {
    const rig = settingsRig();
    rig.records.add(decisionRecord(1)).add(decisionRecord(2)).add(approvedRecord(3)).add(deniedRecord(4));
    rig.records.allTrades.push(closedTrade(1, '-12.40', { entryDecisionId: 'D-1', closedAt: AT + 60_000 }));
    const shown = await rig.say('/settings risk.max-open-positions 1');
    expect(shown).toContain('Setting  risk.max-open-positions');
    expect(shown).toContain('Change   4 → 1');
    expect(shown).toContain('Meaning  At most so many positions are held at the same time.');
    expect(shown).toContain('Allowed  1 – 8');
    expect(shown).toContain('Tried on the last 3 entries that the rules let pass, since 21 May');
    // All three had one position already; only the first has a closed trade.
    expect(shown).toContain('It would have blocked 3 of the last 3 that traded (net of the 1 closed: -12.40 USDT)');
    expect(shown).toContain('2 have no closed trade of their own to count');
    expect(rig.desk.sent).toEqual([]);
  });

  test('says so when there is no record to try it on, and changes nothing when it is that already', async () => {
    const rig = settingsRig();
    expect(await rig.say('/settings approval.mode ask-always')).toContain('There is no entry in the record yet');
    expect(await rig.say('/settings approval.mode ask-above')).toBe(
      'approval.mode is ask-above already. Nothing to change.',
    );
    expect(await rig.say('/settings approval.mode default')).toContain('already');
    expect(rig.desk.sent).toEqual([]);
  });

  test('that tightens takes a tap, and one that loosens the typed code', async () => {
    const rig = settingsRig();
    const [tight] = await rig.sayAs(ADMIN, '/settings risk.max-daily-loss 2%');
    expect(tight?.buttons.map(({ label }) => label)).toEqual(['Confirm', 'Cancel']);
    await rig.tapAs(ADMIN, tight?.buttons[0]?.action ?? '');
    expect(present(rig, 'risk.max-daily-loss')).toBe(0.02);
    const loose = await rig.sayAs(ADMIN, '/settings risk.max-daily-loss 3%');
    expect(labels(loose)).toEqual(['Cancel']);
    expect(plainText(loose)).toContain('type the code: /confirm 4822');
    expect(present(rig, 'risk.max-daily-loss')).toBe(0.02);
    const done = plainText(await rig.sayAs(ADMIN, '4822'));
    expect(done).toContain('risk.max-daily-loss: 2.00% → 3.00%');
    expect(present(rig, 'risk.max-daily-loss')).toBe(0.03);
    expect(rig.records.allEntries.map(({ event }) => 'by' in event && event.by)).toEqual([ADMIN, ADMIN]);
  });

  test.each([
    ['approval.mode auto', ['Cancel']],
    ['approval.mode ask-always', ['Confirm', 'Cancel']],
    ['risk.cooldown-after-loss 5m', ['Cancel']],
    ['risk.cooldown-after-loss 1h', ['Confirm', 'Cancel']],
    ['strategy.turtle off', ['Confirm', 'Cancel']],
    ['risk.default-stop 5%', ['Cancel']],
  ])('/settings %s offers %j', async (line, expected) => {
    expect(labels(await settingsRig().sayAs(ADMIN, `/settings ${line}`))).toEqual(expected);
  });

  test('can be canceled, and then its code counts no more', async () => {
    const rig = settingsRig();
    const [shown] = await rig.sayAs(ADMIN, '/settings risk.max-daily-loss 2%');
    expect(plainText(await rig.tapAs(ADMIN, shown?.buttons[1]?.action ?? ''))).toBe('Canceled. Nothing was changed.');
    expect(plainText(await rig.sayAs(ADMIN, '/confirm 4821'))).toBe('! Nothing waits for a code.');
    expect(rig.desk.sent).toEqual([]);
  });

  test('that rests on a value somebody else has changed is refused, and shown anew', async () => {
    const rig = settingsRig();
    await rig.sayAs(ADMIN, '/settings risk.max-daily-loss 2%');
    change(rig, { key: 'risk.max-daily-loss', to: 0.025, by: TERMINAL_OWNER });
    const answer = plainText(await rig.sayAs(ADMIN, '/confirm 4821'));
    expect(answer).toContain('Somebody has changed risk.max-daily-loss since you were shown it.');
    expect(answer).toContain('2.50% → 2.00%');
    expect(present(rig, 'risk.max-daily-loss')).toBe(0.025);
    await rig.sayAs(ADMIN, '/confirm 4822');
    expect(present(rig, 'risk.max-daily-loss')).toBe(0.02);
  });

  test.each([
    '/settings risk.max-daily-loss 2%',
    '/settings risk.max-daily-loss=2%',
    '/settings =risk.max-daily-loss 2%',
    '/settings risk 2%',
    '/settings history risk',
    '/undo',
  ])('%s is refused to a viewer', async (line) => {
    const rig = settingsRig();
    change(rig, { key: 'risk.max-daily-loss', to: 0.025, by: TERMINAL_OWNER });
    expect(plainText(await rig.sayAs(VIEWER, line))).toBe('! That needs the role admin.');
  });

  test('is refused in a group, also to an admin; looking is not', async () => {
    const rig = settingsRig();
    const group = { chatKind: 'group', chatId: 'telegram:-5' } as const;
    for (const line of ['/settings risk.max-daily-loss 2%', '/undo']) {
      expect(plainText(await rig.sayAs(ADMIN, line, group))).toContain('private');
    }
    expect(plainText(await rig.sayAs(ADMIN, '/settings', group))).toContain('risk.max-daily-loss');
    expect(rig.desk.sent).toEqual([]);
  });

  test('works in plain words of both languages, and leaves questions alone', async () => {
    const rig = settingsRig();
    expect(await rig.say('설정 risk.max-daily-loss 2%')).toContain('3.00% → 2.00%');
    expect(await rig.say('/confirm 아니요')).toBe('취소했습니다. 바뀐 것은 없습니다.');
    await rig.say('settings of the desk for tomorrow?');
    expect(rig.answerer.asked).toEqual(['answer en settings of the desk for tomorrow?']);
  });

  test('tells what would have been asked, in Korean', async () => {
    const rig = settingsRig({ language: 'ko' });
    rig.records.add(decisionRecord(1)).add(decisionRecord(2)).add(askedRecord(3));
    const shown = await rig.say('/설정 approval.mode ask-always');
    expect(shown).toContain('ask-above → ask-always');
    expect(shown).toContain('최근 3건 중 승인 요청: 1건 → 3건.');
  });

  test('tells how the desk stands against a new limit', async () => {
    const rig = settingsRig();
    rig.desk.fill('BTC/USDT:USDT', 'buy', '0.01', '105000');
    rig.desk.fill('ETH/USDT:USDT', 'buy', '0.4', '2500');
    expect(await rig.say('/settings risk.max-open-positions 2')).toMatch(
      /Now +2 positions — new entries would be blocked/,
    );
    expect(await rig.say('/settings risk.max-open-positions 3')).toMatch(/Now +2 positions$/m);
  });
});

describe('the settings', () => {
  test('stand in groups, and what was changed names who and when', async () => {
    const rig = settingsRig();
    await rig.access.grant({ userId: 'telegram:9', role: 'admin', by: TERMINAL_OWNER, at: DESK_NOW, name: 'Ann' });
    change(rig, { key: 'risk.max-daily-loss', to: 0.02, by: 'telegram:9' });
    const shown = await rig.say('/settings');
    for (const group of ['Risk', 'Approval', 'Strategies']) expect(shown).toContain(group);
    expect(shown).toMatch(/risk\.max-daily-loss: 2\.00% \(0\.50% – 5\.00%\) — From the file 3\.00%; changed by Ann at/);
    expect(shown).toContain('risk.default-stop: 2.00% (0.20% – 20.00%)\n');
    const details = await rig.say('/settings risk.max-daily-loss');
    expect(details).toContain('changed by Ann at');
    expect(details).toContain('nothing new is entered that day');
    expect(await rig.say('/settings approval')).not.toContain('risk.');
  });

  test('lead to details and back by buttons, under one heading', async () => {
    const rig = settingsRig();
    const [all] = await rig.sayAs(ADMIN, '/settings');
    expect(all?.buttons.map(({ label }) => label)).toEqual(['Risk', 'Approval', 'Strategies', 'Changes']);
    const [risk] = await rig.tapAs(ADMIN, all?.buttons[0]?.action ?? '');
    const stop = risk?.buttons.find(({ label }) => label === 'default-stop');
    const [details] = await rig.tapAs(ADMIN, stop?.action ?? '');
    expect(plainText(details === undefined ? [] : [details])).toContain('risk.default-stop');
    expect(new Set([all?.title, risk?.title, details?.title]).size).toBe(1);
  });
});

describe('/undo', () => {
  const steps = (rig: ChatRig) => {
    change(rig, { key: 'risk.max-daily-loss', to: 0.02, by: ADMIN });
    change(rig, { key: 'risk.max-daily-loss', to: 0.01, by: ADMIN });
    change(rig, { key: 'approval.mode', to: 'ask-always', by: TERMINAL_OWNER });
  };
  const undone = async (rig: ChatRig, line = '/undo') => {
    const shown = await rig.say(line);
    const [code = ''] = /\d{4}(?=[, ].*within|, within)/.exec(shown.split('/confirm ')[1] ?? '') ?? [];
    await rig.say(`/confirm ${code}`);
    return shown;
  };

  test('takes what is no number of a change for none, not for the last one', async () => {
    const rig = settingsRig();
    steps(rig);
    for (const words of ['1e9', '9'.repeat(3_000), 'banana']) {
      const answer = await rig.say(`/undo ${words}`);
      expect(answer).toContain('There is no change #');
      expect(answer).not.toContain('/confirm');
    }
  });

  test('walks back through what people did, newest first, by the rules of any change', async () => {
    const rig = settingsRig();
    steps(rig);
    const first = await undone(rig);
    expect(first).toContain('#3 by the owner at');
    expect(first).toContain('ask-always → ask-above');
    // To ask less often is to loosen.
    expect(first).toContain('type the code');
    expect(present(rig, 'approval.mode')).toBe('ask-above');
    await undone(rig);
    expect(present(rig, 'risk.max-daily-loss')).toBe(0.02);
    await undone(rig);
    expect(present(rig, 'risk.max-daily-loss')).toBe(0.03);
    expect(await rig.say('/undo')).toBe('There is no change left to take back.');
    const journal = rig.records.allEntries.map(({ event }) => event);
    expect(journal.slice(3)).toMatchObject([{ undoes: 1_002 }, { undoes: 1_001 }, { undoes: 1_000 }]);
  });

  test('takes back a change made in between first', async () => {
    const rig = settingsRig();
    steps(rig);
    await undone(rig);
    change(rig, { key: 'strategy.turtle', to: false, by: ADMIN });
    expect(await rig.say('되돌리기')).toContain('strategy.turtle');
  });

  test('takes back one by its number, unless the same setting was changed again since', async () => {
    const rig = settingsRig();
    steps(rig);
    expect(await rig.say('/undo 1')).toContain('Take back the later change first.');
    expect(await rig.say('/undo 9')).toContain('There is no change #9.');
    await undone(rig, '/undo #2');
    expect(present(rig, 'risk.max-daily-loss')).toBe(0.02);
    expect(await rig.say('/undo 2')).toContain('is taken back already');
    await undone(rig, '/undo 1');
    expect(present(rig, 'risk.max-daily-loss')).toBe(0.03);
  });

  test('refuses what the file no longer allows', async () => {
    const rig = settingsRig();
    change(rig, { key: 'risk.max-daily-loss', to: 0.02, by: ADMIN });
    rig.desk.settingsNow = rig.desk.settingsNow.map((one) =>
      one.key === 'risk.max-daily-loss' ? { ...one, maximum: 0.025, default: 0.025 } : one,
    );
    expect(await rig.say('/undo')).toContain('the file no longer allows 3.00% for risk.max-daily-loss');
    expect(rig.desk.sent).toEqual([]);
  });

  test('of two people at once, the second is told', async () => {
    const rig = settingsRig();
    steps(rig);
    await rig.sayAs(ADMIN, '/undo');
    await undone(rig);
    expect(plainText(await rig.sayAs(ADMIN, '/confirm 4821'))).toMatch(/already|Somebody has changed/);
    expect(rig.records.allEntries.length).toBe(4);
  });

  test('/settings history lists who changed what, in pages', async () => {
    const rig = settingsRig();
    for (let index = 0; index < 12; index += 1) {
      change(rig, { key: 'risk.max-open-positions', to: 1 + (index % 4), by: TERMINAL_OWNER });
    }
    change(rig, { key: 'risk.max-open-positions', to: 3, by: TERMINAL_OWNER, undoes: 1_011 });
    const [first] = await rig.sayAs(ADMIN, '/settings history');
    const text = plainText(first === undefined ? [] : [first]);
    expect(text).toMatch(/#13 .*took back #12/);
    expect(text).toMatch(/#12 .*3 → 4 .*the owner +taken back/);
    expect(text).not.toContain('#3 ');
    const next = first?.buttons.find(({ label }) => label === '▶');
    const [second] = await rig.tapAs(ADMIN, next?.action ?? '');
    expect(plainText(second === undefined ? [] : [second])).toMatch(/#1 .*4 → 1/);
    expect(second?.title).toBe(first?.title);
    expect(await rig.say('/settings history 99')).toContain('Page 2');
  });
});
