import { describe, expect, test } from 'vitest';
import { alertOf } from '../../bot/alerts/alert.ts';
import type { Language } from '../../bot/i18n/language.ts';
import { createVoice } from '../../bot/i18n/voice.ts';
import type { ExternalChange } from '../../engine/domain/external-change.ts';
import type { JournalEvent } from '../../engine/domain/journal-entry.ts';
import { reason } from '../../engine/domain/reason.ts';
import { BTC, DESK_NOW, INSTRUMENTS } from '../fakes/desk.ts';
import { createChatRig, plainText } from './chat-rig.ts';

const TRADER = 'telegram:1';
const VIEWER = 'telegram:2';

const CHANGE: ExternalChange = {
  ...{ id: 'X-3', symbol: BTC, kind: 'trade', deskQuantity: '0.05', venueQuantity: null, price: null },
  reason: reason('external.trade', { symbol: BTC, side: 'buy', quantity: '0.05', price: '100000', trades: 1 }),
};

function alert(event: JournalEvent, language: Language = 'en') {
  const shown = {
    language,
    zone: 'Asia/Seoul',
    now: DESK_NOW,
    instruments: INSTRUMENTS,
    quoteCurrency: 'USDT',
  } as const;
  return alertOf({ seq: 1, at: DESK_NOW, event, hash: '' }, createVoice(shown));
}

describe('a change that others made', () => {
  test('comes with what was done and three ways to answer, in both languages', () => {
    const told = alert({ type: 'external.found', change: CHANGE });
    expect(told).toMatchObject({ kind: 'alert', importance: 'urgent', title: 'X-3 Outside change: BTC' });
    expect(told?.choices).toEqual([
      { label: 'Take it over', command: '/outside X-3 takeover' },
      { label: 'Leave it alone', command: '/outside X-3 leave' },
      { label: 'Close it', command: '/outside X-3 close' },
    ]);
    expect(JSON.stringify(told?.blocks)).toContain('buy 0.05 BTC at 100,000.0');
    expect(alert({ type: 'external.found', change: CHANGE }, 'ko')?.title).toBe('X-3 외부 변경: BTC');
  });

  test('offers nothing to close where nothing is left', () => {
    const change = { ...CHANGE, deskQuantity: '0' };
    expect(alert({ type: 'external.found', change })?.choices.map(({ command }) => command)).toEqual([
      '/outside X-3 takeover',
      '/outside X-3 leave',
    ]);
  });

  test('that the desk settled by itself is no news', () => {
    const event = { type: 'external.answered', id: 'X-3', symbol: BTC, answer: 'take-over', by: 'desk' } as const;
    expect(alert(event)).toBeNull();
    expect(alert({ ...event, by: TRADER })?.importance).toBe('quiet');
  });
});

describe('/outside', () => {
  const rig = () => createChatRig({ roles: { [TRADER]: 'trader', [VIEWER]: 'viewer' } });

  test.each([
    ['/outside X-3 takeover', 'take-over'],
    ['/outside x3 leave', 'leave'],
    ['외부변경 X-3 청산', 'close'],
  ])('%s sends one typed command', async (line, answer) => {
    const chat = rig();
    await chat.sayAs(TRADER, line);
    expect(chat.desk.sent).toEqual([{ type: 'external.answer', id: 'X-3', answer, by: TRADER }]);
  });

  test.each(['/outside', '/outside X-3', '/outside X-3 perhaps', '/outside A-3 leave'])(
    '%s sends nothing',
    async (line) => {
      const chat = rig();
      expect(plainText(await chat.sayAs(TRADER, line))).toContain('/outside X-3 takeover, leave or close');
      expect(chat.desk.sent).toEqual([]);
    },
  );

  test('is not for viewers', async () => {
    const chat = rig();
    await chat.sayAs(VIEWER, '/outside X-3 close');
    expect(chat.desk.sent).toEqual([]);
  });
});
