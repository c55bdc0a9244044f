import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import { keepApprovers } from '../../../bot/app/approvers.ts';
import { createAccess } from '../../../bot/people/access.ts';
import { NO_POLICY } from '../../../engine/domain/person-policy.ts';
import { FakeDesk } from '../../fakes/desk.ts';

const EVE = 'telegram:1';
const BOB = 'telegram:2';

function rig() {
  const desk = new FakeDesk();
  const { respond } = desk;
  desk.respond = (command) => {
    if (command.type === 'approvers.set') desk.approvers = [...command.users];
    if (command.type === 'policy.change') {
      desk.policies.set(command.userId, { ...desk.policyOf(command.userId), ...command.change });
    }
    return respond(command);
  };
  const access = createAccess({ [EVE]: 'trader', [BOB]: 'admin', 'telegram:3': 'viewer' });
  const approvers = keepApprovers({ engine: desk, desk, access, logger: pino({ level: 'silent' }) });
  return { desk, access, approvers };
}

describe('the engine', () => {
  it('is told nothing while nobody has set anything', async () => {
    const { desk, access, approvers } = rig();
    await approvers.sync();
    await access.grant({ userId: 'telegram:4', role: 'trader', by: 'terminal:owner', at: 1 });
    await approvers.sync();
    expect(desk.sent).toEqual([]);
  });

  it('knows who may answer before the first policy, the terminal only with one of its own', async () => {
    const { desk, approvers } = rig();
    await approvers.port.send({ type: 'policy.change', userId: EVE, change: { asleep: 'skip' }, by: EVE });
    expect(desk.sent.map(({ type }) => type)).toEqual(['approvers.set', 'policy.change']);
    expect(desk.approvers).toEqual([EVE, BOB]);
    const by = 'terminal:owner';
    await approvers.port.send({ type: 'policy.change', userId: by, change: { mode: 'ask-always' }, by });
    expect(desk.approvers).toEqual([EVE, BOB, by]);
  });

  it('ends the policy of whoever loses their role; who may still look keeps their quiet hours', async () => {
    const { desk, access, approvers } = rig();
    const quietHours = { from: 0, to: 60, zone: 'UTC' };
    for (const userId of [EVE, BOB]) desk.policies.set(userId, { ...NO_POLICY, asleep: 'auto', quietHours });
    await approvers.sync();
    await access.grant({ userId: EVE, role: 'viewer', by: 'terminal:owner', at: 1 });
    await access.remove({ userId: BOB, by: 'terminal:owner', at: 2 });
    await approvers.sync();
    expect(desk.approvers).toEqual([]);
    expect(desk.policyOf(EVE)).toEqual({ ...NO_POLICY, quietHours });
    expect(desk.policyOf(BOB)).toEqual(NO_POLICY);
  });
});
