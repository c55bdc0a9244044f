import { expect, it } from 'vitest';
import { headline } from '../../../bot/app/panic.ts';
import { workAlone } from '../../../bot/app/panic-alone.ts';
import { PANIC_WORDS } from '../../../bot/i18n/panic-words.ts';
import { reason } from '../../../engine/domain/reason.ts';
import type { EmergencyStatus } from '../../../engine/emergency/fast-path.ts';

const LATCH = { incident: 'panic-1', by: 'terminal:owner', why: 'command', at: 1 };

function status(phase: 'working' | 'flat', trouble: string | null = null): EmergencyStatus {
  const account = { account: 'desk', venue: 'upbit', phase, ready: true } as const;
  return {
    ...{ latch: LATCH, finished: phase === 'flat', journalIntact: true },
    accounts: [{ ...account, trouble: trouble === null ? null : reason(trouble) }],
  };
}

it('goes on until everything is flat, however long a ban is, and tells each change once', async () => {
  let looks = 0;
  const changes: (string | null)[] = [];
  const end = await workAlone({
    status() {
      if (looks < 10_000) return status('working', looks < 5_000 ? null : 'emergency.banned');
      return status('flat');
    },
    isInterrupted: () => false,
    pause: async () => {
      looks += 1;
    },
    onChange: ({ accounts }) => changes.push(accounts[0]?.trouble?.code ?? null),
  });
  expect(end?.finished).toBe(true);
  expect(changes).toEqual([null, 'emergency.banned']);
});

it('ends when a person interrupts it, and then says that nobody works on it', async () => {
  let looks = 0;
  const said = await workAlone({
    status: () => status('working'),
    isInterrupted: () => looks >= 3,
    pause: async () => {
      looks += 1;
    },
    onChange: () => undefined,
  });
  expect(said?.finished).toBe(false);
  const outcome = { said: said && { latch: LATCH, status: said } };
  for (const words of [PANIC_WORDS.en, PANIC_WORDS.ko]) {
    expect(headline({ ...outcome, words, alone: true })).toBe(words.interrupted);
    expect(headline({ ...outcome, words, alone: false })).toBe(words.working);
  }
});
