import { describe, expect, test } from 'vitest';
import {
  CODE_LIFE_MS,
  createInviteCodes,
  looksLikeInviteCode,
  randomInviteCode,
} from '../../../bot/people/invite-codes.ts';

const NOW = Date.UTC(2026, 0, 5);
const HOUR_MS = 3_600_000;

function codesCounting() {
  let made = 0;
  return createInviteCodes<string>(() => {
    made += 1;
    return `AAAA-AAA${made + 1}`;
  });
}

describe('an invitation code', () => {
  test('is good once, within a quarter of an hour, in any case and with or without its hyphen', () => {
    const codes = codesCounting();
    const first = codes.create('viewer', NOW);
    const second = codes.create('trader', NOW);
    expect(codes.take('aaaaaaa2', 'telegram:1', NOW)).toEqual({ outcome: 'taken', grant: 'viewer' });
    expect(codes.take(first, 'telegram:1', NOW)).toEqual({ outcome: 'wrong' });
    expect(codes.take(second, 'telegram:1', NOW + CODE_LIFE_MS)).toEqual({ outcome: 'wrong' });
  });

  test('is not heard after five wrong ones in an hour, from that person', () => {
    const codes = codesCounting();
    const code = codes.create('viewer', NOW);
    for (let times = 0; times < 5; times += 1) {
      expect(codes.take('7777-7777', 'telegram:1', NOW + times)).toEqual({ outcome: 'wrong' });
    }
    expect(codes.take(code, 'telegram:1', NOW + 5)).toEqual({ outcome: 'muted' });
    expect(codes.take('7777-7777', 'telegram:1', NOW + HOUR_MS)).toEqual({ outcome: 'wrong' });
    expect(codes.take(code, 'telegram:2', NOW + 5)).toEqual({ outcome: 'taken', grant: 'viewer' });
  });

  test('never looks like a word, nor a word like it', () => {
    for (let times = 0; times < 500; times += 1) expect(looksLikeInviteCode(randomInviteCode())).toBe(true);
    for (const word of ['whatever', 'what-ever', '12345', '/panic', '7K3M-9QW', '7K3M-9QWX1', '7K0M-9QWX']) {
      expect([word, looksLikeInviteCode(word)]).toEqual([word, false]);
    }
  });

  test('of more than twenty that wait, the oldest is void', () => {
    const codes = createInviteCodes<number>();
    const made = Array.from({ length: 21 }, (_, number) => codes.create(number, NOW));
    expect(codes.take(made[0] ?? '', 'telegram:1', NOW)).toEqual({ outcome: 'wrong' });
    expect(codes.take(made[1] ?? '', 'telegram:1', NOW)).toEqual({ outcome: 'taken', grant: 1 });
  });
});
