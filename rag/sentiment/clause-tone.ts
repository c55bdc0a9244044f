import { comparedTone } from './compared-tone.ts';
import type { Token } from './entry.ts';
import { subjectOf } from './subject-of.ts';

const TURN_REACH = 4;
// The tone of fears, worries and pressure by themselves.
const FEAR = -1;
const SCALE_REACH = 2;
const REGAIN_REACH = 8;
// What is denied is not its opposite: "no profit" is less bad than a loss.
const TURNED = -0.7;
// What a rebound follows is past.
const ASIDE = 0.2;
// "+5 %" beside a name is a price that moved.
const SIGNED_PERCENT = 1;

const AUXILIARIES = new Set('is was are were be been being has have had'.split(' '));

/**
 * Returns the tone of one clause, unbounded: each direction word is read with what it moves (losses narrow, costs rise),
 * what has a tone of its own is added, and negation turns, adverbs scale. Language comes in through the tokens.
 */
export function clauseTone(tokens: readonly Token[]): number {
  const compared = comparedTone(tokens);
  if (compared !== 0) return compared;
  const taken = new Set<number>();
  const turned = new Set<number>();
  let total = 0;
  const add = (index: number, weight: number) => {
    if (weight === 0) return;
    total += weight * scale(tokens, index) * turn(tokens, index, turned) * (isAside(tokens, index, weight) ? ASIDE : 1);
  };
  tokens.forEach((_, index) => {
    add(index, moved(tokens, index, taken));
  });
  tokens.forEach((token, index) => {
    if (!isFeared(tokens, index)) add(index, ownTone(token, taken.has(index)));
  });
  tokens.forEach(({ entry }, index) => {
    if (entry?.role === 'turn' && !turned.has(index)) total += entry.own;
  });
  return total;
}

function moved(tokens: readonly Token[], index: number, taken: Set<number>): number {
  const entry = tokens[index]?.entry;
  if (entry?.role !== 'move' || isFeared(tokens, index)) return 0;
  const subject = subjectOf(tokens, index, entry.lean);
  if (subject === undefined) return entry.weight * entry.alone;
  taken.add(subject.index);
  return entry.weight * (entry.regains === true ? Math.abs(subject.factor) : subject.factor);
}

/** In "growth fears" and "hack worries" it is the fear that is reported. */
function isFeared(tokens: readonly Token[], index: number): boolean {
  const { entry, text } = tokens[index] ?? { text: '' };
  const next = tokens[index + 1]?.entry;
  if (next?.role !== 'subject' || next.own !== FEAR) return false;
  // A noun can be feared; "rising fears" and "eases fears" say what the fears do.
  return entry?.role === 'tone' || (entry?.role === 'move' && /(?:th|sh|p|ll|turn)$/.test(text));
}

/** "Recovers from its dip", "gives back after the rally": what went before, of the other sign. */
function isAside(tokens: readonly Token[], index: number, weight: number): boolean {
  if (tokens[index]?.aside === true) return true;
  const from = tokens.findLastIndex(
    ({ text }, at) => at < index && at >= index - 3 && (text === 'from' || text === 'after'),
  );
  if (
    weight < 0 &&
    tokens.slice(Math.max(0, index - REGAIN_REACH), index).some(({ entry }) => entry?.role === 'move' && entry.regains)
  )
    return true;
  return tokens.slice(0, Math.max(0, from)).some(({ entry }) => entry?.role === 'move' && entry.weight * weight < 0);
}

function ownTone({ entry, figure, text }: Token, isTaken: boolean): number {
  if (entry?.role === 'tone') return entry.weight;
  if (entry?.role === 'subject') return isTaken ? 0 : entry.own;
  if (figure?.unit !== '%' || !/^[-+−]/.test(text)) return 0;
  return Math.sign(figure.value) * SIGNED_PERCENT;
}

function turn(tokens: readonly Token[], at: number, turned: Set<number>): number {
  let factor = tokens[at]?.turned === true ? TURNED : 1;
  for (let index = at - 1; index >= Math.max(0, at - TURN_REACH); index -= 1) {
    if (tokens[index]?.entry?.role !== 'turn') continue;
    factor *= TURNED;
    turned.add(index);
  }
  const undone = undoneAt(tokens, at);
  if (undone === undefined) return factor;
  turned.add(undone);
  return factor * TURNED;
}

/** "Ban lifted", "the lawsuit was dismissed": turned by what follows. */
function undoneAt(tokens: readonly Token[], at: number): number | undefined {
  const next = tokens.findIndex(({ text }, index) => index > at && !AUXILIARIES.has(text));
  const token = tokens[next];
  return token?.entry?.role === 'turn' && /(?:ed|n)$/.test(token.text) ? next : undefined;
}

function scale(tokens: readonly Token[], at: number): number {
  let factor = 1;
  for (let index = Math.max(0, at - SCALE_REACH); index <= at + SCALE_REACH; index += 1) {
    const entry = tokens[index]?.entry;
    if (entry?.role === 'scale') factor *= entry.factor;
  }
  return factor;
}
