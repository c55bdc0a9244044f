import { setImmediate as nextTurn } from 'node:timers/promises';
import { type Placement, STORY_SPAN_MS } from './dedupe/story-finder.ts';
import { StoryIndex } from './dedupe/story-index.ts';
import { wordingOf } from './dedupe/wording.ts';
import { knownAt, type NewsDocument, type SourceItem } from './document.ts';
import type { DocumentStore } from './document-store.ts';
import type { Preparation, PreparationContext, RefusalReason } from './prepare.ts';
import type { PlacedDocument, PreparedDocument } from './prepared-document.ts';

/** Makes documents of items; in this thread or in another. */
export interface Preparer {
  prepare(items: readonly SourceItem[], context: PreparationContext): Promise<readonly Preparation[]>;
}

export interface IngestReport {
  readonly offered: number;
  readonly stored: number;
  readonly duplicates: number;
  /** Stored documents that tell a story somebody told before. */
  readonly retellings: number;
  /** Stored documents whose address had another text before. */
  readonly revisions: number;
  readonly refused: readonly Refused[];
}

export interface Refused {
  /** Place within what was offered, from 0. */
  readonly index: number;
  readonly reason: RefusalReason;
}

export interface IngesterParts {
  readonly documents: Pick<DocumentStore, 'insert' | 'known' | 'reserve'>;
  readonly preparer: Preparer;
  /** Told of each document once it is stored. */
  readonly onStored?: (documents: readonly NewsDocument[]) => void;
}

/** In between the event loop has its turn: comparing or writing out a whole batch would keep it for a tenth of a second. */
const PLACED_AT_ONCE = 8;
const REMEMBERED_AT_ONCE = 16;
const FORGOTTEN_AT_ONCE = 64;
const STORED_AT_ONCE = 32;

const EMPTY: IngestReport = { offered: 0, stored: 0, duplicates: 0, retellings: 0, revisions: 0, refused: [] };

/** Takes items in: one batch after another, however many call, so that no two place the same story twice. */
export class Ingester {
  readonly #parts: IngesterParts;
  #index = new StoryIndex();
  /** Of each document in the index the text that it prints. */
  #prints = new Map<string, string>();
  /** The span of publication that the index holds whole. */
  #held: Span | null = null;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(parts: IngesterParts) {
    this.#parts = parts;
  }

  /** Doing it again stores nothing twice. What cannot be used is reported, not thrown. */
  take(items: readonly SourceItem[], context: PreparationContext): Promise<IngestReport> {
    const turn = this.#turn.then(() => this.#take(items, context));
    this.#turn = turn.catch(() => undefined);
    return turn;
  }

  async #take(items: readonly SourceItem[], context: PreparationContext): Promise<IngestReport> {
    if (items.length === 0) return EMPTY;
    const prepared = await this.#parts.preparer.prepare(items, context);
    const refused = prepared.flatMap((one, index) =>
      one.outcome === 'refused' ? [{ index, reason: one.reason }] : [],
    );
    const ready = prepared.flatMap((one) => (one.outcome === 'ready' ? [one.document] : [])).sort(byTime);
    if (ready.length === 0) return { ...EMPTY, offered: items.length, refused };
    await this.#remember(ready);
    const placed = await this.#place(ready);
    const stored = await this.#store(placed);
    return {
      offered: items.length,
      stored: stored.length,
      duplicates: ready.length - stored.length,
      retellings: stored.filter(({ id, story }) => id !== story).length,
      revisions: stored.filter(({ flags }) => flags.includes('revised')).length,
      refused,
    };
  }

  /** Reads what the batch may resemble, unless the index holds it: a span of publication, and whatever has its addresses. */
  async #remember(batch: readonly PreparedDocument[]): Promise<void> {
    const wanted = spanAround(batch);
    const held = this.#held !== null && isWithin(this.#held, wanted.from) ? this.#held : null;
    if (held === null) {
      this.#index = new StoryIndex();
      this.#prints = new Map();
    }
    const known = await this.#parts.documents.known({
      from: held === null ? wanted.from : held.to + 1,
      to: wanted.to,
      urls: batch.flatMap(({ canonicalUrl }) => canonicalUrl ?? []),
      sha256s: batch.map(({ sha256 }) => sha256),
    });
    while (this.#index.forget(wanted.from, FORGOTTEN_AT_ONCE) === FORGOTTEN_AT_ONCE) await nextTurn();
    for (const [place, document] of known.entries()) {
      if (place % REMEMBERED_AT_ONCE === REMEMBERED_AT_ONCE - 1) await nextTurn();
      this.#index.add({ ...document, wording: wordingOf(document) });
      this.#prints.set(document.id, document.printSha256);
    }
    this.#held = { from: wanted.from, to: Math.max(wanted.to, held?.to ?? wanted.to) };
  }

  async #place(batch: readonly PreparedDocument[]): Promise<PlacedDocument[]> {
    const unnamed = batch.filter(({ id }) => id === null).length;
    const ids = unnamed === 0 ? [] : [...(await this.#parts.documents.reserve(unnamed))];
    const placed: PlacedDocument[] = [];
    for (const [place, document] of batch.entries()) {
      if (place % PLACED_AT_ONCE === PLACED_AT_ONCE - 1) await nextTurn();
      const id = document.id ?? ids.shift() ?? '';
      const { placement, story } = this.#index.place({ ...document, id, wording: wordingOf(document) });
      if (placement.outcome === 'duplicate') continue;
      const flags = placement.outcome === 'revision' ? [...document.flags, 'revised' as const] : document.flags;
      placed.push({ ...document, id, story, flags, printSha256: this.#printOf(id, document, placement) });
    }
    return placed;
  }

  /** Who prints another's text with a word changed is no second witness: it counts as a print of the other's. */
  #printOf(id: string, { textSha256 }: PreparedDocument, placement: Placement): string {
    const isPrint = placement.outcome === 'retelling' && placement.by !== 'same-event';
    const print = (isPrint ? this.#prints.get(placement.of) : undefined) ?? textSha256;
    this.#prints.set(id, print);
    return print;
  }

  async #store(placed: readonly PlacedDocument[]): Promise<readonly NewsDocument[]> {
    const all: NewsDocument[] = [];
    try {
      for (let from = 0; from < placed.length; from += STORED_AT_ONCE) {
        const stored = await this.#parts.documents.insert(placed.slice(from, from + STORED_AT_ONCE));
        all.push(...stored);
        this.#parts.onStored?.(stored);
      }
      return all;
    } catch (error) {
      // The index holds documents that the store does not: it is read anew.
      this.#held = null;
      throw error;
    }
  }
}

interface Span {
  readonly from: number;
  readonly to: number;
}

function spanAround(batch: readonly PreparedDocument[]): Span {
  const times = batch.map(({ publishedAt }) => publishedAt);
  return { from: Math.min(...times) - STORY_SPAN_MS, to: Math.max(...times) + STORY_SPAN_MS };
}

function isWithin({ from, to }: Span, time: number): boolean {
  return from <= time && time <= to;
}

function byTime(a: PreparedDocument, b: PreparedDocument): number {
  return a.publishedAt - b.publishedAt || knownAt(a) - knownAt(b) || (a.sha256 < b.sha256 ? -1 : 1);
}
