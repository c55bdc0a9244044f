import { describe, expect, test } from 'vitest';
import { alertDigest } from '../../../bot/alerts/alert-digest.ts';
import type { Language } from '../../../bot/i18n/language.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import type { Outbound } from '../../../bot/message.ts';
import type { FoldedItem } from '../../../bot/outbox/outbox-store.ts';
import { DESK_NOW, INSTRUMENTS } from '../../fakes/desk.ts';
import { plainText } from '../chat-rig.ts';
import { outbound } from '../outbox/outbox-rig.ts';
import { MINUTE } from './alert-journal.ts';

function item(kind: string, text: string, minutes: number, parts: Partial<Outbound> = {}): FoldedItem {
  const payload = { outbound: { ...outbound(text), ...parts }, attachments: [], silent: false };
  return { kind, createdAt: DESK_NOW + minutes * MINUTE, payload };
}

function digest(count: number, items: readonly FoldedItem[], language: Language = 'en'): string {
  const voice = createVoice({
    ...{ language, zone: 'UTC', now: DESK_NOW, instruments: INSTRUMENTS, quoteCurrency: 'USDT' },
  });
  const { choices: _, ...rest } = alertDigest(count, items, voice);
  return plainText([{ ...rest, buttons: [] }]);
}

describe('the digest after quiet hours', () => {
  test('groups by kind with counts, what matters in full, what is routine by its number', () => {
    const items = [
      item('setting', 'a.b: 1 → 2', 0, { importance: 'quiet' }),
      item('rule', 'BTC is above 100,000.', 1),
      item('trade-opened', 'Worth 100 USDT.', 2, { title: '[D-3] SOL long opened' }),
      item('setting', 'a.b: 2 → 3', 3, { importance: 'quiet' }),
      item('rule', 'SOL is below 150.', 4),
    ];
    expect(digest(5, items)).toBe(
      [
        '* While it was quiet (05:05 to 05:09): 5 alerts',
        '  Trade opened: 1',
        '    05:07 [D-3] SOL long opened',
        '    Worth 100 USDT.',
        '  Settings: 2',
        '  Your rules: 2',
        '    05:06 BTC is above 100,000.',
        '    05:09 SOL is below 150.',
      ].join('\n'),
    );
    expect(digest(5, items, 'ko').split('\n').slice(0, 2)).toEqual([
      '* 방해 금지 시간 동안 (05:05~05:09) 알림 5건',
      '  진입 1건',
    ]);
  });

  test('of many of a kind the last five are told, and how many more there are; what is not at hand is counted', () => {
    const items = Array.from({ length: 8 }, (_, index) => item('rule', `rule ${index}`, index));
    const told = digest(1_010, items);
    expect(told).toContain('1,010 alerts');
    expect(told).not.toContain('rule 2');
    expect(told).toContain('rule 3');
    expect(told).toContain('…and 3 more of it');
    expect(told).toContain('1,002 earlier ones are not shown here.');
  });

  test('a kind of another version is told under its own name, last', () => {
    const told = digest(2, [item('of-tomorrow', 'x', 0), item('desk', 'y', 1)]);
    expect(told.indexOf('of-tomorrow: 1')).toBeGreaterThan(told.indexOf('Desk: 1'));
  });
});
