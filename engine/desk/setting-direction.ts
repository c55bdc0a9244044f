import type { SettingValue } from './settings.ts';

/** What a change lets the desk do: `tightens` takes freedom from it, `loosens` gives it some. */
export type SettingDirection = 'tightens' | 'loosens';

/** From the tightest to the loosest. */
const MODES: readonly SettingValue[] = ['ask-always', 'ask-above', 'auto'];

/** A longer pause after a loss is the tighter one; of every other number more is looser. */
const TIGHTER_WHEN_HIGHER: ReadonlySet<string> = new Set(['risk.cooldown-after-loss']);

/** Returns which way a change goes; what cannot be ranked counts as loosening. */
export function directionOf(key: string, from: SettingValue, to: SettingValue): SettingDirection {
  if (typeof from === 'number' && typeof to === 'number') {
    return to > from === TIGHTER_WHEN_HIGHER.has(key) ? 'tightens' : 'loosens';
  }
  if (typeof from === 'boolean' && typeof to === 'boolean') return to ? 'loosens' : 'tightens';
  const [before, after] = [MODES.indexOf(from), MODES.indexOf(to)];
  return before >= 0 && after >= 0 && after < before ? 'tightens' : 'loosens';
}
