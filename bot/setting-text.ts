import type { SettingView } from '../engine/ports/desk-view.ts';
import type { Voice } from './i18n/voice.ts';

/** Returns a value of a setting as it is read: `2.00%`, `30m`, `on`. */
export function settingText(
  value: number | string | boolean,
  { unit }: Pick<SettingView, 'unit'>,
  voice: Voice,
): string {
  if (typeof value === 'boolean') return value ? voice.text.on : voice.text.off;
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'fraction':
      return voice.format.percent(value);
    case 'duration':
      return voice.format.duration(value);
    case 'quote':
      return voice.format.money(value);
    default:
      return voice.format.number(value);
  }
}
