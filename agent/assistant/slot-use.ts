import type { AnswerSentence, Language, Slot, Unit } from '../answers/answer.ts';
import type { Piece } from './draft-line.ts';
import { measuresOf } from './measures.ts';

type SlotPiece = Extract<Piece, { type: 'slot' }>;

/** Values of one class could be taken for each other: which is which must show from the words beside them. */
const CLASSES: Readonly<Partial<Record<Unit, string>>> = {
  'signed-money': 'money',
  'signed-percent': 'percent',
  rate: 'percent',
  points: 'percent',
  'signed-number': 'number',
  count: 'number',
  'date-time': 'time',
  date: 'time',
  side: 'term:stance',
  direction: 'term:stance',
  coins: 'coin',
};
/** What a word may call a price, a fee, a share. */
const FIGURES: ReadonlySet<string> = new Set(['price', 'quantity', 'money', 'percent', 'number', 'duration']);
/** A size says itself what it is, by the coin behind it. */
const SPEAKS_FOR_ITSELF = 'quantity';

export function classOf({ unit }: Slot): string {
  return CLASSES[unit] ?? unit;
}

/**
 * Returns the slots whose place in the model's own sentence does not tell what they are. A number needs a word that
 * names it, or the word that stands beside it in the claim; where the claim holds two values of a kind, that word must
 * tell them apart: "from {after} to {before}" and "the fee was {net}" are true numbers and a false sentence.
 */
export function misnamedSlots(pieces: readonly Piece[], language: Language): readonly SlotPiece[] {
  const misnamed: SlotPiece[] = [];
  let before: SlotPiece | null = null;
  let between = '';
  let isBeforeNamed = true;
  for (const [index, piece] of pieces.entries()) {
    if (piece.type !== 'slot') {
      between += piece.type === 'words' ? piece.text : '';
      continue;
    }
    const isInOrder = isBeforeNamed && standsAsInClaim(piece, before, between, language);
    isBeforeNamed = isNamed(pieces, index, piece, language, isInOrder);
    if (!isBeforeNamed) misnamed.push(piece);
    [before, between] = [piece, ''];
  }
  return misnamed;
}

/** Tells whether a slot follows the same slot, over the same words, as in the claim's own wording. */
function standsAsInClaim(piece: SlotPiece, before: SlotPiece | null, between: string, language: Language): boolean {
  if (before !== null && before.claim !== piece.claim) return false;
  const parts = partsOf(piece.claim.sentence, language);
  const place = parts.findIndex(({ name }) => name === piece.name);
  const last = parts[place - 1]?.name ?? null;
  const words = wordsIn(parts[place]?.before ?? '').filter((word) => !isParticle(word));
  return (
    last === (before?.name ?? null) &&
    words.join(' ') ===
      wordsIn(between)
        .filter((word) => !isParticle(word))
        .join(' ')
  );
}

/** "Of equity" behind a share is said of the exposure too, where the claim says it. */
function isBehindInClaim({ claim, name }: SlotPiece, word: string, language: Language): boolean {
  const [, behind = ''] = claim.sentence.template[language].split(`{${name}}`);
  return wordsIn(behind.split('{')[0] ?? '')
    .slice(0, 2)
    .includes(word);
}

function isParticle(word: string): boolean {
  return /^(?:으로|[을를이가은는과와로])$/u.test(word);
}

/** The slots of a claim in their order, each with the words before it. */
function partsOf({ template, slots }: AnswerSentence, language: Language) {
  const parts: { readonly name: string; readonly before: string }[] = [];
  let before = '';
  for (const [place, part] of template[language].split(/\{([^{}]+)\}/u).entries()) {
    if (place % 2 === 0) before += part;
    else if (Object.hasOwn(slots, part)) {
      parts.push({ name: part, before });
      before = '';
    }
  }
  return parts;
}

function isNamed(
  pieces: readonly Piece[],
  index: number,
  piece: SlotPiece,
  language: Language,
  isInOrder: boolean,
): boolean {
  const isFitting = (slot: Slot, word: string) => measuresOf(word).some(({ fits }) => fits(slot));
  const behind = nameBehind(pieces, index);
  if (isInOrder) return behind === null || isFitting(piece.slot, behind) || isBehindInClaim(piece, behind, language);
  const rivals = rivalsOf(piece);
  const called = nameBefore(pieces, index) ?? behind;
  if (called !== null) {
    if (!isFitting(piece.slot, called)) return false;
    if (!rivals.some((rival) => isFitting(rival, called))) return true;
  }
  const kind = classOf(piece.slot);
  if (rivals.length === 0 && (kind === SPEAKS_FOR_ITSELF || !FIGURES.has(kind))) return true;
  return isAnchored(pieces, index, piece, language);
}

function rivalsOf({ claim, slot }: SlotPiece): readonly Slot[] {
  return claim.rendered.claims
    .map((one) => one.slot)
    .filter((other) => other !== slot && classOf(other) === classOf(slot) && other.value !== slot.value);
}

/** The word that names a number: the last such word since the number before it. */
function nameBefore(pieces: readonly Piece[], index: number): string | null {
  if (!isFigure(pieces[index])) return null;
  for (let place = index - 1; place >= 0; place -= 1) {
    const before = pieces[place];
    if (isFigure(before)) return null;
    const named =
      before?.type === 'words' ? wordsIn(before.text).findLast((word) => measuresOf(word).length > 0) : null;
    if (named != null) return named;
  }
  return null;
}

/** Or the one right behind it, as in "of fees"; not one that names the next number. */
function nameBehind(pieces: readonly Piece[], index: number): string | null {
  const after = pieces[index + 1];
  if (!isFigure(pieces[index]) || after?.type !== 'words') return null;
  const clause = after.text.split(/[,;.!?(]/u)[0] ?? '';
  const [first = '', second = ''] = wordsIn(clause);
  const word = first === 'of' || first === 'in' || first === '의' ? second : first;
  const isOfNext =
    clause.length === after.text.length && isFigure(pieces[index + 2]) && wordsIn(clause).at(-1) === word;
  return measuresOf(word).length > 0 && !isOfNext ? word : null;
}

function isFigure(piece: Piece | undefined): boolean {
  return piece?.type === 'slot' && FIGURES.has(classOf(piece.slot));
}

/** Tells whether the word before or behind is the one that stands there in the claim, and there for no rival. */
function isAnchored(pieces: readonly Piece[], index: number, piece: SlotPiece, language: Language): boolean {
  const { sentence } = piece.claim;
  const own = neighbours(pieces[index - 1], pieces[index + 1]);
  const anchors = anchorsOf(sentence, language);
  const mine = anchors.get(piece.name);
  if (mine === undefined) return false;
  const rivals = rivalsOf(piece);
  const others = [...anchors].filter(([name]) => {
    const slot = sentence.slots[name];
    return slot !== undefined && rivals.includes(slot);
  });
  return (['before', 'after'] as const).some((side) => {
    const word = mine[side];
    return word !== '' && word === own[side] && others.every(([, anchor]) => anchor[side] !== word);
  });
}

interface Neighbours {
  readonly before: string;
  readonly after: string;
}

function anchorsOf({ template }: AnswerSentence, language: Language): ReadonlyMap<string, Neighbours> {
  const parts = template[language].split(/\{([^{}]+)\}/u);
  const anchors = new Map<string, Neighbours>();
  for (let place = 1; place < parts.length; place += 2) {
    const name = parts[place] ?? '';
    const before = wordsIn(parts[place - 1] ?? '').at(-1) ?? '';
    // A particle mark between the slot and its words is no neighbour.
    const next = parts[place + 2] !== undefined && (parts[place + 2] ?? '').includes('/') ? place + 3 : place + 1;
    const behind = parts[place + 1] === '' ? (parts[next] ?? '') : (parts[place + 1] ?? '');
    anchors.set(name, { before, after: wordsIn(behind)[0] ?? '' });
  }
  return anchors;
}

function neighbours(before: Piece | undefined, after: Piece | undefined): Neighbours {
  return {
    before: before?.type === 'words' ? (wordsIn(before.text).at(-1) ?? '') : '',
    after: after?.type === 'words' ? (wordsIn(after.text)[0] ?? '') : '',
  };
}

/** Returns the words of a text in lower case. */
export function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[a-z]+(?:[-'’][a-z]+)*|[가-힣]+/gu) ?? [];
}
