import type { DocumentKind } from '../../rag/document.ts';
import type { NewsLine } from './news-line.ts';
import { momentOf } from './news-line.ts';

export interface Filters {
  readonly assets: readonly string[] | null;
  readonly asOf: number;
  readonly limit: number;
  readonly sources: readonly string[] | undefined;
  readonly kinds: readonly DocumentKind[] | undefined;
}

/** The flags that are read here. */
export const FILTER_FLAGS = ['asset', 'source', 'kind', 'as-of', 'limit'] as const;

const KINDS: readonly DocumentKind[] = ['news', 'notice', 'post', 'macro'];
const MAX_LIMIT = 1_000;

type Given = Pick<NewsLine, 'flags' | 'now'>;

/** Returns what is wrong with the filters, in a sentence, or null. */
export function filterProblem(given: Given): string | null {
  const read = readFilters(given, 1);
  return typeof read === 'string' ? read : null;
}

/** Returns the filters, which were found to make sense before. */
export function filtersOf(given: Given, usual: number): Filters {
  const read = readFilters(given, usual);
  if (typeof read === 'string') throw new RangeError(read);
  return read;
}

/** Reads --asset, --as-of, --limit, --source and --kind; returns a sentence where one of them makes no sense. */
function readFilters({ flags, now }: Given, usual: number): Filters | string {
  const asset = text(flags.asset);
  const written = text(flags['as-of']);
  const asOf = written === undefined ? now() : momentOf(written);
  if (asOf === null)
    return `--as-of is ${JSON.stringify(written)}. Use a date such as 2025-05-22, or a time such as 2025-05-22T14:30Z.`;
  const limit = limitOf(text(flags.limit) ?? String(usual));
  if (limit === null) return `--limit must be a whole number from 1 to ${MAX_LIMIT}.`;
  const kind = text(flags.kind);
  const kinds = KINDS.filter((one) => one === kind);
  if (kind !== undefined && kinds.length === 0) return `--kind must be one of ${KINDS.join(', ')}.`;
  const source = text(flags.source);
  const assets = listOf(asset)?.map((name) => name.toUpperCase());
  const sources = listOf(source);
  if (assets?.length === 0) return '--asset names no coin. Write it like BTC, or BTC,ETH for several.';
  if (sources?.length === 0)
    return '--source names no publisher. Write it like coindesk, or coindesk,decrypt for several.';
  return {
    assets: assets ?? null,
    asOf,
    limit,
    sources,
    kinds: kind === undefined ? undefined : kinds,
  };
}

function limitOf(written: string): number | null {
  const limit = /^\d{1,4}$/.test(written) ? Number(written) : 0;
  return limit >= 1 && limit <= MAX_LIMIT ? limit : null;
}

function listOf(written: string | undefined): readonly string[] | undefined {
  return written?.split(',').flatMap((one) => one.trim() || []);
}

function text(value: string | boolean | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
