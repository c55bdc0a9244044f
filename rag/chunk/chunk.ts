import { type BilingualText, textIn } from '../document.ts';
import { type Span, sentencesOf } from './sentences.ts';
import { cutPoint, sizeOf, twelfths } from './tokens.ts';

/** A passage that is embedded and found by itself. */
export interface Chunk {
  /** Its place in the document, from 0. */
  readonly ordinal: number;
  readonly part: 'head' | 'body';
  /** Which text of the document the offsets are into. */
  readonly language: 'en' | 'ko';
  /** Of a body chunk exactly `body.slice(start, end)`; of a head the headline, a line break and the lead. */
  readonly text: string;
  /** UTF-16 units into the body; of a head those of the lead. */
  readonly start: number;
  readonly end: number;
}

export interface ChunkedText {
  readonly title: BilingualText;
  readonly body: BilingualText;
}

/** A longer text is found by what its first 64 pieces say. */
export const MAX_CHUNKS = 64;

const LANGUAGES = ['en', 'ko'] as const;

const LEAD = twelfths(60);
/** What is left after the lead must be worth a piece of its own; otherwise it joins the lead. */
const BODY_MIN = twelfths(40);
/**
 * Pieces are closed at 280 tokens and hold 200 to 360, or 400 with what they repeat of the piece before. No sentence
 * counts more than 160: so a piece of less than 200 has room for the next one.
 */
const PIECE_MIN = twelfths(200);
const PIECE_TARGET = twelfths(280);
const PIECE_MAX = twelfths(360);
const SENTENCE_MAX = twelfths(160);
const OVERLAP_MAX = twelfths(40);
const OVERLAP_SHARE = 0.15;

interface Sentence extends Span {
  /** In twelfths of a token. */
  readonly size: number;
}

/**
 * Cuts a document into a head (headline and lead) and body pieces of 200 to 400 estimated tokens on sentence borders;
 * the last two may be from 100 on, and an only one shorter. Each piece begins with up to 15 % of the one before it.
 * Together they hold every character of the body, as far as 64 chunks go; a document in both languages has 32 for each.
 */
export function chunkDocument(document: ChunkedText): readonly Chunk[] {
  const languages = LANGUAGES.filter((language) => hasText(document, language));
  const limit = Math.floor(MAX_CHUNKS / Math.max(1, languages.length));
  return languages
    .flatMap((language) => chunksIn(document, language, limit))
    .map((chunk, ordinal) => ({ ordinal, ...chunk }));
}

/** Returns what is embedded for a chunk: a piece of the body says with its headline what it is about. */
export function embeddingText(chunk: Chunk, title: BilingualText): string {
  const headline = textIn(title, chunk.language).trim();
  const text = chunk.text.trim();
  return chunk.part === 'head' || headline === '' ? text : `${headline}\n${text}`;
}

function hasText({ title, body }: ChunkedText, language: 'en' | 'ko'): boolean {
  return (title[language] ?? '').trim() !== '' || (body[language] ?? '').trim() !== '';
}

function chunksIn({ title, body }: ChunkedText, language: 'en' | 'ko', limit: number): Omit<Chunk, 'ordinal'>[] {
  const text = body[language] ?? '';
  const headline = textIn(title, language).trim();
  const { lead, rest, leadSentences } = splitLead(text, limit);
  const head = [headline, text.slice(0, lead).trim()].filter((part) => part !== '').join('\n');
  const pieces = withOverlap(piecesOf(rest).slice(0, limit - 1), [...leadSentences, ...rest]);
  return [
    { part: 'head', language, text: head, start: 0, end: lead },
    ...pieces.map(({ start, end }) => ({ part: 'body' as const, language, text: text.slice(start, end), start, end })),
  ];
}

/** Returns where the lead ends, and the sentences before and after. */
function splitLead(text: string, limit: number): { lead: number; leadSentences: Sentence[]; rest: Sentence[] } {
  const sentences = measured(text, LEAD, limit);
  const lead: Sentence[] = [];
  let size = 0;
  for (const sentence of sentences) {
    if (lead.length > 0 && size + sentence.size > LEAD) break;
    lead.push(sentence);
    size += sentence.size;
  }
  const rest = sentences.slice(lead.length);
  if (total(rest) < BODY_MIN) return { lead: text.length, leadSentences: sentences, rest: [] };
  return { lead: lead.at(-1)?.end ?? 0, leadSentences: lead, rest };
}

/** Returns the sentences with their sizes, long ones cut; no more of them than the allowed pieces can hold. */
function measured(text: string, firstMax: number, limit: number): Sentence[] {
  const sentences: Sentence[] = [];
  let size = 0;
  for (const { start, end } of sentencesOf(text)) {
    for (let from = start; from < end; ) {
      const to = cutPoint(text, from, end, sentences.length === 0 ? firstMax : SENTENCE_MAX);
      const sentence = { start: from, end: to, size: sizeOf(text, from, to) };
      sentences.push(sentence);
      size += sentence.size;
      from = to;
    }
    if (size > limit * PIECE_MAX) break;
  }
  return sentences;
}

function piecesOf(sentences: readonly Sentence[]): Sentence[][] {
  const pieces: Sentence[][] = [];
  let [piece, size]: [Sentence[], number] = [[], 0];
  for (const sentence of sentences) {
    const room = size < PIECE_MIN || (size < PIECE_TARGET && size + sentence.size <= PIECE_MAX);
    if (!room) {
      pieces.push(piece);
      [piece, size] = [[], 0];
    }
    piece.push(sentence);
    size += sentence.size;
  }
  if (piece.length > 0) pieces.push(piece);
  return balanced(pieces);
}

/** A short last piece joins the one before or, where both are too much for one, takes its share of it. */
function balanced(pieces: Sentence[][]): Sentence[][] {
  const [last, previous] = [pieces.at(-1), pieces.at(-2)];
  if (last === undefined || previous === undefined || total(last) >= PIECE_MIN) return pieces;
  const both = [...previous, ...last];
  const whole = total(both);
  if (whole <= PIECE_MAX) return [...pieces.slice(0, -2), both];
  const cut = middleOf(both, whole);
  return [...pieces.slice(0, -2), both.slice(0, cut), both.slice(cut)];
}

/** Returns how many sentences stand before the border nearest to the middle. */
function middleOf(sentences: readonly Sentence[], whole: number): number {
  let [best, nearest, size] = [1, Number.POSITIVE_INFINITY, 0];
  for (const [index, sentence] of sentences.slice(0, -1).entries()) {
    size += sentence.size;
    const away = Math.abs(whole / 2 - size);
    if (away < nearest) [best, nearest] = [index + 1, away];
  }
  return best;
}

function withOverlap(pieces: readonly Sentence[][], sentences: readonly Sentence[]): Span[] {
  const placeOf = new Map(sentences.map(({ start }, index) => [start, index]));
  return pieces.map((piece) => {
    const [start, end] = [piece[0]?.start ?? 0, piece.at(-1)?.end ?? 0];
    const room = Math.min(OVERLAP_MAX, OVERLAP_SHARE * total(piece));
    return { start: earlier(sentences, placeOf.get(start) ?? 0, room) ?? start, end };
  });
}

/** Returns where the sentences before a place begin that fit into the room, or undefined where none does. */
function earlier(sentences: readonly Sentence[], place: number, room: number): number | undefined {
  let [start, left]: [number | undefined, number] = [undefined, room];
  for (let index = place - 1; index >= 0; index -= 1) {
    const sentence = sentences[index];
    if (sentence === undefined || sentence.size > left) break;
    left -= sentence.size;
    start = sentence.start;
  }
  return start;
}

function total(sentences: readonly Sentence[]): number {
  return sentences.reduce((sum, { size }) => sum + size, 0);
}
