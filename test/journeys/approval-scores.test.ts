import { afterEach, beforeEach, expect, it } from 'vitest';
import type { ApprovalScore } from '../../engine/domain/approval-score.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import { approvalScores } from '../../engine/performance/approval-score.ts';
import type { Journey } from './journey.ts';
import { DAY, decisionsOf, eventsOf, HOUR, journalOf, MINUTE, OWNER, openJourney, START } from './journey.ts';

/** A shared machine may be slow. */
const SLOW = 300_000;

let journey: Journey;

beforeEach(async () => {
  journey = await openJourney();
}, SLOW);

afterEach(() => journey.end());

const entries = () => journalOf(journey.directory);
const scores = () => eventsOf(entries(), 'approval.scored').map(({ score }) => score);

/** Says no to the first, half to the second, yes to the third, nothing to the fourth, and so on until `until`. */
async function answerInTurn(until: number): Promise<void> {
  const answers = ['decline', 'half', 'approve', null] as const;
  let turn = 0;
  const seen = new Set<string>();
  while (journey.desk.replay.position() < until) {
    const open = journey.desk.view.pendingApprovals().filter(({ id }) => !seen.has(id));
    for (const { id } of open) {
      seen.add(id);
      const answer = answers[turn % answers.length] ?? null;
      turn += 1;
      if (answer !== null) await journey.send({ type: 'approval.answer', approvalId: id, answer });
    }
    await journey.playFor(5 * MINUTE);
  }
}

/** The plan on the bars of the recording, written again in the plainest way. */
function bruteForce({ signal, sizing, inputs, approval, at }: DecisionRecord) {
  if (sizing === null || approval === null) throw new Error('nothing was proposed');
  const bars = journey.desk.recording.candles(signal.symbol);
  const answered = approval.answer !== 'expired';
  const from = answered ? approval.at : at;
  const price = Number(answered ? approval.priceAtAnswer : approval.priceAtProposal);
  const sign = signal.direction === 'long' ? 1 : -1;
  const [stop, target] = [Number(sizing.stopPrice), sizing.targetPrice === null ? null : Number(sizing.targetPrice)];
  const exitBy = signal.plan.maxHoldMs === null ? Number.POSITIVE_INFINITY : at + signal.plan.maxHoldMs;
  const net = (exit: number) => {
    const [paid, got] = [price * (1 + sign * 0.0005), exit * (1 - sign * 0.0005)];
    return ((got - paid) * sign - (paid + got) * Number(inputs.instrument.takerFeeFraction)) * Number(sizing.quantity);
  };
  for (let i = 0; i < bars.openTime.length; i += 1) {
    const open = Number(bars.openTime[i]);
    if (open < from) continue;
    const worst = Number(sign > 0 ? bars.low[i] : bars.high[i]);
    const best = Number(sign > 0 ? bars.high[i] : bars.low[i]);
    const closedAt = open + MINUTE;
    if ((worst - stop) * sign <= 0) {
      const first = Number(bars.open[i]);
      return { exit: 'stop', closedAt, net: net((first - stop) * sign < 0 ? first : stop) };
    }
    if (target !== null && (best - target) * sign >= 0) return { exit: 'target', closedAt, net: net(target) };
    if (closedAt >= exitBy) return { exit: 'time', closedAt, net: net(Number(bars.close[i])) };
  }
  return null;
}

function expectAsComputed(scored: readonly ApprovalScore[], records: ReadonlyMap<string, { record: DecisionRecord }>) {
  for (const score of scored.filter(({ part }) => part === 'missed')) {
    const record = records.get(score.decisionId)?.record;
    const again = record === undefined ? null : bruteForce(record);
    expect(again).toMatchObject({ exit: score.exit, closedAt: score.closedAt });
    expect(Number(score.net)).toBeCloseTo(again?.net ?? Number.NaN, 6);
  }
}

it(
  'scores each answer as the plain recomputation does, shows it, and goes on after a restart as if there was none',
  async () => {
    await answerInTurn(START + 30 * HOUR);
    await journey.playTo(START + 2 * DAY);
    const told = scores();
    expectAsComputed(told, decisionsOf(entries()));
    expect(new Set(told.map(({ part }) => part))).toEqual(new Set(['made', 'missed']));
    const declined = eventsOf(entries(), 'approval.answered').filter(({ approval }) => approval.status === 'declined');
    expect(declined.length).toBeGreaterThan(1);

    // What an approved one made is what its trade made: no other entry stood in that position.
    const trades = eventsOf(entries(), 'trade.closed').map(({ trade }) => trade);
    for (const score of told.filter(({ part }) => part === 'made')) {
      const trade = trades.find(({ entryDecisionId }) => entryDecisionId === score.decisionId);
      if (trade !== undefined) expect(Number(score.net)).toBeCloseTo(Number(trade.net), 6);
    }

    const [first] = declined;
    const approvalId = first?.approval.id ?? '';
    const given = { code: 'other', text: 'too close to the news' } as const;
    expect(await journey.send({ type: 'approval.give-reason', approvalId, given })).toMatchObject({
      outcome: 'accepted',
    });
    expect(await journey.send({ type: 'approval.give-reason', approvalId, given })).toMatchObject({
      outcome: 'refused',
      reason: { code: 'approval.no-reason-asked' },
    });
    const cases = await journey.desk.records.approvals({ limit: 500 });
    expect(cases.find((one) => one.approvalId === approvalId)).toMatchObject({ fate: 'declined', by: OWNER, given });
    expect((await journey.desk.records.decision(first?.approval.terms.decisionId ?? ''))?.given).toEqual(given);
    const numbers = cases.map(({ number }) => number);
    expect(numbers).toEqual([...numbers].sort((a, b) => b - a));
    const paged = await journey.desk.records.approvals({ limit: 2, before: numbers[1] ?? 0 });
    expect(paged).toEqual(cases.slice(2, 4));
    const { all, people } = approvalScores(cases);
    expect(all.vetoes.count).toBe(declined.length);
    expect(people.map(({ userId }) => userId)).toEqual([OWNER]);
    const missed = told.filter(
      ({ part, decisionId }) =>
        part === 'missed' && declined.some((one) => one.approval.terms.decisionId === decisionId),
    );
    expect(Number(all.vetoes.net)).toBeCloseTo(
      missed.reduce((sum, { net }) => sum + Number(net), 0),
      6,
    );
  },
  SLOW,
);

it(
  'tells the same scores when the desk is closed and opened while a trade that was let go is on its way',
  async () => {
    await journey.playUntil(() => journey.desk.view.pendingApprovals().length > 0);
    await journey.send({ type: 'approval.answer', approvalId: 'A-1', answer: 'decline' });
    await journey.playFor(2 * MINUTE);
    expect(scores()).toEqual([]);
    journey = await journey.reopen();
    await journey.playFor(8 * HOUR);
    const told = scores();
    expect(told.length).toBeGreaterThan(0);
    expectAsComputed(told, decisionsOf(entries()));
  },
  SLOW,
);

it(
  'keeps a policy over a restart, holds what comes while all sleep, and enters half once that is confirmed',
  async () => {
    const set = (change: object, confirmed = false) =>
      journey.send({ type: 'policy.change', userId: OWNER, change, ...(confirmed && { confirmed }) });
    const quietHours = { from: 0, to: 1439, zone: 'UTC' };
    expect(await set({ mode: 'ask-always' })).toMatchObject({ reason: { code: 'policy.not-an-approver' } });
    await journey.send({ type: 'approvers.set', users: [OWNER] });
    await set({ mode: 'ask-always', quietHours });
    expect(await set({ asleep: 'half' })).toMatchObject({ outcome: 'refused', reason: { code: 'policy.needs-code' } });
    journey = await journey.reopen();
    expect(journey.desk.view.policyOf(OWNER)).toMatchObject({ mode: 'ask-always', asleep: 'skip', quietHours });
    const slept = (code: string) =>
      [...decisionsOf(entries()).values()].filter(({ record }) => record.reason.code === code);
    await journey.playUntil(() => slept('approval.asleep-skipped').length > 0);
    expect(slept('approval.asleep-skipped')[0]?.record).toMatchObject({ outcome: 'skipped', order: null });
    expect(eventsOf(entries(), 'approval.requested')).toEqual([]);
    expect(await set({ asleep: 'half' }, true)).toMatchObject({ outcome: 'accepted' });
    await journey.playUntil(() => slept('approval.asleep-half').length > 0);
    expect(slept('approval.asleep-half')[0]?.record).toMatchObject({ outcome: 'acted' });
    await journey.playFor(6 * HOUR);
    expect(scores().some(({ approvalId, part }) => approvalId === null && part === 'missed')).toBe(true);
    const fates = (await journey.desk.records.approvals({ limit: 100 })).map(({ fate }) => fate);
    expect(fates).toEqual(expect.arrayContaining(['asleep-skip', 'asleep-half']));
  },
  SLOW,
);
