import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { replayDecision } from '../../engine/decision/replay-decision.ts';
import { rulesNewsReviewer } from '../../engine/decision/rules-news-reviewer.ts';
import { rulesTechnicalReviewer } from '../../engine/decision/rules-technical-reviewer.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { Journey } from './journey.ts';
import { decisionsOf, eventsOf, HOUR, journalOf, MINUTE, OWNER, openJourney, START } from './journey.ts';

let journey: Journey;
/** What the strategies entered that morning: the moments at which model and reviewers agreed. */
let agreed: readonly DecisionRecord[];

beforeAll(async () => {
  const morning = await openJourney();
  await morning.playTo(START + 5 * HOUR + 30 * MINUTE);
  agreed = [...decisionsOf(journalOf(morning.directory)).values()]
    .map(({ record }) => record)
    .filter(({ signal, outcome }) => signal.action === 'enter' && (outcome === 'acted' || outcome === 'expired'));
  await morning.end();
  journey = await openJourney({ strategies: [], approval: { mode: 'auto' } });
}, 120_000);

afterAll(() => journey.end());

const view = () => journey.desk.view;

async function propose({ signal }: DecisionRecord, isTainted = false) {
  const { symbol, direction } = signal;
  const size = { type: 'fraction', fraction: 0.5 } as const;
  return journey.send({
    ...({ type: 'trade.propose', symbol, direction, size, stopPrice: null, targetPrice: null, isTainted } as const),
  });
}

describe("the assistant's proposals on the recorded morning", () => {
  it('wait for a person although the desk enters by itself, and trade once approved', async () => {
    const [first] = agreed;
    if (first === undefined) throw new Error('nobody agreed on anything that morning');
    await journey.playTo(first.at);
    const outcome = await propose(first, true);
    expect(outcome).toMatchObject({ outcome: 'accepted', orderNumbers: [] });
    const [approval] = view().pendingApprovals();
    expect(approval?.terms.equityFraction).toBeLessThanOrEqual(0.05);
    await journey.playFor(MINUTE);
    expect(view().positions()).toEqual([]);
    await journey.send({ type: 'approval.answer', approvalId: approval?.id ?? '', answer: 'approve' });
    await journey.playFor(2 * MINUTE);
    expect(view().positions()).toMatchObject([
      { source: `assistant:${OWNER}`, protection: { stopPrice: expect.stringMatching(/^\d/) } },
    ]);
  });

  it('are held where the votes do not agree, and nobody is asked', async () => {
    const [first] = agreed;
    if (first === undefined) throw new Error('nobody agreed on anything that morning');
    const { direction } = first.signal;
    const against = {
      ...first,
      signal: { ...first.signal, direction: direction === 'long' ? 'short' : 'long' },
    } as const;
    expect(await propose(against)).toMatchObject({
      outcome: 'refused',
      reason: { code: expect.stringMatching(/^consensus\./) },
    });
    expect(view().pendingApprovals()).toEqual([]);
  });

  it('are made again byte for byte from their records', async () => {
    const voters = { model: journey.desk.model, reviewers: [rulesTechnicalReviewer, rulesNewsReviewer] };
    const made = [...decisionsOf(journalOf(journey.directory)).values()].map(({ record }) => record);
    const proposals = made.filter(({ signal }) => signal.source.startsWith('assistant:'));
    expect(proposals.map(({ outcome }) => outcome)).toEqual(['acted', 'held']);
    for (const record of proposals) expect(await replayDecision(record, voters)).toMatchObject({ same: true });
  });

  it('survive a restart with their count, and a panic ends what waits', async () => {
    journey = await journey.reopen();
    const next = agreed.find(({ at }) => at > view().now() + MINUTE);
    if (next === undefined) throw new Error('nobody agreed a second time that morning');
    await journey.playTo(next.at);
    expect(await propose(next)).toMatchObject({ outcome: 'accepted' });
    expect(view().pendingApprovals()).toHaveLength(1);
    await journey.send({ type: 'panic.latch' });
    expect(view().pendingApprovals()).toEqual([]);
    expect(await propose(next)).toMatchObject({ outcome: 'refused', reason: { code: 'entries.panic-latched' } });
    const sources = eventsOf(journalOf(journey.directory), 'order.intended').map(({ intent }) => intent.leg);
    expect(sources.filter((leg) => leg === 'entry')).toHaveLength(1);
  });
});
