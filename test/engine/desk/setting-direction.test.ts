import { expect, it } from 'vitest';
import { directionOf } from '../../../engine/desk/setting-direction.ts';
import { Settings } from '../../../engine/desk/settings.ts';
import { CONFIG } from './desk-world.ts';

it.each([
  ['risk.max-exposure', 0.5, 0.6, 'loosens'],
  ['risk.max-exposure', 0.6, 0.5, 'tightens'],
  ['risk.cooldown-after-loss', 1_000, 2_000, 'tightens'],
  ['risk.cooldown-after-loss', 2_000, 1_000, 'loosens'],
  ['approval.ask-above', 0.1, 0.2, 'loosens'],
  ['approval.mode', 'ask-always', 'ask-above', 'loosens'],
  ['approval.mode', 'auto', 'ask-above', 'tightens'],
  ['approval.mode', 'ask-above', 'ask-always', 'tightens'],
  ['approval.mode', 'ask-always', 'something new', 'loosens'],
  ['strategy.turtle', true, false, 'tightens'],
  ['strategy.turtle', false, true, 'loosens'],
  ['risk.max-exposure', 1, 'odd', 'loosens'],
] as const)('%s from %s to %s %s', (key, from, to, expected) => {
  expect(directionOf(key, from, to)).toBe(expected);
});

it('no way back to a hard cap of the file counts as tightening', () => {
  for (const { key, default: cap, fileBound, minimum, maximum } of new Settings(CONFIG).views()) {
    if (fileBound === undefined || minimum === null || maximum === null) continue;
    const far = fileBound === 'maximum' ? minimum : maximum;
    if (far !== cap) expect([key, directionOf(key, far, cap)]).toEqual([key, 'loosens']);
  }
});
