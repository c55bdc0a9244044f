import type { SourceItem } from '../document.ts';
import type { Fetcher, Validators } from '../fetch/fetcher.ts';
import type { SeriesPoint } from '../series-point.ts';

/** What a source keeps between two visits; small and plain, for it is stored as JSON. */
export interface SourceMemory {
  readonly validators?: Validators | undefined;
  /** Where it went on reading: an id, a time, a page; each source's own. */
  readonly cursor?: string | undefined;
}

export interface Visit {
  readonly fetcher: Fetcher;
  readonly memory: SourceMemory;
  /** Epoch ms. */
  readonly now: number;
  readonly signal?: AbortSignal | undefined;
}

/** A part of what a source gave that could not be read: told, and never a reason to lose the rest. */
export interface Unreadable {
  /** `item 12`, `line 40`: where. */
  readonly place: string;
  /** A sentence for a person. */
  readonly problem: string;
}

export interface Harvest {
  readonly items: readonly SourceItem[];
  readonly points: readonly SeriesPoint[];
  readonly unreadable: readonly Unreadable[];
  readonly memory: SourceMemory;
  /** True where the source said that nothing has changed. */
  readonly unchanged: boolean;
}

/** One place where news or figures come from. Adding one is a file like its neighbours and a line in the registry. */
export interface Source {
  /** `rss:coindesk`: unique among those configured; documents name it as their feed. */
  readonly name: string;
  /** How often it may be visited at most. */
  readonly everyMs: number;
  /** Hosts it needs to reach; the fetcher refuses all others. Empty for what lies in a folder. */
  readonly hosts: readonly string[];
  /** Visits once. Throws SourceUnavailableError and SourceRefusedError; whatever else it throws is a fault of its own. */
  visit(visit: Visit): Promise<Harvest>;
}
