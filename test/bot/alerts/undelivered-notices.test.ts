import { expect, test } from 'vitest';
import { createUndeliveredNotices } from '../../../bot/alerts/undelivered-notices.ts';
import type { Language } from '../../../bot/i18n/language.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import type { OutboxReport } from '../../../bot/outbox/outbox-options.ts';
import { DESK_NOW, INSTRUMENTS } from '../../fakes/desk.ts';
import { MINUTE } from './alert-journal.ts';

const row = { id: 1, userId: 'telegram:1', kind: 'trade-closed', address: 'telegram:1', waitingSince: 0 };
const refused: OutboxReport = { ...row, type: 'refused', attempts: 1, problem: '403: bot was blocked.' };

function rig(language: Language = 'en') {
  const voice = createVoice({
    ...{ language, zone: 'UTC', now: DESK_NOW, instruments: INSTRUMENTS, quoteCurrency: 'USDT' },
  });
  const said: string[] = [];
  const clock = { at: 0 };
  const report = createUndeliveredNotices({
    notify: (words) =>
      said.push(
        words(voice)
          .blocks.flatMap((block) => ('lines' in block ? block.lines : []))
          .join(' '),
      ),
    nameOf: () => 'Ann',
    now: () => clock.at,
  });
  return { said, clock, report };
}

test('what did not arrive is told with who, what and why; what went elsewhere with where', () => {
  const { said, report } = rig();
  report(refused);
  report({ ...row, type: 'escalated', to: 'email:a@b' });
  report({ ...row, type: 'moved', to: 'telegram:-100' });
  expect(said).toEqual([
    'Trade closed for Ann could not be delivered: 403: bot was blocked. /alerts lists what they were to be told.',
    'Trade closed for Ann did not arrive and went to email instead.',
    'Ann is at telegram:-100 now. Change it where it is configured.',
  ]);
  expect(said.join()).not.toContain('a@b');
  const korean = rig('ko');
  korean.report(refused);
  expect(korean.said[0]).toContain('Ann에게 보낼 청산 알림을 전달하지 못했습니다');
});

test('who misses everything is told once in a while, and then how much', () => {
  const { said, clock, report } = rig();
  for (let times = 0; times < 5; times += 1) report(refused);
  expect(said.length).toBe(1);
  clock.at = 16 * MINUTE;
  report(refused);
  expect(said[1]).toContain('The same for 4 more alerts since then.');
  report({ ...refused, userId: 'telegram:2' });
  expect(said.length).toBe(3);
});
