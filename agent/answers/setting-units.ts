import type { SettingView } from '../../engine/ports/desk-view.ts';
import type { Unit } from './answer.ts';

/** How the value of a setting is written. */
export const SETTING_UNITS: Readonly<Record<SettingView['unit'], Unit>> = {
  fraction: 'percent',
  duration: 'duration',
  count: 'count',
  choice: 'quote',
  flag: 'quote',
  quote: 'money',
};
