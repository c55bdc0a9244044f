import { describe, expect, it } from 'vitest';
import type { DeskConfig } from '../../../engine/desk/settings.ts';
import { Settings } from '../../../engine/desk/settings.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { CONFIG } from './desk-world.ts';

function settings(limits: Partial<DeskConfig['limits']> = {}): Settings {
  return new Settings({ ...CONFIG, limits: { ...CONFIG.limits, ...limits } });
}

describe('a change of a setting', () => {
  it.each([
    ['risk.max-exposure', 0, 1],
    ['risk.max-symbol-exposure', 0, 0.4],
    ['risk.max-daily-loss', 0.001, 0.03],
    ['risk.max-drawdown', 0.005, 0.1],
    ['risk.max-open-positions', 0, 4],
    ['risk.cooldown-after-loss', 1_800_000, 86_400_000],
    ['risk.per-trade', 0.0001, 0.01],
    ['approval.ask-above', 0, 1],
    ['approval.max-drift', 0.0001, 0.05],
    ['approval.expires-after', 10_000, 3_600_000],
  ])('%s lies between %d and %d', (key, minimum, maximum) => {
    const known = settings();
    expect(known.check(key, minimum)).toBeNull();
    expect(known.check(key, maximum)).toBeNull();
    expect(known.check(key, minimum - 1)?.code).toBe('setting.below-minimum');
    expect(known.check(key, maximum + 1)?.code).toBe('setting.above-maximum');
  });

  it('tightens a hard cap and never loosens it', () => {
    expect(settings().check('risk.max-exposure', 0.5)).toBeNull();
    expect(settings().check('risk.max-exposure', 1.01)).toEqual(
      reason('setting.above-maximum', { key: 'risk.max-exposure', value: 1.01, maximum: 1, unit: 'fraction' }),
    );
  });

  it('lengthens the pause after a loss and never shortens it', () => {
    expect(settings().check('risk.cooldown-after-loss', 3_600_000)).toBeNull();
    expect(settings().check('risk.cooldown-after-loss', 60_000)).toEqual(
      reason('setting.below-minimum', {
        key: 'risk.cooldown-after-loss',
        value: 60_000,
        minimum: 1_800_000,
        unit: 'duration',
      }),
    );
  });

  it.each([
    ['risk.limit', 1, 'setting.unknown'],
    ['strategy.astrology', true, 'setting.unknown'],
    ['risk.max-exposure', '0.5', 'setting.wrong-kind'],
    ['risk.max-exposure', true, 'setting.wrong-kind'],
    ['strategy.turtle', 1, 'setting.wrong-kind'],
    ['approval.mode', 'never', 'setting.not-a-choice'],
    ['risk.max-open-positions', 2.5, 'setting.wrong-kind'],
    ['risk.per-trade', Number.NaN, 'setting.not-a-number'],
    ['risk.per-trade', Number.POSITIVE_INFINITY, 'setting.not-a-number'],
  ])('%s = %s is refused as %s', (key, value, code) => {
    expect(settings().check(key, value)?.code).toBe(code);
  });
});

describe('the settings in force', () => {
  it('begin with the file and follow each change', () => {
    const changed = settings();
    expect(changed.limits()).toEqual(CONFIG.limits);
    changed.apply('risk.max-symbol-exposure', 0.2);
    changed.apply('risk.per-trade', 0.001);
    changed.apply('approval.mode', 'ask-always');
    changed.apply('strategy.turtle', false);
    expect(changed.limits()).toEqual({ ...CONFIG.limits, maxSymbolExposureFraction: 0.2 });
    expect(changed.decision()).toEqual({
      riskFraction: 0.001,
      approvalMode: 'ask-always',
      askAboveFraction: 0.25,
      maxDriftFraction: 0.005,
      expiresAfterMs: 900_000,
    });
    expect(changed.strategyEnabled('turtle')).toBe(false);
    expect(changed.strategyEnabled('mean-reversion')).toBe(true);
    expect(changed.views().find((view) => view.key === 'risk.max-symbol-exposure')).toEqual({
      key: 'risk.max-symbol-exposure',
      fileBound: 'maximum',
      unit: 'fraction',
      value: 0.2,
      default: 0.4,
      minimum: 0,
      maximum: 0.4,
      choices: null,
    });
  });

  it('fall back to the file where it has become tighter than what was once changed in chat', () => {
    const restarted = settings({ maxExposureFraction: 0.3 });
    restarted.apply('risk.max-exposure', 0.8);
    expect(restarted.limits().maxExposureFraction).toBe(0.3);
    expect(restarted.value('risk.max-exposure')).toBe(0.3);
  });
});
