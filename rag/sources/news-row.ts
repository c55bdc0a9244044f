import { z } from 'zod';
import type { BilingualText, SourceItem } from '../document.ts';
import { cutText, inItsLanguage, MAX_BODY_CHARACTERS, MAX_TITLE_CHARACTERS } from './item-text.ts';
import { publishedTime } from './published-time.ts';

/** Who published an item of a file that does not say. */
export const UNNAMED_SOURCE = 'file';

/**
 * The names a field may have in a file, the first that is there counting. All but the title may be missing:
 * the columns of a news collection (`published_ms,title,summary,source,url,tickers,topics`), the simple form
 * (`published,title,body,source,url,assets`), and an item as this product writes it itself. A time without an offset is
 * UTC; several assets stand between `|`, `,` or `;`, or blanks.
 */
const NAMES = {
  published: ['published_ms', 'publishedAt', 'publishedat', 'published', 'published_at', 'date'],
  title: ['title', 'headline'],
  body: ['body', 'summary', 'content', 'text', 'description'],
  source: ['source', 'publisher', 'site'],
  url: ['url', 'link'],
  assets: ['assets', 'tickers', 'coins'],
  topic: ['topic', 'topics', 'category'],
  kind: ['kind'],
  id: ['id'],
} as const;

const textSchema = z.union([z.string(), z.object({ en: z.string().optional(), ko: z.string().optional() })]);
const listSchema = z.union([z.array(z.string()), z.string()]).transform((written) => {
  const names = typeof written === 'string' ? written.split(/[|,;]/.test(written) ? /[|,;]/ : /\s+/) : written;
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))].slice(0, 50);
});
const missing = z.union([z.literal(''), z.null()]).transform(() => undefined);

const rowSchema = z.object({
  published: missing.or(z.union([z.string(), z.number()])).optional(),
  title: textSchema,
  body: missing.or(textSchema).optional(),
  source: missing.or(z.string()).optional(),
  url: missing.or(z.string()).optional(),
  assets: missing.or(listSchema).optional(),
  topic: missing.or(listSchema).optional(),
  kind: missing.or(z.enum(['news', 'notice', 'post', 'macro'])).optional(),
  id: missing.or(z.string()).optional(),
});

export type RowReading =
  | { readonly outcome: 'item'; readonly item: SourceItem }
  | { readonly outcome: 'unreadable'; readonly problem: string };

/** Reads one row or object of a file, whatever its columns are called in; never throws. */
export function readRow(row: Readonly<Record<string, unknown>>): RowReading {
  const named = Object.fromEntries(Object.entries(NAMES).map(([field, names]) => [field, firstOf(row, names)]));
  if (named.title === undefined) return { outcome: 'unreadable', problem: 'has no title' };
  const result = rowSchema.safeParse(named);
  if (!result.success) {
    const field = String(result.error.issues[0]?.path[0] ?? '');
    return { outcome: 'unreadable', problem: `has a ${field} that cannot be used` };
  }
  const { published, source, url, assets, topic, kind, id } = result.data;
  const title = bilingual(result.data.title, MAX_TITLE_CHARACTERS);
  if (title.en === undefined && title.ko === undefined) return { outcome: 'unreadable', problem: 'has no title' };
  const item: SourceItem = {
    ...(id !== undefined && OWN_ID.test(id) && { id }),
    publishedAt: publishedTime(published === undefined ? undefined : String(published)),
    source: cutText(source?.trim() ?? '', 200) || UNNAMED_SOURCE,
    kind: kind ?? 'news',
    url: url !== undefined && /^https?:\/\//i.test(url) ? url.trim() : undefined,
    topic: topic?.[0],
    assets: assets ?? [],
    title,
    body: result.data.body === undefined ? {} : bilingual(result.data.body, MAX_BODY_CHARACTERS),
  };
  return { outcome: 'item', item };
}

/** Only items that this product numbered itself keep their number; a number of another collection would collide. */
const OWN_ID = /^N-\d{1,9}$/;

function firstOf(row: Readonly<Record<string, unknown>>, names: readonly string[]): unknown {
  const found = names.find((name) => Object.hasOwn(row, name) && row[name] !== '' && row[name] !== null);
  return found === undefined ? undefined : row[found];
}

function bilingual(text: z.infer<typeof textSchema>, maxCharacters: number): BilingualText {
  if (typeof text === 'string') return inItsLanguage(text, maxCharacters);
  const { en = '', ko = '' } = text;
  return {
    ...(en.trim() !== '' && { en: cutText(en.trim(), maxCharacters) }),
    ...(ko.trim() !== '' && { ko: cutText(ko.trim(), maxCharacters) }),
  };
}
