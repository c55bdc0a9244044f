import { bandsOf } from './signature.ts';
import { EVENT_SPAN_MS, type Placeable, type PlacedDocument, type Placement, placeDocument } from './story-finder.ts';
import { rareKeysOf } from './wording.ts';

/** Of documents that share a key no more are compared: a flood of look-alikes may not make the work grow as its square. */
const MAX_PER_KEY = 48;
const SHARED_RARE_KEYS = 2;

/**
 * Finds, among the documents of the last days, those a new one is to be compared with. Kept in memory: the documents of
 * a batch find each other before any of them is stored.
 */
export class StoryIndex {
  readonly #documents = new Map<string, PlacedDocument>();
  readonly #byUrl = new Map<string, string[]>();
  readonly #byHash = new Map<string, string[]>();
  readonly #byText = new Map<string, string[]>();
  readonly #byBand = new Map<number, string[]>();
  readonly #byRareWord = new Map<number, string[]>();

  get size(): number {
    return this.#documents.size;
  }

  /** Takes in a document that is kept already, such as one read from the store; one that is in it is replaced. */
  add(document: PlacedDocument): void {
    if (this.#documents.has(document.id)) this.#remove(document.id);
    this.#documents.set(document.id, document);
    this.#eachKey(document, (keys, key) => {
      const ids = keys.get(key);
      if (ids === undefined) keys.set(key, [document.id]);
      else ids.push(document.id);
    });
  }

  /** Places a document among those known and, unless it is a duplicate, takes it in. */
  place(candidate: Placeable): { readonly placement: Placement; readonly story: string } {
    const placement = placeDocument(candidate, this.neighboursOf(candidate));
    if (placement.outcome === 'duplicate') {
      return { placement, story: this.#documents.get(placement.of)?.story ?? placement.of };
    }
    const story = placement.outcome === 'new' ? candidate.id : placement.story;
    const startedAt = placement.outcome === 'new' ? null : this.#documents.get(placement.of)?.storyStartedAt;
    const own = story === candidate.id ? candidate.publishedAt : (startedAt ?? candidate.publishedAt);
    this.add({ ...candidate, story, storyStartedAt: own });
    return { placement, story };
  }

  /** Returns the documents that might be the same, the same page or the same story, in no particular order. */
  neighboursOf(candidate: Placeable): PlacedDocument[] {
    const ids = new Set<string>();
    const take = (found: readonly string[] | undefined) => {
      for (const id of found?.slice(-MAX_PER_KEY) ?? []) ids.add(id);
    };
    if (candidate.canonicalUrl !== null) take(this.#byUrl.get(candidate.canonicalUrl));
    take(this.#byHash.get(candidate.sha256));
    take(this.#byText.get(candidate.textSha256));
    for (const band of bandsOf(candidate.signature)) take(this.#byBand.get(band));
    for (const id of this.#sharingRareWords(candidate)) ids.add(id);
    return [...ids].flatMap((id) => this.#documents.get(id) ?? []);
  }

  /** Drops what was published before, at most so many at once; returns how many documents those were. */
  forget(before: number, most = Number.POSITIVE_INFINITY): number {
    let dropped = 0;
    for (const { id, publishedAt } of this.#documents.values()) {
      if (publishedAt >= before) continue;
      if (dropped === most) break;
      this.#remove(id);
      dropped += 1;
    }
    return dropped;
  }

  #sharingRareWords(candidate: Placeable): string[] {
    const counts = new Map<string, number>();
    for (const key of rareKeysOf(candidate.wording)) {
      for (const id of this.#byRareWord.get(key)?.slice(-MAX_PER_KEY) ?? []) counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return [...counts]
      .filter(([id, count]) => count >= SHARED_RARE_KEYS && this.#isClose(id, candidate))
      .map(([id]) => id);
  }

  #isClose(id: string, candidate: Placeable): boolean {
    const publishedAt = this.#documents.get(id)?.publishedAt ?? Number.NEGATIVE_INFINITY;
    return Math.abs(publishedAt - candidate.publishedAt) <= EVENT_SPAN_MS;
  }

  #remove(id: string): void {
    const document = this.#documents.get(id);
    if (document === undefined) return;
    this.#documents.delete(id);
    this.#eachKey(document, (keys, key) => {
      const left = keys.get(key)?.filter((other) => other !== id) ?? [];
      if (left.length === 0) keys.delete(key);
      else keys.set(key, left);
    });
  }

  #eachKey(document: Placeable, visit: <Key>(keys: Map<Key, string[]>, key: Key) => void): void {
    if (document.canonicalUrl !== null) visit(this.#byUrl, document.canonicalUrl);
    visit(this.#byHash, document.sha256);
    visit(this.#byText, document.textSha256);
    for (const band of bandsOf(document.signature)) visit(this.#byBand, band);
    for (const key of rareKeysOf(document.wording)) visit(this.#byRareWord, key);
  }
}
