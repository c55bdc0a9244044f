import { describe, expect, it } from 'vitest';
import { decideUnder, valueInRecord } from '../../../engine/desk/decide-under.ts';
import { Settings } from '../../../engine/desk/settings.ts';
import { decisionRecord } from '../../fixtures/decision-record.ts';
import { CONFIG } from './desk-world.ts';

/** A record made under the settings of a desk. */
function recordUnder(settings: Settings) {
  const { inputs } = decisionRecord(1);
  return decisionRecord(1, { inputs: { ...inputs, limits: settings.limits(), settings: settings.decision() } });
}

describe('a decision under another setting', () => {
  it('has each setting where the desk puts it', () => {
    for (const { key, unit, minimum, choices } of new Settings(CONFIG).views()) {
      if (unit === 'flag' || key === 'risk.default-stop') continue;
      const settings = new Settings(CONFIG);
      const value = choices?.find((choice) => choice !== settings.value(key)) ?? minimum ?? 0;
      // A floor of the file is its own value.
      const changed = value === settings.value(key) ? Number(value) * 2 : value;
      settings.apply(key, changed);
      expect([key, valueInRecord(recordUnder(settings), key)]).toEqual([key, changed]);
      const { limits, settings: inForce } = decideUnder(recordUnder(new Settings(CONFIG)), key, changed).inputs;
      expect({ limits, inForce }).toEqual({ limits: settings.limits(), inForce: settings.decision() });
    }
  });

  it('is told apart from what no record holds', () => {
    const record = decisionRecord(1);
    expect(valueInRecord(record, 'strategy.turtle')).toBeUndefined();
    expect(valueInRecord(record, 'risk.default-stop')).toBeUndefined();
    expect(decideUnder(record, 'strategy.turtle', false).inputs).toEqual(record.inputs);
  });
});
