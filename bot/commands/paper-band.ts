import type { Decimal } from '../../engine/domain/decimal.ts';
import { VENUE_WORDS } from '../i18n/venue-words.ts';
import type { Pair } from '../message.ts';
import type { CommandContext } from './command.ts';

/** Returns between which bounds a profit made on paper lies; nothing where it is real, or a recording's. */
export function bandPairs(
  { info, voice }: Pick<CommandContext, 'info' | 'voice'>,
  profit: { readonly since: number; readonly net: Decimal },
): readonly Pair[] {
  const band = info.paperBand?.(profit.since);
  if (band === undefined) return [];
  const words = VENUE_WORDS[voice.language];
  const { format } = voice;
  const low = format.signedMoney(profit.net.plus(band.low));
  const high = format.signedMoney(profit.net.plus(band.high));
  return [[words.bandLabel, words.band({ low, high })]];
}
