import { textIn } from '../rag/document.ts';
import { cutText, visibleText } from '../rag/normalise/characters.ts';
import type { ReadableDocument } from '../rag/sentiment/reader.ts';
import { boundaryOf } from './models/boundary.ts';

const TITLE_LENGTH = 300;
const BODY_LENGTH = 4_000;
const SOURCE_LENGTH = 60;
const MAX_ASSETS = 20;

/** Sources may name coins as they like; what is not written like a ticker could be a sentence. */
const TICKER = /^[A-Z0-9]{1,15}$/;

/** Returns the document between two lines that nobody who wrote it could have known. */
export function quoteDocument({ id, title, body, source, publishedAt }: ReadableDocument, boundary: string): string {
  return [
    `<report ${boundary}>`,
    `id: ${plain(id, SOURCE_LENGTH)}`,
    `source: ${plain(source, SOURCE_LENGTH)}`,
    `published: ${dateOf(publishedAt)}`,
    `title: ${plain(textIn(title, 'en'), TITLE_LENGTH)}`,
    `text: ${plain(textIn(body, 'en'), BODY_LENGTH)}`,
    `</report ${boundary}>`,
  ].join('\n');
}

/** Returns the word of those two lines: the same for the same document, so that a reading can be played back. */
export function documentBoundary({ id, title, body, source }: ReadableDocument): string {
  return boundaryOf(id, JSON.stringify(title), JSON.stringify(body), source);
}

/** Returns the coins a reading may name: the document's own, as far as they are written like coins. */
export function readableAssets({ assets }: Pick<ReadableDocument, 'assets'>): readonly string[] {
  return [...new Set(assets)].filter((asset) => TICKER.test(asset)).slice(0, MAX_ASSETS);
}

/** One line, so that no line of the text can pass for one of ours. */
function plain(text: string, maxLength: number): string {
  return cutText(visibleText(text), maxLength);
}

function dateOf(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? 'unknown' : date.toISOString();
}
