import { describe, expect, it } from 'vitest';
import { netOfEntries, whatWouldChange } from '../../../engine/desk/what-would-change.ts';
import { closedTrade } from '../../fakes/desk.ts';
import {
  AT,
  blockedRecord,
  decisionRecord,
  declinedRecord,
  deniedRecord,
  exitRecord,
  heldRecord,
  humanRecord,
} from '../../fixtures/decision-record.ts';

const TURTLE_OFF = { key: 'strategy.turtle', from: true, to: false } as const;

describe('what a change would have done', () => {
  it('counts entries that came as far as the rules, and nothing else', () => {
    const others = [heldRecord(1), blockedRecord(2), exitRecord(3, AT)];
    expect(whatWouldChange(others, TURTLE_OFF)).toMatchObject({ entries: 0, since: null, stopped: 0, blocked: [] });
    const all = [...others, decisionRecord(4, { at: AT + 5 }), decisionRecord(5), declinedRecord(6), deniedRecord(7)];
    expect(whatWouldChange(all, TURTLE_OFF)).toMatchObject({ entries: 3, traded: 2, since: AT, stopped: 1 });
  });

  it('blocks what a strategy made that is switched off, and nobody else’s', () => {
    const other = decisionRecord(2);
    const records = [
      decisionRecord(1),
      { ...other, signal: { ...other.signal, source: 'strategy:mean-reversion' } },
      humanRecord(3, AT),
      declinedRecord(4),
    ];
    const off = whatWouldChange(records, TURTLE_OFF);
    expect(off).toMatchObject({ blocked: ['D-1'], ofStrategy: ['D-1'], own: 1 });
    const on = whatWouldChange(records, { ...TURTLE_OFF, from: false, to: true });
    expect(on).toMatchObject({ blocked: [], admitted: 0, ofStrategy: ['D-1'] });
  });

  it('tells how many were made under another value than the present one', () => {
    const records = [decisionRecord(1), decisionRecord(2)];
    const made = (from: number) => whatWouldChange(records, { key: 'risk.max-exposure', from, to: 0.1 });
    expect(made(0.6).underOtherValue).toBe(0);
    expect(made(0.5).underOtherValue).toBe(2);
  });

  it('lets through what a wider limit has room for, and stops what a narrower one has not', () => {
    const base = decisionRecord(1).inputs;
    const crowded = { ...base, portfolio: { ...base.portfolio, openPositions: 4 } };
    const stopped = deniedRecord(2, { inputs: crowded });
    const would = (to: number) =>
      whatWouldChange([decisionRecord(1), stopped], { key: 'risk.max-open-positions', from: 4, to });
    expect(would(5)).toMatchObject({ blocked: [], stopped: 1, admitted: 1 });
    expect(would(4)).toMatchObject({ blocked: [], admitted: 0 });
    expect(would(1)).toMatchObject({ blocked: ['D-1'], admitted: 0 });
  });
});

it('the net of entries is that of the trades which they opened; additions and open ones are counted apart', () => {
  const trades = [
    closedTrade(1, '-12.40', { entryDecisionId: 'D-1' }),
    closedTrade(2, '3.15', { entryDecisionId: 'D-2', exitDecisionId: 'D-3' }),
    closedTrade(3, '100', { entryDecisionId: 'D-9' }),
  ];
  const { net, closed, unknown } = netOfEntries(['D-1', 'D-2', 'D-3'], trades);
  expect([net.toFixed(), closed, unknown]).toEqual(['-9.25', 2, 1]);
});
