import { describe, expect, it } from 'vitest';
import { countWitnesses } from '../../../rag/dedupe/witnesses.ts';
import { HARBOUR, HARBOUR_RETOLD, placed, STORM } from './placeable.ts';

describe('countWitnesses', () => {
  it('counts a source once', () => {
    const source = 'site';
    expect(countWitnesses([placed({ id: 'N-1', ...HARBOUR, source }), placed({ id: 'N-2', ...STORM, source })])).toBe(
      1,
    );
  });

  it('counts sites that print one text once, and those that found their own words each', () => {
    const printed = ['N-1', 'N-2', 'N-3'].map((id) => placed({ id, ...HARBOUR }));
    expect(countWitnesses(printed)).toBe(1);
    expect(countWitnesses([...printed, placed({ id: 'N-4', ...HARBOUR_RETOLD })])).toBe(2);
  });

  it('joins groups that a later member connects, whatever the order', () => {
    const [a, b] = [
      placed({ id: 'N-1', ...HARBOUR, source: 'a' }),
      placed({ id: 'N-2', ...HARBOUR_RETOLD, source: 'b' }),
    ];
    const both = placed({ id: 'N-3', ...HARBOUR, source: 'b' });
    expect(countWitnesses([a, b, both])).toBe(1);
    expect(countWitnesses([both, b, a])).toBe(1);
  });

  it('is 0 for nobody', () => {
    expect(countWitnesses([])).toBe(0);
  });
});
