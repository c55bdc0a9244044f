import type { SourceItem } from '../document.ts';

/** Somewhere news comes from. What it hands over is cleaned and judged by ingest, not by the source. */
export interface ItemSource {
  readonly name: string;
  load(): Promise<readonly SourceItem[]>;
}
