/** What a PGlite worker is started for. Neither given: an empty database in memory. */
export interface PgliteJob {
  readonly directory?: string;
  /** A dump of a data directory to start from. */
  readonly template?: string;
}

/** From the main thread to the worker. */
export type PgliteRequest =
  | { readonly type: 'connect'; readonly connection: number }
  | { readonly type: 'bytes'; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly type: 'dump'; readonly file: string }
  | { readonly type: 'close' };

/** From the worker to the main thread. */
export type PgliteAnswer =
  | { readonly type: 'ready' }
  | { readonly type: 'connected'; readonly connection: number }
  | { readonly type: 'bytes'; readonly connection: number; readonly bytes: Uint8Array }
  | { readonly type: 'dumped' }
  | { readonly type: 'closed' }
  | { readonly type: 'complaint'; readonly message: string; readonly panic: boolean }
  | { readonly type: 'failed'; readonly message: string };
