import { PassThrough } from 'node:stream';
import { pino } from 'pino';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runSession } from '../../bot/app/session.ts';
import { ChatUsersTable } from '../../db/chat-users-table.ts';
import { NO_POLICY } from '../../engine/domain/person-policy.ts';
import type { Journey } from './journey.ts';
import { openJourney } from './journey.ts';

const EVE = 'telegram:7';

let journey: Journey;

beforeEach(async () => {
  journey = await openJourney({ strategies: [] });
}, 120_000);

afterEach(() => journey.end(), 60_000);

/** Opens the terminal and leaves at once. */
async function session(): Promise<void> {
  const stop = new AbortController();
  stop.abort();
  await runSession({
    ...{ desk: journey.desk, logger: pino({ level: 'silent' }), version: '0.0.0', stop: stop.signal },
    ...{ input: new PassThrough(), output: new PassThrough(), isTTY: false, colour: false, scriptStepMs: 60_000 },
  });
}

it('whoever was put out while the desk was down has no say when it is started at a terminal alone', async () => {
  const { engine } = journey.desk;
  const quietHours = { from: 0, to: 1439, zone: 'UTC' };
  await engine.send({ type: 'approvers.set', users: [EVE], by: 'desk' });
  const change = { asleep: 'auto', quietHours } as const;
  const forged = await engine.send({ type: 'policy.change', userId: EVE, change, by: EVE });
  expect(forged).toMatchObject({ outcome: 'refused', reason: { code: 'policy.needs-code' } });
  await engine.send({ type: 'policy.change', userId: EVE, change, confirmed: true, by: EVE });
  expect(journey.desk.view.people().approvers).toEqual([EVE]);

  // Put out, and dead before the engine was told.
  const user = { userId: EVE, role: 'trader', name: 'Eve', addedBy: 'terminal:owner', addedAt: 1 } as const;
  await new ChatUsersTable(journey.desk.database).save({ ...user, removedAt: 2 });
  journey = await journey.reopen();
  expect(journey.desk.view.people().approvers).toEqual([EVE]);
  await session();
  expect(journey.desk.view.people().approvers).toEqual([]);
  expect(journey.desk.view.policyOf(EVE)).toEqual(NO_POLICY);
}, 240_000);
