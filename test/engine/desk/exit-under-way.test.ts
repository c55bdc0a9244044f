import { describe, expect, it } from 'vitest';
import { flattenedOutside } from '../../../engine/desk/exit-under-way.ts';

const outside = (latched: boolean) => ({ killSwitch: { standing: () => latched } });
const QUIET = { panicked: false, flattening: false };
const GETTING_FLAT = { panicked: true, flattening: true };
const FLAT = { panicked: true, flattening: false };

describe('somebody outside gets the account flat', () => {
  it('never where there is nobody outside', () => {
    expect([QUIET, GETTING_FLAT, FLAT].map((state) => flattenedOutside(state, undefined))).toEqual([
      false,
      false,
      false,
    ]);
  });

  it('from the fall of the switch, before the desk has heard of it, until the desk has seen the end', () => {
    expect([QUIET, GETTING_FLAT, FLAT].map((state) => flattenedOutside(state, outside(true)))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('not once the switch is lifted, though the desk still waits for the end', () => {
    expect([QUIET, GETTING_FLAT, FLAT].map((state) => flattenedOutside(state, outside(false)))).toEqual([
      false,
      false,
      false,
    ]);
  });
});
