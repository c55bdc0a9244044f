import { beforeAll, describe, expect, it } from 'vitest';
import { replayDecision } from '../../engine/decision/replay-decision.ts';
import {
  fakeModel,
  fakeReviewer,
  modelVote,
  throughTheJournal,
  verdict,
} from '../engine/decision/decision-fixtures.ts';
import { verdictFaults, verdictHabits } from '../fakes/llm/verdict-faults.ts';
import { voting } from '../fakes/llm/verdict-personalities.ts';
import type { WireFault } from '../fakes/llm/wire-faults.ts';
import { AMPLE_MS, wireCases } from './model-fault-cases.ts';
import { SEATS, type Seat, type Tried, tryFault } from './model-fault-desk.ts';

const SEAT_NAMES = Object.keys(SEATS) as Seat[];

beforeAll(async () => {
  // What loads on first use must not count against the first deadline.
  for (const seat of SEAT_NAMES) await tryFault({ seat, deadlineMs: AMPLE_MS }, (llm) => llm.become(voting('buy')));
});

/** An abstention that stands in the record, holds the trade, and replays as it was written. */
async function expectHeld({ made, verdict: said }: Tried, codes: readonly string[]): Promise<void> {
  expect(said.outcome === 'abstained' ? said.reason.code : said).toBeOneOf([...codes]);
  expect(made.request).toBeNull();
  expect(made.record).toMatchObject({ outcome: 'held', order: null, reason: { code: 'consensus.abstained' } });
  const record = throughTheJournal(made.record);
  expect(record.verdicts).toEqual(made.record.verdicts);
  const other = fakeReviewer('other', async () => verdict('other', 'buy'));
  const again = await replayDecision(record, { model: fakeModel(modelVote('buy')), reviewers: [other] });
  expect(again).toMatchObject({ same: true });
}

describe.concurrent.each(SEAT_NAMES)('a reviewer at %s, whatever its server does', (seat) => {
  it.each(Object.entries(wireCases))('%s holds', async (fault, { codes, deadlineMs = AMPLE_MS }) => {
    const tried = await tryFault({ seat, deadlineMs }, (llm) => llm.fail(fault as WireFault));
    await expectHeld(tried, codes);
  });

  it('nobody at its address holds', async () => {
    const tried = await tryFault({ seat, deadlineMs: AMPLE_MS }, (llm) => void llm.close());
    await expectHeld(tried, ['reviewer.unavailable']);
  });
});

describe.concurrent.each(SEAT_NAMES)('a reviewer at %s, whatever its model says', (seat) => {
  it.each(Object.entries(verdictFaults))('%s holds', async (_, { says, codes }) => {
    const tried = await tryFault({ seat, deadlineMs: AMPLE_MS }, (llm) => llm.become(says));
    await expectHeld(tried, codes);
    if (tried.verdict.call !== undefined) expect(tried.verdict.call.id).toMatch(/^L-\d+$/);
  });

  it.each(Object.entries(verdictHabits))('%s counts', async (_, says) => {
    const tried = await tryFault({ seat, deadlineMs: AMPLE_MS }, (llm) => llm.become(says));
    expect(tried.verdict).toMatchObject({ outcome: 'voted', stance: 'buy', confidence: 0.8 });
    expect(tried.made.record.outcome).toBe('acted');
    expect(tried.made.request?.side).toBe('buy');
  });

  it.each(['sell', 'hold'] as const)('a sound %s holds', async (stance) => {
    const tried = await tryFault({ seat, deadlineMs: AMPLE_MS }, (llm) => llm.become(voting(stance)));
    expect(tried.made.request).toBeNull();
    expect(tried.made.record.reason).toMatchObject({ code: 'consensus.disagreed' });
  });

  it('an obedient yes is a vote, and no order while another voter does not assent', async () => {
    const one = { seat, deadlineMs: AMPLE_MS, modelStance: 'hold' } as const;
    const tried = await tryFault(one, (llm) => llm.become(voting('buy', 1)));
    expect(tried.verdict).toMatchObject({ outcome: 'voted', stance: 'buy', confidence: 1 });
    expect(tried.made.request).toBeNull();
  });
});
