import { fetch } from './fetch.ts';
import { importNews } from './import.ts';
import { list } from './list.ts';
import type { NewsLineCommand } from './news-line.ts';
import { reindex } from './reindex.ts';
import { search } from './search.ts';
import { stats } from './stats.ts';

/** Every command of `assent news`, in the order of the help. */
export const NEWS_LINE: readonly NewsLineCommand[] = [fetch, importNews, list, search, reindex, stats];
