import fc from 'fast-check';
import { expect, it } from 'vitest';
import { judge, numberIn } from '../../../../rag/sources/series/reading.ts';

const NOW = Date.UTC(2025, 4, 1);

it('never knows a value before its own time, nor later than it is held', () => {
  const times = fc.integer({ min: 0, max: NOW });
  fc.assert(
    fc.property(times, times, fc.double({ min: 0, max: 100, noNaN: true }), (at, knownBy, value) => {
      const range = { least: 0, most: 100 };
      const candidate = { place: 'row 1', series: 's', at, knownBy, written: value, range, unit: 'index', source: 'x' };
      const [point] = judge([candidate], NOW).points;
      expect(point?.knownAt).toBeGreaterThanOrEqual(at);
      expect(point?.knownAt).toBeLessThanOrEqual(NOW);
    }),
  );
});

it('gives a believable point or a complaint for anything at all', () => {
  fc.assert(
    fc.property(fc.anything(), fc.double(), (written, at) => {
      const range = { least: -1, most: 1 };
      const candidate = { place: 'row 1', series: 's', at, knownBy: at, written, range, unit: 'index', source: 'x' };
      const { points, unreadable } = judge([candidate], NOW);
      expect(points.length + unreadable.length).toBe(1);
      for (const { value } of points) expect(Math.abs(value)).toBeLessThanOrEqual(1);
    }),
  );
});

it('reads back every finite number as it is written', () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (value) => {
      expect(numberIn(String(value))).toBe(value === 0 ? Number(String(value)) : value);
    }),
  );
});

it.each([
  '',
  ' ',
  '.',
  '1,000',
  '0x10',
  'Infinity',
  '1e999',
  '١٢',
  '1 2',
  '9'.repeat(41),
  null,
  true,
  [],
  {},
  Number.NaN,
])('takes %j for no number', (written) => {
  expect(numberIn(written)).toBeNull();
});

it('shows nothing of a stranger that could act on a screen', () => {
  const candidate = { place: 'row 1', series: 's', at: 0, knownBy: 0, unit: 'index', source: 'x' };
  const { unreadable } = judge(
    [{ ...candidate, range: { least: 0, most: 1 }, written: '\u001b[2J\u202e@everyone `x`' }],
    NOW,
  );
  expect(unreadable[0]?.problem).toBe('The value of s is not a number: "??2J??everyone ?x?".');
});
