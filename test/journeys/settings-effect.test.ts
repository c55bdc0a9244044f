import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../engine/decision/canonical-json.ts';
import { decideUnder, valueInRecord } from '../../engine/desk/decide-under.ts';
import { whatWouldChange } from '../../engine/desk/what-would-change.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { Journey } from './journey.ts';
import { DAY, decisionsOf, journalOf, openJourney, START } from './journey.ts';

let journey: Journey;
let entries: readonly DecisionRecord[];
let keys: readonly string[];

/** The whole recorded week, with a person who approves, halves, declines and forgets in turn. */
beforeAll(async () => {
  journey = await openJourney();
  const { desk } = journey;
  const answers = ['approve', 'half', 'decline', null] as const;
  let asked = 0;
  desk.onEntry(({ event }) => {
    if (event.type !== 'approval.requested') return;
    const answer = answers[asked % answers.length] ?? null;
    asked += 1;
    if (answer !== null) void journey.send({ type: 'approval.answer', approvalId: event.approval.id, answer });
  });
  await journey.playTo(START + 7 * DAY);
  await desk.journal.flushed();
  const decisions = decisionsOf(journalOf(journey.directory));
  entries = [...decisions.values()].map(({ record }) => record).filter(({ signal }) => signal.action === 'enter');
  keys = desk.view.settings().map(({ key }) => key);
}, 900_000);

afterAll(() => journey.end());

describe('under the value that it was made with', () => {
  it('every recorded entry comes out as it did', () => {
    const outcomes = new Set(entries.map(({ outcome }) => outcome));
    for (const outcome of ['acted', 'declined', 'expired', 'denied'] as const) expect(outcomes).toContain(outcome);
    for (const record of entries) {
      const value = valueInRecord(record, 'risk.per-trade');
      expect(canonicalJson(decideUnder(record, 'risk.per-trade', value ?? 0))).toBe(canonicalJson(record));
    }
  }, 120_000);

  it('no setting would have changed anything, whichever decisions are looked at', () => {
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.shuffledSubarray([...entries], { maxLength: 40 }), (key, sample) => {
        const from = valueInRecord(sample[0] ?? entries[0]!, key) ?? true;
        const would = whatWouldChange(sample, { key, from, to: from });
        expect(would).toMatchObject({ blocked: [], admitted: 0, overruled: 0, outOfTime: 0, underOtherValue: 0 });
        expect(would.sizes.changed).toBe(0);
        expect(would.asked.after).toBe(would.asked.before);
        expect(would.requoted.after).toBe(would.requoted.before);
      }),
    );
  }, 120_000);
});

describe('under another value', () => {
  const would = (key: string, from: string | number | boolean, to: string | number | boolean) =>
    whatWouldChange(entries, { key, from, to });
  const acted = () => entries.filter(({ outcome }) => outcome === 'acted').map(({ id }) => id);

  it('nobody is asked at auto, and about everything at ask-always', () => {
    const auto = would('approval.mode', 'ask-above', 'auto');
    expect(auto.asked.before).toBeGreaterThan(10);
    expect(auto.asked.after).toBe(0);
    expect(auto.overruled).toBe(
      entries.filter(({ outcome }) => outcome === 'declined' || outcome === 'expired').length,
    );
    const always = would('approval.mode', 'ask-above', 'ask-always');
    expect(always.asked.after).toBe(always.entries);
    const above = would('approval.ask-above', 0.25, 0.15);
    expect(above.asked.after).toBeGreaterThan(above.asked.before);
  }, 120_000);

  it('no entry passes a limit of nothing', () => {
    for (const key of ['risk.max-exposure', 'risk.max-symbol-exposure', 'risk.max-open-positions']) {
      expect(would(key, 1, 0).blocked).toEqual(acted());
    }
  }, 120_000);

  it('half the risk makes smaller entries, and a strategy that is off makes none', () => {
    const from = valueInRecord(entries[0]!, 'risk.per-trade');
    const { sizes } = would('risk.per-trade', Number(from), Number(from) / 2);
    expect(sizes.meanRatio).toBeGreaterThan(0.4);
    expect(sizes.meanRatio).toBeLessThan(0.7);
    const sources = new Set(entries.map(({ signal }) => signal.source.replace('strategy:', '')));
    const off = [...sources].flatMap((name) => would(`strategy.${name}`, true, false).blocked);
    expect(off.sort()).toEqual([...acted()].sort());
  }, 120_000);

  it('an approval that took longer than the time is too late, and any move is too far', () => {
    const late = would('approval.expires-after', 900_000, -1);
    expect(late.approved).toBeGreaterThan(5);
    expect(late.outOfTime).toBe(late.approved);
    const { requoted } = would('approval.max-drift', 0.005, -1);
    expect(requoted.after).toBeGreaterThan(requoted.before);
  }, 120_000);
});

it('a tighter limit blocks no fewer, and a looser one no more', () => {
  const limits = fc.constantFrom('risk.max-exposure', 'risk.max-symbol-exposure', 'risk.max-drawdown');
  const pair = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
  fc.assert(
    fc.property(limits, pair, (key, [one, other]) => {
      const from = 0.5;
      const blocked = (to: number) => whatWouldChange(entries.slice(-120), { key, from, to }).blocked.length;
      expect(blocked(Math.min(one, other))).toBeGreaterThanOrEqual(blocked(Math.max(one, other)));
    }),
    { numRuns: 10 },
  );
}, 120_000);
