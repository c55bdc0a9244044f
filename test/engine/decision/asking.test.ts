import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askWhom, whyAsk } from '../../../engine/decision/approval-policy.ts';
import { openApproval } from '../../../engine/decision/approval-terms.ts';
import { decide } from '../../../engine/decision/decide.ts';
import { replayDecision } from '../../../engine/decision/replay-decision.ts';
import { resolve } from '../../../engine/decision/resolve.ts';
import { decimal } from '../../../engine/domain/decimal.ts';
import type { AskingSettings, DecisionRecord, PersonSettings } from '../../../engine/domain/decision.ts';
import {
  ASSENTS,
  fakeModel,
  fakeReviewer,
  humanSignal,
  inputs,
  limits,
  modelVote,
  movedTo,
  NOW,
  portfolio,
  settings,
  signal,
  throughTheJournal,
} from './decision-fixtures.ts';

const HOUR = 3_600_000;
const MODES = [null, 'auto', 'ask-above', 'ask-always'] as const;
const SLEEPS = ['skip', 'half', 'auto'] as const;

function person(userId: string, over: Partial<PersonSettings> = {}): PersonSettings {
  return { userId, mode: null, askAboveFraction: null, asleep: 'skip', quietUntil: null, ...over };
}

const asleep = (userId: string, rule: PersonSettings['asleep'], over: Partial<PersonSettings> = {}) =>
  person(userId, { asleep: rule, quietUntil: NOW + HOUR, ...over });

const asks = (approvalMode: AskingSettings['approvalMode'], ...people: PersonSettings[]): AskingSettings => ({
  ...settings({ approvalMode, askAboveFraction: 0.25 }),
  ...(people.length > 0 && { people }),
});

const people = fc.array(
  fc.record({
    userId: fc.constantFrom('a', 'b', 'c', 'd'),
    mode: fc.constantFrom(...MODES),
    askAboveFraction: fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
    asleep: fc.constantFrom(...SLEEPS),
    quietUntil: fc.option(fc.constant(NOW + HOUR)),
  }),
  { maxLength: 4 },
);
const deskMode = fc.constantFrom('auto' as const, 'ask-above' as const, 'ask-always' as const);
const fraction = fc.double({ min: 0.001, max: 1, noNaN: true });

describe('who is asked', () => {
  it('is more than the desk asks, never less: it goes ahead only where nobody awake is to be asked', () => {
    fc.assert(
      fc.property(people, deskMode, fraction, (all, mode, share) => {
        const set = asks(mode, ...all);
        const asking = askWhom(signal(), share, set);
        const deskAsks = whyAsk(signal(), share, set) !== null;
        if (deskAsks) expect(asking.outcome).not.toBe('go');
        if (all.some((one) => one.mode === 'ask-always')) expect(asking.outcome).not.toBe('go');
        if (asking.outcome === 'asleep') expect(all.length).toBeGreaterThan(0);
        if (all.every(({ quietUntil }) => quietUntil === null)) expect(asking.outcome).not.toBe('asleep');
        if (asking.outcome === 'ask' && asking.to !== null) expect(asking.to.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });

  it('grows when a person asks for more', () => {
    const strictness = { go: 0, asleep: 1, ask: 2 } as const;
    fc.assert(
      fc.property(people, deskMode, fraction, (all, mode, share) => {
        const awake = all.map((one) => ({ ...one, quietUntil: null }));
        const before = askWhom(signal(), share, asks(mode, ...awake)).outcome;
        const after = askWhom(signal(), share, asks(mode, ...awake, person('e', { mode: 'ask-always' }))).outcome;
        expect(strictness[after]).toBeGreaterThanOrEqual(strictness[before]);
      }),
    );
  });

  it.each([
    ['the desk asks, nobody set anything', asks('ask-always'), null],
    [
      'the desk asks, one wants to be left alone',
      asks('ask-always', person('a', { mode: 'auto' }), person('b')),
      ['b'],
    ],
    ['the desk asks, all want to be left alone', asks('ask-always', person('a', { mode: 'auto' })), null],
    [
      'the desk does not, one asks for everything',
      asks('auto', person('a', { mode: 'ask-always' }), person('b')),
      ['a'],
    ],
    [
      'one asks from less on',
      asks('ask-above', person('a', { mode: 'ask-above', askAboveFraction: 0.1 }), person('b')),
      ['a'],
    ],
    [
      'one asks from more on: the desk stays stricter',
      asks('ask-always', person('a', { mode: 'ask-above', askAboveFraction: 0.9 }), person('b')),
      null,
    ],
  ] as const)('%s', (_what, set, to) => {
    expect(askWhom(signal(), 0.2, set)).toMatchObject({ outcome: 'ask', to });
  });

  it("leaves a person's own order to the desk's setting, asleep or awake", () => {
    const order = humanSignal({ asked: { type: 'fraction', fraction: 0.1 } });
    expect(askWhom(order, 0.1, asks('auto', person('a', { mode: 'ask-always' })))).toEqual({ outcome: 'go' });
    expect(askWhom(order, 0.1, asks('ask-always', asleep('a', 'auto'))).outcome).toBe('ask');
  });
});

describe('while people sleep', () => {
  it.each([
    ['skip', [asleep('a', 'skip')]],
    ['half', [asleep('a', 'half')]],
    ['auto', [asleep('a', 'auto')]],
    ['skip', [asleep('a', 'auto'), asleep('b', 'skip')]],
    ['half', [asleep('a', 'auto'), asleep('b', 'half')]],
    // Who is not asked anyway has no say.
    ['auto', [asleep('a', 'auto'), asleep('b', 'skip', { mode: 'auto' })]],
  ] as const)('the strictest rule of those who would be asked counts: %s', (rule, all) => {
    const asking = askWhom(signal(), 0.3, asks('ask-always', ...all));
    expect(asking).toMatchObject({ outcome: 'asleep', rule, reason: { values: { until: NOW + HOUR } } });
  });

  it('one who is awake is asked as ever', () => {
    expect(askWhom(signal(), 0.3, asks('ask-always', asleep('a', 'auto'), person('b'))).outcome).toBe('ask');
  });
});

function decided(set: AskingSettings, over: Partial<Parameters<typeof inputs>[0]> = {}): DecisionRecord {
  const input = { number: 7, at: NOW, signal: signal(), model: modelVote(), verdicts: ASSENTS, moved: null };
  const advice = { investmentFraction: 0.33, advisor: 'rules:bands' };
  return throughTheJournal(decide({ ...input, advice, inputs: inputs({ settings: set, ...over }) }).record);
}

const VOTERS = {
  model: fakeModel(),
  reviewers: ASSENTS.map((one) => fakeReviewer(one.reviewer.name, async () => one)),
};

describe('the record', () => {
  it('says what the rule of the sleepers made of it', () => {
    const whole = decided(asks('auto'));
    expect(decided(asks('ask-always', asleep('a', 'skip')))).toMatchObject({
      outcome: 'skipped',
      order: null,
      reason: { code: 'approval.asleep-skipped' },
    });
    const half = decided(asks('ask-always', asleep('a', 'half')));
    expect(half).toMatchObject({ outcome: 'acted', approval: null, reason: { code: 'approval.asleep-half' } });
    const twice = decimal(half.order?.quantity ?? '0').times(2);
    expect(
      decimal(whole.order?.quantity ?? '0')
        .minus(twice)
        .toNumber(),
    ).toBeLessThanOrEqual(0.001);
    expect(twice.toNumber()).toBeLessThanOrEqual(Number(whole.order?.quantity));
    expect(half.sizing?.clamps.at(-1)?.cap).toBe('half');
    expect(decided(asks('ask-always', asleep('a', 'auto'))).order).toEqual(whole.order);
  });

  it('is made again byte for byte, with policies, and with the answer', async () => {
    const at = NOW + 60_000;
    for (const mode of ['auto', 'ask-above', 'ask-always'] as const) {
      for (const rule of SLEEPS) {
        const record = decided(asks(mode, asleep('a', rule, { mode: 'ask-always' })));
        expect(await replayDecision(record, VOTERS)).toMatchObject({ same: true });
      }
      const asked = decided(asks(mode, asleep('a', 'auto'), person('b', { mode: 'ask-always' })));
      expect(asked.outcome).toBe('asked');
      const approval = openApproval('A-1', asked);
      const inputsNow = movedTo({ asOf: at, settings: asked.inputs.settings });
      const answered = resolve({ record: asked, approval, answer: 'half', by: 'b', at, inputsNow }).record;
      expect(await replayDecision(throughTheJournal(answered), VOTERS)).toMatchObject({ same: true });
    }
  });

  it('names in the question whom it is for', () => {
    expect(openApproval('A-1', decided(asks('ask-always'))).to).toBeUndefined();
    const some = decided(asks('ask-always', person('a', { mode: 'auto' }), person('b')));
    expect(openApproval('A-1', some).to).toEqual(['b']);
  });

  it('never holds more than a cap allows, whatever the sleepers let happen', () => {
    const cap = fc.double({ min: 0.001, max: 0.4, noNaN: true });
    fc.assert(
      fc.property(
        people,
        cap,
        cap,
        fc.double({ min: 0, max: 120_000, noNaN: true }),
        (all, symbol, total, exposure) => {
          const caps = limits({ maxSymbolExposureFraction: symbol, maxExposureFraction: total });
          const record = decided(asks('ask-always', ...all.map((one) => ({ ...one, quietUntil: NOW + HOUR }))), {
            limits: caps,
            portfolio: portfolio({ exposure }),
          });
          if (record.outcome !== 'acted') return;
          expect(record.sizing?.fraction).toBeLessThanOrEqual(symbol + 1e-9);
          expect((record.sizing?.fraction ?? 1) + exposure / 100_000).toBeLessThanOrEqual(total + 1e-9);
          expect(record.gates[0]?.rules.every(({ outcome }) => outcome !== 'denied')).toBe(true);
        },
      ),
      { numRuns: 300 },
    );
  });
});
