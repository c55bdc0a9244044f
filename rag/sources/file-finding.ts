import type { SourceItem } from '../document.ts';

/** What a reader of a file finds, one step at a time: an item, or a line that cannot be used. */
export type FileFinding = (
  | { readonly outcome: 'item'; readonly item: SourceItem }
  | { readonly outcome: 'unreadable'; readonly problem: string }
) & {
  /** The line it begins in, from 1. */
  readonly line: number;
  /** Where to go on reading after it, in bytes, and the number of lines before that. */
  readonly next: { readonly bytes: number; readonly lines: number };
  /** False for what stands in a last line without a line end. */
  readonly ended: boolean;
};
