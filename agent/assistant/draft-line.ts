import type { Slot } from '../answers/answer.ts';
import type { Claim, ClaimBook } from './claims.ts';
import type { Problem, ProblemKind } from './problem.ts';

/** A piece of a line that a model wrote. */
export type Piece =
  | { readonly type: 'words'; readonly text: string }
  | { readonly type: 'quotation'; readonly text: string }
  | { readonly type: 'particle'; readonly pair: string }
  | { readonly type: 'claim'; readonly claim: Claim }
  | { readonly type: 'slot'; readonly claim: Claim; readonly name: string; readonly slot: Slot };

export interface DraftLine {
  readonly pieces: readonly Piece[];
  /** Claims named in brackets. */
  readonly cited: readonly Claim[];
  readonly problems: readonly Problem[];
}

const CITES = /\s*\[\s*(c\d+(?:\s*,\s*c\d+)*)\s*\]/gu;
const PIECES = /\{([^{}]*)\}|[“"]([^“”"]*)[”"]/gu;
const PARTICLE = /^[가-힣]{1,3}\/[가-힣]{1,3}$/u;
/** Letters of the two languages and the marks of plain prose: nothing that a surface could take for a link or a format. */
const STRANGE = /[^A-Za-z가-힣 .,!?:;'’()\-–—…~·→×]/u;

/** Reads one line: its slots and claims against the book, the rest as the model's own words. */
export function readLine(line: string, number: number, book: ClaimBook): DraftLine {
  const problems: Problem[] = [];
  const note = (kind: ProblemKind, found: string): null => {
    problems.push({ line: number, kind, found });
    return null;
  };
  const cited: Claim[] = [];
  const text = line.replace(CITES, (_all, ids: string) => {
    for (const id of ids.split(',').map((one) => one.trim())) {
      const claim = book.find(id) ?? note('unknown-claim', id);
      if (claim !== null && !cited.includes(claim)) cited.push(claim);
    }
    return '';
  });
  const pieces: Piece[] = [];
  const words = (part: string): void => {
    if (part === '') return;
    const strange = STRANGE.exec(part)?.[0];
    if (strange !== undefined) note(/\d/u.test(strange) ? 'number' : 'character', around(part, strange));
    pieces.push({ type: 'words', text: part });
  };
  let rest = 0;
  for (const match of text.matchAll(PIECES)) {
    words(text.slice(rest, match.index));
    rest = match.index + match[0].length;
    const quoted = match[2];
    const mark = quoted === undefined ? match[1] : /^\{([^{}]*)\}$/u.exec(quoted)?.[1];
    const piece = mark === undefined ? ({ type: 'quotation', text: quoted ?? '' } as const) : markOf(mark, book);
    if (piece === null) note('unknown-slot', match[0]);
    else pieces.push(piece);
  }
  words(text.slice(rest).trimEnd());
  return { pieces, cited, problems };
}

/** A quotation that is one slot, “{c2.title}”, is read as that slot: it gets its quotation marks where it is written. */
function markOf(mark: string, book: ClaimBook): Piece | null {
  if (PARTICLE.test(mark)) return { type: 'particle', pair: mark };
  const [, id = '', name] = /^(c\d+)(?:\.(\w+))?$/u.exec(mark.trim()) ?? [];
  const claim = book.find(id);
  if (claim === null) return null;
  if (name === undefined) return { type: 'claim', claim };
  const slot = Object.hasOwn(claim.sentence.slots, name) ? claim.sentence.slots[name] : undefined;
  // A slot that this language's wording leaves out has no place in it that tells what it means.
  const isShown = claim.rendered.claims.some((one) => one.slot === slot);
  return slot === undefined || !isShown ? null : { type: 'slot', claim, name, slot };
}

function around(text: string, found: string): string {
  const at = text.indexOf(found);
  const from = text.lastIndexOf(' ', at) + 1;
  const to = text.indexOf(' ', at);
  return text.slice(from, to < 0 ? undefined : to);
}
