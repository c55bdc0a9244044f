import type { DeskView } from '../../engine/ports/desk-view.ts';
import type { FormatOptions } from './format.ts';

/** Returns what writing numbers and times needs to know of the desk as it is now. */
export function deskMoment(
  desk: Pick<DeskView, 'now' | 'instruments' | 'account'>,
): Pick<FormatOptions, 'now' | 'instruments' | 'quoteCurrency'> {
  return { now: desk.now(), instruments: desk.instruments(), quoteCurrency: desk.account().quoteCurrency };
}
