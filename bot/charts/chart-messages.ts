import type { ChartRequest } from './chart.ts';

/** What is asked of the thread that draws, one at a time. */
export interface ChartJob {
  readonly job: number;
  readonly request: ChartRequest;
}

export type ChartAnswer =
  | { readonly type: 'drawn'; readonly job: number; readonly png: Uint8Array; readonly alt: string }
  /** `refused`: the request cannot be drawn; else drawing itself went wrong. */
  | { readonly type: 'failed'; readonly job: number; readonly refused: boolean; readonly message: string };
