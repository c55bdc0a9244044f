import type { SourceItem } from '../document.ts';
import type { Harvest, SourceMemory, Unreadable } from './source.ts';

/** A harvest of texts. */
export function textHarvest(
  items: readonly SourceItem[],
  unreadable: readonly Unreadable[],
  memory: SourceMemory,
): Harvest {
  return { items, points: [], unreadable, memory, unchanged: false };
}

/** What a visit brings to which the source said that nothing has changed. */
export function unchangedHarvest(memory: SourceMemory): Harvest {
  return { items: [], points: [], unreadable: [], memory, unchanged: true };
}
