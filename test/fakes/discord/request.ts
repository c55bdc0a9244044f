import type { Body, Fields } from './body.ts';
import type { World } from './world.ts';

/** What the bot asks, taken apart. */
export interface Asked {
  readonly world: World;
  /** Ids and tokens from the path, in order. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
  readonly json: unknown;
  readonly body: Fields;
  readonly files: Body['files'];
}

/** Returns what to answer with; undefined for 204, no content. */
export type Method = (asked: Asked) => unknown;

/** `POST /channels/:id/messages`. */
export type Routes = Readonly<Record<string, Method>>;

export function idOf({ ids }: Asked, index = 0): string {
  return ids[index] ?? '';
}
