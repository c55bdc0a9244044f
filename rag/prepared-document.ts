import type { BilingualText, NewsDocument } from './document.ts';

/** A piece of a document that is found by itself. `body` pieces can be quoted: `text` is the body from `start` to `end`. */
export interface PreparedChunk {
  /** From 0 within its document. */
  readonly ordinal: number;
  /** `head`: headline and lead; `body`: a piece of the body. */
  readonly part: 'head' | 'body';
  readonly language: 'en' | 'ko';
  readonly text: string;
  /** Offsets in UTF-16 units into the body of that language. */
  readonly start: number;
  readonly end: number;
  /** What is embedded: the headline stands before each piece. */
  readonly embedded: string;
  /** How often each term stands in what is embedded, and how many words that has. */
  readonly terms: { readonly counts: ReadonlyMap<string, number>; readonly length: number };
}

/** A document before anybody looked whether it is known: everything that follows from its own text alone. */
export interface PreparedDocument extends Omit<NewsDocument, 'id' | 'story' | 'printSha256'> {
  /** Set for a recording, which names its items. */
  readonly id: string | null;
  readonly canonicalUrl: string | null;
  /** Near-duplicate signature of the text. */
  readonly signature: Uint32Array;
  readonly chunks: readonly PreparedChunk[];
}

/** A document with its place among the others: its own id, and that of the one that told the story first. */
export interface PlacedDocument extends PreparedDocument {
  readonly id: string;
  readonly story: string;
  readonly printSha256: string;
}

/** Returns the text a document is judged by: the headline and the body in a language it has. */
export function bothTexts({ title, body }: { readonly title: BilingualText; readonly body: BilingualText }): string {
  return [title.en, title.ko, body.en, body.ko].filter((text) => text !== undefined && text !== '').join('\n');
}
