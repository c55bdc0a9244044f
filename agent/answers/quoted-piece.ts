import { wordsOf } from '../../rag/analysis/words.ts';
import { quotable } from './news-facts.ts';

/** A piece of a passage, word for word; where it was cut, an ellipsis belongs outside of the quotation marks. */
export interface QuotedPiece {
  readonly text: string;
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
}

const LONGEST = 200;
/** How far before the first word that was asked for a sentence may begin, to be quoted from there. */
const LEAD_IN = 100;

/** Returns what of a passage answers a question: at most 200 characters, from a sentence's beginning where one is near. */
export function quotedPiece(passage: string, question: string): QuotedPiece {
  const text = quotable(passage);
  if (text.length <= LONGEST) return { text, cutBefore: false, cutAfter: false };
  const start = bestStart(text, wordsOf(question));
  const end = endFrom(text, start);
  return { text: text.slice(start, end).trimEnd(), cutBefore: start > 0, cutAfter: end < text.length };
}

/** The beginning from which most of the question's words are in reach; of two equally good the first. */
function bestStart(text: string, words: readonly string[]): number {
  const lower = text.toLowerCase();
  // A few letters grow in lower case; then places in the one are not places in the other.
  if (lower.length !== text.length) return 0;
  let best = { start: 0, found: countIn(lower.slice(0, LONGEST), words) };
  for (const place of words.flatMap((word) => placesOf(lower, word))) {
    const start = beginningBefore(text, place);
    const found = countIn(lower.slice(start, start + LONGEST), words);
    if (found > best.found || (found === best.found && start < best.start)) best = { start, found };
  }
  return best.start;
}

function countIn(window: string, words: readonly string[]): number {
  return words.filter((word) => placesOf(window, word).length > 0).length;
}

/** Words are compared by their stems: `approv` begins "approval" and "approved"; Korean words stand anywhere. */
function placesOf(lower: string, stem: string): readonly number[] {
  const places: number[] = [];
  const isWordInside = !/[가-힣]/.test(stem);
  for (let at = lower.indexOf(stem); at >= 0; at = lower.indexOf(stem, at + stem.length)) {
    if (!isWordInside || !/[\p{L}\p{N}]/u.test(lower[at - 1] ?? ' ')) places.push(at);
  }
  return places;
}

function beginningBefore(text: string, place: number): number {
  const from = Math.max(0, place - LEAD_IN);
  const before = text.slice(from, place);
  const sentence = [...before.matchAll(/[.!?。]['’)]? /g)].at(-1);
  if (sentence !== undefined) return from + sentence.index + sentence[0].length;
  if (from === 0) return 0;
  const blank = before.indexOf(' ');
  return blank < 0 ? place : from + blank + 1;
}

function endFrom(text: string, start: number): number {
  const most = start + LONGEST;
  if (text.length <= most) return text.length;
  const blank = text.lastIndexOf(' ', most);
  if (blank > start + LONGEST / 2) return blank;
  // One endless word is cut inside, but no character is.
  return /[\ud800-\udbff]/.test(text[most - 1] ?? '') ? most - 1 : most;
}
