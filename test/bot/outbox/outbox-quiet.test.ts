import fc from 'fast-check';
import { expect, test } from 'vitest';
import { quietUntil } from '../../../engine/domain/person-policy.ts';
import { entry, outbound, outboxRig } from './outbox-rig.ts';
import { VirtualTime } from './virtual-time.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAYS = 3;
/** Clocks go forward in New York on 8 March 2026 and back on 1 November; in Seoul they never do. */
const STARTS = [Date.UTC(2026, 2, 7, 12), Date.UTC(2026, 9, 31, 12), Date.UTC(2026, 4, 4, 9)];
const ZONES = ['America/New_York', 'Asia/Seoul', 'Europe/London', 'UTC'];

const minuteOfDay = fc.integer({ min: 0, max: 1439 });
const told = fc.record({
  after: fc.integer({ min: 0, max: DAYS * 24 * 60 - 1 }),
  importance: fc.constantFrom('quiet', 'normal', 'urgent'),
  money: fc.boolean(),
});

test('in quiet hours nothing sounds but what must, nothing of money waits, and nothing is lost', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...STARTS),
      fc.constantFrom(...ZONES),
      minuteOfDay,
      minuteOfDay,
      fc.array(told, { minLength: 1, maxLength: 12 }),
      async (start, zone, from, to, messages) => {
        const hours = { from, to, zone };
        const rig = outboxRig({
          time: new VirtualTime(start),
          quietUntil: (_, now) => quietUntil(hours, now),
          timing: { pollMs: HOUR },
        });
        await rig.outbox.start();
        const inOrder = messages.map((one, id) => ({ ...one, id })).sort((a, b) => a.after - b.after || a.id - b.id);
        for (const { id, after, importance, money } of inOrder) {
          const wait = start + after * MINUTE - rig.time.now();
          if (wait > 0) await rig.time.pass(wait);
          await rig.outbox.add([entry(`m${id}`, { kind: `k${id}`, money, outbound: outbound(`m${id}`, importance) })]);
        }
        await rig.time.pass(start + (DAYS + 2) * 24 * HOUR - rig.time.now());
        await rig.outbox.stop();

        const { arrivals } = rig.channel('telegram');
        for (const { text, at, silent } of arrivals) {
          const isUrgent = inOrder.some(({ id, importance }) => text === `m${id}` && importance === 'urgent');
          if (!isUrgent && !silent) expect([text, quietUntil(hours, at)]).toEqual([text, null]);
        }
        for (const { id, after, importance, money } of inOrder) {
          const at = start + after * MINUTE;
          const end = quietUntil(hours, at);
          const passes = end === null || money || importance === 'urgent';
          const arrival = arrivals.find(({ text }) => text === `m${id}` || text.split(/[ ,]/).includes(`k${id}`));
          expect(arrival, `m${id}`).toBeDefined();
          const due = passes ? at : (end ?? at);
          expect(Math.abs((arrival?.at ?? 0) - due), `m${id}`).toBeLessThan(MINUTE);
        }
        const rows = await rig.outbox.history('telegram:1', 100);
        expect(rows.map(({ state }) => state).filter((state) => state !== 'delivered' && state !== 'merged')).toEqual(
          [],
        );
      },
    ),
    { numRuns: 40 },
  );
}, 120_000);
