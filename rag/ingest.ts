import { createHash } from 'node:crypto';
import type { BilingualText, NewsDocument, SourceItem } from './document.ts';
import type { NewsStore } from './news-store.ts';
import type { ToneScorer } from './sentiment/scorer.ts';
import type { ItemSource } from './sources/item-source.ts';
import { cleanText } from './text-cleaning.ts';

const MAX_TITLE = 200;
const MAX_SUMMARY = 1_000;
const MAX_NAME = 80;
const MAX_ASSETS = 20;
const ID = /^[A-Za-z0-9][A-Za-z0-9:_-]{0,79}$/;
const ASSET = /^[A-Z0-9]{2,15}$/;

export interface IngestOptions {
  readonly store: NewsStore;
  readonly scorer: ToneScorer;
  /** When an item came in: in a replay its publication, otherwise now. */
  readonly ingestedAt: (item: SourceItem) => number;
}

export interface IngestReport {
  readonly source: string;
  readonly offered: number;
  readonly stored: number;
  readonly duplicates: number;
  readonly refused: readonly { readonly id: string; readonly reason: RefusalReason }[];
}

export type RefusalReason = 'id-malformed' | 'time-malformed' | 'title-empty' | 'source-empty';

/** Loads a source once; doing it again stores nothing twice. What cannot be used is reported, not thrown. */
export async function ingest(source: ItemSource, options: IngestOptions): Promise<IngestReport> {
  const items = await source.load();
  const prepared = items.map((item) => prepareDocument(item, options));
  const documents = prepared.filter((one) => one.outcome === 'ready').map((one) => one.document);
  const refused = prepared.filter((one) => one.outcome === 'refused').map(({ id, reason }) => ({ id, reason }));
  const stored = await options.store.insert(documents);
  return { source: source.name, offered: items.length, stored, duplicates: documents.length - stored, refused };
}

type Prepared =
  | { readonly outcome: 'ready'; readonly document: NewsDocument }
  | { readonly outcome: 'refused'; readonly id: string; readonly reason: RefusalReason };

/** Cleans, hashes and scores one item, or says why it cannot be used. */
export function prepareDocument(item: SourceItem, options: Pick<IngestOptions, 'scorer' | 'ingestedAt'>): Prepared {
  const title = cleanBilingual(item.title, MAX_TITLE);
  const summary = cleanBilingual(item.summary, MAX_SUMMARY);
  const source = cleanText(item.source, MAX_NAME);
  const ingestedAt = options.ingestedAt(item);
  const reason = refusal(item, ingestedAt, title, source);
  if (reason !== null) return { outcome: 'refused', id: cleanText(String(item.id), MAX_NAME), reason };
  const content = {
    publishedAt: item.publishedAt,
    source,
    topic: cleanText(item.topic, MAX_NAME),
    assets: cleanAssets(item.assets),
    title,
    summary,
  };
  const scored = { tone: options.scorer.score(content), toneBy: options.scorer.name };
  return { outcome: 'ready', document: { id: item.id, ...content, ingestedAt, ...scored, sha256: sha256(content) } };
}

function refusal(item: SourceItem, ingestedAt: number, title: BilingualText, source: string): RefusalReason | null {
  if (!ID.test(item.id)) return 'id-malformed';
  if (!isTime(item.publishedAt) || !isTime(ingestedAt)) return 'time-malformed';
  if (title.en === '') return 'title-empty';
  return source === '' ? 'source-empty' : null;
}

function isTime(value: number): boolean {
  return Number.isSafeInteger(value) && value > 0;
}

function cleanBilingual(text: BilingualText, maxLength: number): BilingualText {
  const en = cleanText(text.en, maxLength);
  const ko = text.ko === undefined ? '' : cleanText(text.ko, maxLength);
  return ko === '' ? { en } : { en, ko };
}

function cleanAssets(assets: readonly string[]): string[] {
  const names = assets.map((asset) => cleanText(asset, 15).toUpperCase()).filter((asset) => ASSET.test(asset));
  return [...new Set(names)].sort().slice(0, MAX_ASSETS);
}

/** Property order is fixed here, so equal content gives equal text. */
function sha256(content: Omit<NewsDocument, 'id' | 'ingestedAt' | 'tone' | 'toneBy' | 'sha256'>): string {
  const text = ({ en, ko }: BilingualText) => [en, ko ?? null];
  const { publishedAt, source, topic, assets, title, summary } = content;
  const canonical = JSON.stringify([publishedAt, source, topic, assets, text(title), text(summary)]);
  return createHash('sha256').update(canonical).digest('hex');
}
