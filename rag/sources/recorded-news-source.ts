import type { SourceItem } from '../document.ts';
import type { ItemSource } from './item-source.ts';

/** The news of a recording, loaded whole: what lies ahead of the replay is kept back by the as-of filter. */
export function createRecordedNewsSource(items: readonly SourceItem[]): ItemSource {
  return { name: 'recorded', load: async () => items };
}
