import { describe, expect, test } from 'vitest';
import { createLineQueue } from '../../bot/line-queue.ts';
import type { CommandOutcome } from '../../engine/domain/command.ts';
import { reason } from '../../engine/domain/reason.ts';
import { createChatRig, plainText } from './chat-rig.ts';

const ADMIN = 'telegram:3';
const TRADER = 'telegram:2';
const ROLES = { [TRADER]: 'trader', [ADMIN]: 'admin' } as const;
const CONTROL_WITHIN_MS = 50;
const DONE: CommandOutcome = {
  outcome: 'accepted',
  reason: reason('test.accepted'),
  decisionIds: [],
  orderNumbers: [],
};

/** A desk whose engine takes its time: each command waits until it is let go, a panic does not. */
function busyRig() {
  const waiting: (() => void)[] = [];
  const rig = createChatRig({ roles: ROLES });
  const sent = rig.desk.send.bind(rig.desk);
  rig.desk.send = async (command) => {
    await sent(command);
    if (command.type !== 'panic.latch') await new Promise<void>((resolve) => waiting.push(resolve));
    return DONE;
  };
  return { rig, letGo: () => waiting.shift()?.() };
}

const settled = () => new Promise((resolve) => setTimeout(resolve, 5));
const types = (rig: ReturnType<typeof createChatRig>) => rig.desk.sent.map((command) => command.type);

describe('while the engine is busy', () => {
  test('a line and a tap give control back at once', async () => {
    const { rig, letGo } = busyRig();
    const shown = await rig.core.present(
      {
        ...{ kind: 'answer', importance: 'normal', title: null, blocks: [] },
        choices: [{ label: 'x', command: '/resume' }],
      },
      TRADER,
      rig.clock.at,
    );
    const started = performance.now();
    const answers = [
      rig.sayAs(TRADER, '/pause'),
      rig.tapAs(TRADER, shown.buttons[0]?.action ?? ''),
      rig.sayAs(TRADER, 'x'.repeat(4000)),
      rig.sayAs(TRADER, '/buy 0.001 btc'),
    ];
    expect(performance.now() - started).toBeLessThan(CONTROL_WITHIN_MS);
    for (let turn = 0; turn < answers.length; turn += 1) {
      await settled();
      letGo();
    }
    await Promise.all(answers);
    expect(types(rig)).toEqual(['entries.pause', 'entries.resume', 'order.place']);
  });

  test('a person is answered in order, and waits for nobody else', async () => {
    const { rig, letGo } = busyRig();
    const answered: string[] = [];
    const ask = (userId: string, line: string) =>
      rig.sayAs(userId, line).then(() => {
        answered.push(`${userId} ${line}`);
      });
    const all = [ask(TRADER, '/pause'), ask(TRADER, '/status'), ask(TRADER, '/resume'), ask(ADMIN, '/status')];
    await settled();
    expect(answered).toEqual([`${ADMIN} /status`]);
    expect(types(rig)).toEqual(['entries.pause']);
    letGo();
    await settled();
    letGo();
    await Promise.all(all);
    expect(answered.slice(1)).toEqual([`${TRADER} /pause`, `${TRADER} /status`, `${TRADER} /resume`]);
  });

  test('a panic passes everything that waits, and every limit', async () => {
    const { rig, letGo } = busyRig();
    const waiting = Array.from({ length: 200 }, () => rig.sayAs(TRADER, '/pause'));
    const answer = rig.sayAs(TRADER, '/panic');
    // Before control comes back, and so before any of those that wait.
    expect(types(rig)).toEqual(['panic.latch']);
    expect(plainText(await answer)).toContain('PANIC');
    for (let turn = 0; turn < 25; turn += 1) {
      await settled();
      letGo();
    }
    expect((await Promise.all(waiting)).flat()).toHaveLength(200);
  });

  test('a thousand lines in a burst are answered in order, none lost', async () => {
    const rig = createChatRig({ roles: ROLES });
    const order: number[] = [];
    const answers = Array.from({ length: 1_000 }, (_, number) =>
      rig.sayAs(TRADER, '/status', { deliveryId: String(number) }).then((answer) => {
        order.push(number);
        return answer.length;
      }),
    );
    expect(await Promise.all(answers)).toEqual(Array(1_000).fill(1));
    expect(order).toEqual(Array.from({ length: 1_000 }, (_, number) => number));
  });
});

describe('a queue', () => {
  test('goes on after work that failed, and holds no more than so many', async () => {
    const queue = createLineQueue(2);
    const failed = queue.add('a', () => Promise.reject(new Error('no')));
    const next = queue.add('a', async () => 'yes');
    expect(queue.add('a', async () => 'too much')).toBeNull();
    await expect(failed).rejects.toThrow('no');
    expect(await next).toBe('yes');
    await settled();
    expect(await queue.add('a', async () => 'again')).toBe('again');
  });
});
