import type { DocumentFlag, DocumentHead, DocumentKind, NewsDocument, Topic } from '../rag/document.ts';

/** A row of news_document, as far as a document is read from it. */
export interface DocumentRow {
  readonly number: number;
  readonly kind: DocumentKind;
  readonly feed: string;
  readonly source: string;
  readonly url: string | null;
  readonly language: string;
  readonly published_at: number;
  readonly ingested_at: number;
  readonly topic: Topic;
  readonly assets: readonly string[];
  readonly title: NewsDocument['title'];
  readonly body: NewsDocument['body'];
  readonly tone: number;
  readonly tone_by: string;
  readonly flags: readonly DocumentFlag[];
  readonly sha256: string;
  readonly text_sha256: string;
  readonly print_sha256: string;
  readonly story: number;
}

const HEAD_COLUMNS = [
  'number',
  'kind',
  'feed',
  'source',
  'url',
  'language',
  'published_at',
  'ingested_at',
  'topic',
  'assets',
  'title',
  'tone',
  'tone_by',
  'flags',
  'sha256',
  'text_sha256',
  'print_sha256',
  'story',
] as const;

/** The columns of a document without its body, under an alias, for a select list. */
export function headColumns(alias: string): string {
  return HEAD_COLUMNS.map((column) => `${alias}.${column}`).join(', ');
}

/** The columns of a DocumentRow under an alias, for a select list. */
export function documentColumns(alias: string): string {
  return `${headColumns(alias)}, ${alias}.body`;
}

export function documentOf(row: DocumentRow): NewsDocument {
  return { ...headOf(row), body: row.body };
}

export function headOf(row: Omit<DocumentRow, 'body'>): DocumentHead {
  return {
    id: idOf(row.number),
    kind: row.kind,
    feed: row.feed,
    source: row.source,
    url: row.url,
    language: row.language,
    publishedAt: row.published_at,
    ingestedAt: row.ingested_at,
    topic: row.topic,
    assets: row.assets,
    title: row.title,
    tone: row.tone,
    toneBy: row.tone_by,
    flags: row.flags,
    sha256: row.sha256,
    textSha256: row.text_sha256,
    printSha256: row.print_sha256,
    story: idOf(row.story),
  };
}

/** `N-12` for 12. */
export function idOf(number: number): string {
  return `N-${number}`;
}

/** Returns 12 for `N-12`, and null for what is no id of a document. */
export function numberOf(id: string): number | null {
  const digits = /^N-([1-9]\d{0,14})$/.exec(id)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Names of publishers are compared without regard to case. */
export function lowered(names: readonly string[] | undefined): readonly string[] | null {
  return names === undefined ? null : names.map((name) => name.toLowerCase());
}
