import type { RenderedSentence } from '../answers/render.ts';
import type { ClaimBook } from './claims.ts';
import { composeSentence } from './compose.ts';

const THOUGHT = '<think>';
const THOUGHT_END = '</think>';

/**
 * Reads a draft while it is written and knows what of it may be shown already: whole lines that the record bears out.
 * Talk waits for the first sentence that cites something, for until then the model may still turn to its tools.
 */
export class ShownDraft {
  readonly #book: ClaimBook;
  #text = '';
  #read = 0;
  #isSound = true;
  #sentences: RenderedSentence[] = [];

  constructor(book: ClaimBook) {
    this.#book = book;
  }

  /** Adds what was written; returns all that may be shown now, or null where that is nothing new. */
  write(piece: string): readonly RenderedSentence[] | null {
    this.#text += piece;
    const lines = spoken(this.#text).split('\n');
    const before = this.#shown.length;
    for (const line of lines.slice(this.#read, -1)) this.#take(line);
    const shown = this.#shown;
    return shown.length > before ? shown : null;
  }

  #take(line: string): void {
    this.#read += 1;
    if (!this.#isSound) return;
    const composed = composeSentence(line, this.#read, this.#book);
    if (composed.outcome === 'grounded') this.#sentences.push(...composed.sentences);
    else this.#isSound = false;
  }

  get #shown(): readonly RenderedSentence[] {
    const last = this.#sentences.findLastIndex(({ citations }) => citations.length > 0);
    return this.#sentences.slice(0, last + 1);
  }
}

/** Returns what is said, without what some models think aloud before it. */
function spoken(text: string): string {
  const start = text.trimStart();
  if (start === '' || THOUGHT.startsWith(start)) return '';
  if (!start.startsWith(THOUGHT)) return text;
  const end = start.indexOf(THOUGHT_END);
  return end < 0 ? '' : start.slice(end + THOUGHT_END.length).trimStart();
}
