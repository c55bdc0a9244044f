import type { RenderedClaim, RenderedSentence } from '../answers/render.ts';
import { checkGrounding } from '../grounding/number-check.ts';
import type { Claim, ClaimBook } from './claims.ts';
import { type DraftLine, type Piece, readLine } from './draft-line.ts';
import type { Problem, ProblemKind } from './problem.ts';
import { misnamedSlots } from './slot-use.ts';
import { beyondTalk, isInLanguage, Wording } from './wording.ts';

export type Composed =
  | { readonly outcome: 'grounded'; readonly sentences: readonly RenderedSentence[] }
  | { readonly outcome: 'refused'; readonly problems: readonly Problem[] };

const MAX_LINES = 12;
const MAX_LINE = 600;
const LONGEST_FOUND = 80;
/** Fewer words than these are found in any text by chance; they are no quotation. */
const LEAST_QUOTED_WORDS = 3;

/** Puts what a model drafted together from the claims that it names, or tells everything that is wrong with it. */
export function composeDraft(text: string, book: ClaimBook): Composed {
  const spoken = text.replace(/^\s*<think>[\s\S]*?<\/think>/u, '');
  const lines = spoken.split('\n').filter((line) => line.trim() !== '');
  if (lines.length === 0) return refused([{ line: 1, kind: 'empty', found: '' }]);
  if (lines.length > MAX_LINES) return refused([{ line: MAX_LINES + 1, kind: 'too-long', found: '' }]);
  const composed = lines.map((line, index) => composeSentence(line, index + 1, book));
  const problems = composed.flatMap((one) => (one.outcome === 'refused' ? one.problems : []));
  if (problems.length > 0) return refused(problems);
  return {
    outcome: 'grounded',
    sentences: composed.flatMap((one) => (one.outcome === 'grounded' ? one.sentences : [])),
  };
}

/** The same for one whole line; `number` is its place in the draft. */
export function composeSentence(line: string, number: number, book: ClaimBook): Composed {
  const written = line.trim();
  if (written === '') return { outcome: 'grounded', sentences: [] };
  if (written.length > MAX_LINE) return refused([{ line: number, kind: 'too-long', found: '' }]);
  const read = readLine(written, number, book);
  if (read.problems.length > 0) return refused(read.problems);
  const whole = read.pieces.filter((piece) => piece.type === 'claim');
  if (whole.length > 0) return composeWhole(read, number);
  const [claim, ...others] = claimsOf(read);
  if (claim === undefined) return composeTalk(read, number, book);
  // Values and words of two claims put together would say what neither does: bought here, at the price of now.
  if (others.length > 0) return refused([problem(number, 'several-claims', others.map(({ id }) => id).join(' '))]);
  if (claim.isToldWhole) return refused([problem(number, 'told-whole', claim.id)]);
  return composeOwn(read, claim, number, book);
}

/** Claims as they are: nothing of the model's stands beside them. */
function composeWhole({ pieces, cited }: DraftLine, number: number): Composed {
  const whole = [...new Set(pieces.flatMap((piece) => (piece.type === 'claim' ? [piece.claim] : [])))];
  const beside = pieces.find((piece) => piece.type !== 'claim' && !(piece.type === 'words' && isBlank(piece.text)));
  if (beside !== undefined) return refused([problem(number, 'mixed', textOf(beside))]);
  const idle = cited.find((claim) => !whole.includes(claim));
  if (idle !== undefined) return refused([problem(number, 'idle-citation', idle.id)]);
  return { outcome: 'grounded', sentences: whole.map(({ rendered }) => rendered) };
}

function composeTalk({ pieces }: DraftLine, number: number, book: ClaimBook): Composed {
  const quotation = pieces.find(({ type }) => type === 'quotation');
  if (quotation !== undefined) return refused([problem(number, 'quotation', textOf(quotation))]);
  const own = ownWords(pieces);
  const strays = beyondTalk(own).map(({ kind, word }) => problem(number, kind, word));
  if (strays.length > 0) return refused(strays);
  if (!isInLanguage(own, book.rendering.format.language)) return refused([problem(number, 'language', own)]);
  return { outcome: 'grounded', sentences: [{ key: 'assistant.talk', text: own.trim(), citations: [], claims: [] }] };
}

function composeOwn({ pieces }: DraftLine, claim: Claim, number: number, book: ClaimBook): Composed {
  const { language } = book.rendering.format;
  const own = ownWords(pieces);
  const wording = new Wording(claim, language);
  const problems: Problem[] = [
    ...wording.strays(own).map(({ kind, word }) => problem(number, kind, word)),
    ...misnamedSlots(pieces, language).map(({ name }) => problem(number, 'misnamed', `{${claim.id}.${name}}`)),
    ...pieces
      .filter((piece) => piece.type === 'quotation' && !isQuoted(piece.text, claim))
      .map((piece) => problem(number, 'quotation', textOf(piece))),
    ...(isInLanguage(own, language) ? [] : [problem(number, 'language', own)]),
  ];
  if (problems.length > 0) return refused(problems);
  return checked(written(pieces, claim, book), claim, number, book);
}

function claimsOf({ pieces, cited }: DraftLine): readonly Claim[] {
  return [...new Set([...pieces.flatMap((piece) => (piece.type === 'slot' ? [piece.claim] : [])), ...cited])];
}

function isQuoted(text: string, { rendered }: Claim): boolean {
  if (text.trim().split(/\s+/u).length < LEAST_QUOTED_WORDS) return false;
  return rendered.claims.some(({ slot, text: told }) => isStrangers(slot.unit) && holdsWhole(told, text.trim()));
}

/** Cut at the edges of words: the 5 of 25 is not quoted, and neither is the "secure" of "insecure". */
function holdsWhole(told: string, quoted: string): boolean {
  const at = told.indexOf(quoted);
  if (at < 0 || quoted === '') return false;
  const isInside = (character: string | undefined) => character !== undefined && /[\p{L}\p{N}.,]/u.test(character);
  return !(isInside(told[at - 1]) && told[at - 1] !== '.') && !/[\p{L}\p{N}]/u.test(told[at + quoted.length] ?? '');
}

/** Names and whole sentences of the catalogue: what figures they hold is theirs, and not a value of the sentence. */
const FIGURELESS = /^(?:quote|title|text|reason|term:.*)$/;

function isStrangers(unit: string): boolean {
  return unit === 'quote' || unit === 'title';
}

/** Writes the sentence out: each slot as its claim writes it, particles to fit, a stranger's words in quotation marks. */
function written(pieces: readonly Piece[], { sentence, rendered }: Claim, book: ClaimBook): RenderedSentence {
  const used: RenderedClaim[] = [];
  let text = '';
  for (const [index, piece] of pieces.entries()) {
    switch (piece.type) {
      case 'words':
        text += pieces[index - 1]?.type === 'slot' ? fitted(text, piece.text, book) : piece.text;
        break;
      case 'quotation':
        text += `“${piece.text.trim()}”`;
        break;
      case 'particle':
        text += book.rendering.particle(text, piece.pair);
        break;
      case 'slot': {
        const value = rendered.claims.find(({ slot }) => slot === piece.slot);
        if (value === undefined) break;
        used.push(value);
        text += isInMarks(piece, book) ? `“${value.text}”` : value.text;
        break;
      }
      case 'claim':
        break;
    }
  }
  const ended = /[.!?…]$/u.test(text.trim()) ? text.trim() : `${text.trim()}.`;
  return {
    key: 'assistant.said',
    text: ended.charAt(0).toUpperCase() + ended.slice(1),
    citations: citationsOf(used, sentence.citations),
    claims: used,
  };
}

/** A stranger's words stand in quotation marks wherever the claim itself puts them there. */
function isInMarks({ claim, name }: Extract<Piece, { type: 'slot' }>, book: ClaimBook): boolean {
  return claim.sentence.template[book.rendering.format.language].includes(`“{${name}}`);
}

const BARE_PARTICLES = ['을/를', '이/가', '은/는', '과/와', '으로/로'] as const;

/** A particle that the model put behind a slot without knowing the word is made to fit it. */
function fitted(before: string, words: string, book: ClaimBook): string {
  const bare = /^(?:으로|[을를이가은는과와로])(?=[\s,.]|$)/u.exec(words)?.[0];
  const pair = BARE_PARTICLES.find((one) => bare !== undefined && one.split('/').includes(bare));
  return bare === undefined || pair === undefined
    ? words
    : book.rendering.particle(before, pair) + words.slice(bare.length);
}

/** The records that the values were read from; all of the claim's where it is spoken of without a value. */
function citationsOf(used: readonly RenderedClaim[], cited: readonly string[]): readonly string[] {
  const read = new Set(used.map(({ slot }) => slot.path.slice(0, slot.path.indexOf('#'))));
  const shown = cited.filter((citation) => read.has(citation));
  return shown.length > 0 ? shown : cited;
}

/** Reads the finished sentence once more as a stranger would: every number in it against the fields it was taken from. */
function checked(sentence: RenderedSentence, { facts }: Claim, line: number, book: ClaimBook): Composed {
  const quoted = sentence.text.match(/“[^”]*”/gu) ?? [];
  const names = sentence.claims.flatMap(({ slot, text, wording }) =>
    FIGURELESS.test(slot.unit) ? [text, ...wording] : wording,
  );
  const draft = {
    text: sentence.text,
    citations: sentence.citations,
    paths: sentence.claims.filter(({ slot }) => !isStrangers(slot.unit)).map(({ slot }) => slot.path),
    names: [...quoted, ...names],
  };
  const { ungrounded } = checkGrounding([draft], facts, { zone: book.zone ?? undefined });
  const untrue = ungrounded.filter(({ kind }) => kind !== 'time' || book.zone !== null);
  return untrue.length === 0
    ? { outcome: 'grounded', sentences: [sentence] }
    : refused(untrue.map(({ token }) => problem(line, 'ungrounded', token)));
}

function ownWords(pieces: readonly Piece[]): string {
  return pieces.map((piece) => (piece.type === 'words' ? piece.text : ' ')).join('');
}

function isBlank(text: string): boolean {
  return /^[\s.,]*$/u.test(text);
}

function textOf(piece: Piece): string {
  return piece.type === 'words' || piece.type === 'quotation' ? piece.text : '';
}

function problem(line: number, kind: ProblemKind, found: string): Problem {
  return { line, kind, found: [...found].slice(0, LONGEST_FOUND).join('') };
}

function refused(problems: readonly Problem[]): Composed {
  return { outcome: 'refused', problems };
}
