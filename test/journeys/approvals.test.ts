import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { ApprovalAnswer } from '../../engine/domain/approval.ts';
import { decimal, decimalText, roundDownTo } from '../../engine/domain/decimal.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { Journey } from './journey.ts';
import { BTC, decisionsOf, ETH, eventsOf, HOUR, journalOf, MINUTE, OWNER, openJourney, START } from './journey.ts';

/** The first proposal of the week (SOL, short) comes at 04:50. */
const ASKED_AT = START + 4 * HOUR + 50 * MINUTE;

let journey: Journey;

beforeEach(async () => {
  journey = await openJourney();
  await journey.playTo(ASKED_AT);
});

afterEach(() => journey.end());

const answer = (given: ApprovalAnswer, approvalId = 'A-1') =>
  journey.send({ type: 'approval.answer', approvalId, answer: given });

const pending = () => journey.desk.view.pendingApprovals();
const entries = () => journalOf(journey.directory);
const sent = () => eventsOf(entries(), 'order.intended').filter(({ intent }) => intent.decisionId === asked());
const asked = () => eventsOf(entries(), 'approval.requested')[0]!.approval.terms.decisionId;
const recordOf = (id: string) => decisionsOf(entries()).get(id)!.record;

describe('a proposal', () => {
  it('survives close and reopen, can be approved at once then, and executes once', async () => {
    const [before] = pending();
    expect(before).toMatchObject({ id: 'A-1', status: 'pending', createdAt: ASKED_AT });
    journey = await journey.reopen();
    expect(pending()).toEqual([before]);
    expect(await answer('approve')).toMatchObject({ outcome: 'accepted', decisionIds: [before!.terms.decisionId] });
    expect(await answer('approve')).toEqual({
      outcome: 'refused',
      reason: reason('approval.not-pending', { approvalId: 'A-1' }),
    });
    journey = await journey.reopen();
    expect((await answer('approve')).reason).toEqual(reason('approval.not-pending', { approvalId: 'A-1' }));
    await journey.playFor(MINUTE);
    expect(sent().map(({ intent }) => [intent.leg, intent.request.quantity])).toEqual([
      ['entry', before!.terms.quantity],
      ['stop', before!.terms.quantity],
    ]);
    expect(recordOf(asked())).toMatchObject({
      outcome: 'acted',
      approval: { approvalId: 'A-1', answer: 'approve', by: OWNER, at: ASKED_AT },
    });
    expect(recordOf(asked()).gates).toHaveLength(2);
  });

  it('declined trades nothing, halved trades half, and left alone is skipped after a quarter of an hour', async () => {
    await answer('decline');
    await journey.playUntil(() => pending().length > 0);
    const [second] = pending();
    await answer('half', second!.id);
    await journey.playUntil(() => pending().length > 0);
    const [third] = pending();
    await journey.playTo(third!.expiresAt - 1);
    expect(pending()).toEqual([third]);
    await journey.playFor(1);
    expect(pending()).toEqual([]);
    expect(await answer('approve', third!.id)).toMatchObject({ outcome: 'refused' });

    expect(eventsOf(entries(), 'approval.answered').map(({ approval }) => approval.status)).toEqual([
      'declined',
      'halved',
      'expired',
    ]);
    const [declined, halved, expired] = eventsOf(entries(), 'decision.resolved').map(({ record }) => record);
    expect(declined).toMatchObject({ outcome: 'declined', order: null, approval: { answer: 'decline', by: OWNER } });
    const half = decimalText(roundDownTo(decimal(second!.terms.quantity).div(2), '0.01'));
    expect(halved).toMatchObject({ outcome: 'acted', order: { quantity: half }, approval: { answer: 'half' } });
    expect(expired).toMatchObject({ outcome: 'expired', order: null, approval: { by: null, at: third!.expiresAt } });
    const ids = [declined, halved, expired].map((record) => record?.id);
    const ordered = eventsOf(entries(), 'order.intended').filter(({ intent }) => intent.leg === 'entry');
    expect(ids.map((id) => ordered.filter(({ intent }) => intent.decisionId === id).length)).toEqual([0, 1, 0]);
  });

  it('expires while the desk is away at the worst moment too', async () => {
    await journey.playTo(ASKED_AT + 15 * MINUTE - 1);
    journey = await journey.reopen();
    await journey.playFor(1);
    expect(recordOf(asked()).outcome).toBe('expired');
  });

  it('approved while panicked trades nothing', async () => {
    await journey.send({ type: 'panic.latch' });
    expect(await answer('approve')).toMatchObject({ outcome: 'refused' });
    expect(recordOf(asked())).toMatchObject({
      outcome: 'blocked',
      reason: reason('entries.panic-latched'),
      order: null,
    });
    expect(sent()).toEqual([]);
  });
});

it('is quoted anew when the price has drifted, and the new terms can be approved', async () => {
  // An hour to answer and the narrowest drift: the price will have moved.
  await journey.end();
  journey = await openJourney({ approval: { expiresAfterMs: HOUR, maxDriftFraction: 0.0005 } });
  await journey.playTo(ASKED_AT);
  const [first] = pending();
  await journey.playUntil(() => {
    const now = journey.desk.view.market(first!.terms.symbol)!.price;
    return Math.abs(now / Number(first!.terms.priceAtProposal) - 1) > 0.001;
  });
  expect(await answer('approve')).toMatchObject({ outcome: 'accepted', reason: { code: 'approval.requoted' } });
  expect(sent()).toEqual([]);
  const renewed = pending().find(({ terms }) => terms.decisionId === asked());
  expect(renewed?.terms.priceAtProposal).toBe(String(journey.desk.view.market(first!.terms.symbol)!.price));
  expect(renewed?.termsSha256).not.toBe(first!.termsSha256);
  journey = await journey.reopen();
  expect(await answer('approve', renewed!.id)).toMatchObject({ outcome: 'accepted' });
  expect(sent().map(({ intent }) => intent.request.quantity)).toEqual([renewed!.terms.quantity]);
  expect(recordOf(asked())).toMatchObject({ outcome: 'acted', approval: { approvalId: renewed!.id } });
});

it('asks a person too before an order twice as large as what others are asked about', async () => {
  const size = { type: 'fraction', fraction: 0.3 } as const;
  const order = {
    type: 'order.place',
    direction: 'long',
    limitPrice: null,
    stopPrice: null,
    targetPrice: null,
  } as const;
  const { view } = journey.desk;
  expect(view.settings().find(({ key }) => key === 'approval.ask-above')?.value).toBe(0.25);
  expect((await journey.send({ ...order, symbol: BTC, size })).reason.code).toBe('consensus.advisory');
  await journey.playFor(MINUTE);
  await journey.send({ type: 'setting.change', key: 'approval.ask-above', value: 0.1 });
  expect((await journey.send({ ...order, symbol: ETH, size })).reason.code).toBe('approval.above-fraction');
});
