import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Leg } from '../../../engine/domain/order.ts';
import { clientIdOf, isClientId } from '../../../engine/execution/client-id.ts';

const word = fc.string({ minLength: 1 }).filter((text) => !text.includes('|'));
const identity = fc.record({
  account: word,
  decisionId: word,
  leg: fc.constantFrom<Leg>('entry', 'stop', 'target', 'exit', 'emergency'),
  attempt: fc.nat(99),
});

it('gives the id that is written down here, for ever', () => {
  expect(clientIdOf({ account: 'paper', decisionId: 'D-1', leg: 'entry', attempt: 0 })).toBe(
    'cyoq5cpfjo4uaswoqv644llv2xr',
  );
});

it('is a pure function of its tuple, fits every venue and knows its own form', () => {
  fc.assert(
    fc.property(identity, (tuple) => {
      const id = clientIdOf(tuple);
      expect(clientIdOf({ ...tuple })).toBe(id);
      expect(id).toMatch(/^[a-z0-9]{27}$/);
      expect(isClientId(id)).toBe(true);
    }),
  );
});

it('differs when any part of the tuple differs', () => {
  fc.assert(
    fc.property(identity, identity, (a, b) => {
      expect(clientIdOf(a) === clientIdOf(b)).toBe(JSON.stringify(a) === JSON.stringify(b));
    }),
  );
});

it('refuses parts that could be mistaken for two', () => {
  expect(() => clientIdOf({ account: 'a|b', decisionId: 'c', leg: 'entry', attempt: 0 })).toThrow(RangeError);
});

it('does not take the ids of other hands for ours', () => {
  expect(['', 'x-xcKtGhcu123', 'c', `C${'a'.repeat(26)}`, `c${'1'.repeat(26)}`].some(isClientId)).toBe(false);
});
