import type { BilingualText, SourceItem } from './document.ts';
import type { DocumentStore } from './document-store.ts';
import { Ingester } from './ingest.ts';
import { PREPARATION_VERSION } from './preparation-version.ts';
import type { SourceJournal } from './source-journal.ts';

/** News that comes with a recorded market; each is heard when it was said. */
export interface RecordedNews {
  readonly name: string;
  /** Changes with the items. */
  readonly sha256: string;
  readonly items: readonly RecordedItem[];
}

interface RecordedItem {
  readonly id: string;
  readonly publishedAt: number;
  readonly source: string;
  readonly topic: string;
  readonly assets: readonly string[];
  readonly title: BilingualText;
  readonly summary: BilingualText;
}

/**
 * Takes the news of a recording in, by the same road as everything else. A later start finds them and does nothing; a
 * change of the recording or of how documents are made takes them in anew. Returns how many are new.
 */
export async function takeRecordedNews(
  parts: { readonly documents: DocumentStore; readonly journal: SourceJournal },
  { name, sha256, items }: RecordedNews,
): Promise<number> {
  const { documents, journal } = parts;
  const feed = `recording:${name}`;
  const cursor = `${sha256}/${PREPARATION_VERSION}`;
  const standing = (await journal.load()).find((one) => one.name === feed);
  if (standing?.memory.cursor === cursor) return 0;
  await documents.removeFeed(feed);
  // What reads texts is loaded the first time only: every later start finds them read.
  const { prepareDocument } = await import('./prepare.ts');
  const ingester = new Ingester({
    documents,
    preparer: { prepare: async (some, context) => some.map((item) => prepareDocument(item, context)) },
  });
  const now = Math.max(0, ...items.map(({ publishedAt }) => publishedAt));
  const { stored } = await ingester.take(items.map(itemOf), { feed, now, heard: 'when-published' });
  await journal.save({
    name: feed,
    memory: { cursor },
    lastVisitAt: now,
    lastSuccessAt: now,
    lastNew: stored,
    failures: 0,
    problem: null,
    nextVisitAt: Number.MAX_SAFE_INTEGER,
  });
  return stored;
}

function itemOf({ id, publishedAt, source, topic, assets, title, summary }: RecordedItem): SourceItem {
  return { id, publishedAt, source, kind: 'news', topic, assets, title, body: summary };
}
