import { describe, expect, test } from 'vitest';
import { createConfirmations } from '../../../bot/people/confirmations.ts';

const NOW = Date.UTC(2026, 0, 5);
const KIM = { userId: 'telegram:1', place: { kind: 'private', chatId: 'telegram:1' } } as const;
const KIM_IN_GROUP = { userId: 'telegram:1', place: { kind: 'group', chatId: 'telegram:-5' } } as const;
const LEE = { userId: 'telegram:2', place: { kind: 'private', chatId: 'telegram:2' } } as const;
const PENDING = {
  command: { type: 'panic.clear', by: 'telegram:1' },
  role: 'admin',
  quoted: null,
  line: '/unpanic',
} as const;

function asked() {
  const confirmations = createConfirmations({ newCode: () => '4821', expiresAfterMs: 60_000 });
  confirmations.ask(KIM, PENDING, NOW);
  return confirmations;
}

describe('a code', () => {
  test('counts once, for whom it was shown and where it was shown', () => {
    const confirmations = asked();
    expect(confirmations.answer(LEE, '4821', NOW)).toEqual({ outcome: 'none' });
    expect(confirmations.answer(KIM_IN_GROUP, '4821', NOW)).toEqual({ outcome: 'none' });
    expect([confirmations.waits(KIM, NOW), confirmations.waits(KIM_IN_GROUP, NOW)]).toEqual([true, false]);
    expect(confirmations.answer(KIM, '4821', NOW)).toEqual({ outcome: 'confirmed', pending: PENDING });
    expect(confirmations.answer(KIM, '4821', NOW)).toEqual({ outcome: 'none' });
  });

  test('is void after three wrong ones, a minute, when it is dropped, or when its person is put out', () => {
    const tried = asked();
    for (let wrong = 0; wrong < 3; wrong += 1) expect(tried.answer(KIM, '0000', NOW)).toEqual({ outcome: 'wrong' });
    expect(tried.answer(KIM, '4821', NOW)).toEqual({ outcome: 'none' });
    expect(asked().answer(KIM, '4821', NOW + 60_000)).toEqual({ outcome: 'expired' });
    const dropped = asked();
    dropped.drop(KIM_IN_GROUP);
    expect(dropped.waits(KIM, NOW)).toBe(true);
    dropped.drop(KIM);
    expect(dropped.answer(KIM, '4821', NOW)).toEqual({ outcome: 'none' });
    const left = asked();
    left.forget('telegram:1');
    expect(left.answer(KIM, '4821', NOW)).toEqual({ outcome: 'none' });
  });
});
