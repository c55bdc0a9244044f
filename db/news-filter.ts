import type { SearchFilter } from '../rag/search-index.ts';
import { lowered } from './news-rows.ts';

/** The first parameters of a filtered statement, as `filterParams` gives them; later ones begin after so many. */
export const FILTER_PARAMS = 5;

/** What a chunk `c` must meet; what is not asked for costs nothing. */
export function passes({ assets, sources, kinds, maxAgeMs }: SearchFilter): string {
  return [
    'c.known_at <= $1::bigint',
    // All five are named, so that the parameters of a statement do not depend on the question.
    maxAgeMs === null ? '$5::bigint is not null' : 'c.published_at >= $5::bigint',
    assets === null ? '$2::text[] is null' : 'c.assets && $2::text[]',
    sources === undefined ? '$3::text[] is null' : 'lower(c.source) = any($3::text[])',
    kinds === undefined ? '$4::text[] is null' : 'c.kind = any($4::text[])',
  ].join(' and ');
}

export function filterParams({ asOf, assets, sources, kinds, maxAgeMs }: SearchFilter): readonly unknown[] {
  return [asOf, assets, lowered(sources), kinds ?? null, maxAgeMs === null ? 0 : asOf - maxAgeMs];
}
