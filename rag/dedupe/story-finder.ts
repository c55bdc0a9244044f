import { estimateJaccard, type Signature } from './signature.ts';
import { likeness, sharedRareWords, type Wording } from './wording.ts';

/** What is compared of a document. */
export interface Placeable {
  readonly id: string;
  /** Null where the source gave no address of the text itself. */
  readonly canonicalUrl: string | null;
  readonly sha256: string;
  readonly textSha256: string;
  readonly source: string;
  /** Epoch ms. */
  readonly publishedAt: number;
  readonly assets: readonly string[];
  readonly signature: Signature;
  readonly wording: Wording;
}

/** A document that is kept already, and the story it belongs to. */
export interface PlacedDocument extends Placeable {
  /** The id of the story's first document. */
  readonly story: string;
  /** When that first document was published. */
  readonly storyStartedAt: number;
}

/** How a retelling was recognised, the surest first. */
export type Likeness = 'same-text' | 'near-text' | 'same-event';

export type Placement =
  /** Kept already; storing it again would say the same thing twice. */
  | { readonly outcome: 'duplicate'; readonly of: string }
  /** The same address with other words. `story` is its own id where the story it belonged to is over. */
  | { readonly outcome: 'revision'; readonly of: string; readonly story: string }
  | { readonly outcome: 'retelling'; readonly of: string; readonly story: string; readonly by: Likeness }
  | { readonly outcome: 'new' };

const HOUR = 3_600_000;
/**
 * A story is what is told within 72 h before or after its first document. Measuring from the first and not from the
 * latest member bounds it: however many texts resemble each other in a row, a story ends.
 */
export const STORY_SPAN_MS = 72 * HOUR;
/** Two texts in different words are about one event only if they came close together. */
export const EVENT_SPAN_MS = 24 * HOUR;

/** Estimated share of common shingles. Below 0.6 stand pages that share a site's own sentences only. */
const NEAR_TEXT = 0.6;
/** A site fills the same form every day: its texts are one story only where the headline too is nearly the same. */
const SAME_SOURCE_HEADLINE = 0.9;

/** Weights and bounds were chosen on the even days of the shared May 2025 news and checked on the odd ones. */
const HEADLINE_SHARE = 0.4;
const SAME_EVENT = 0.45;
/** Where one of the two is a headline alone, the headlines decide. */
const SAME_EVENT_HEADLINE = 0.5;
const SHARED_RARE_WORDS = 2;

/**
 * Decides what a document is to those kept before. The order of the neighbours does not matter, those far off in time
 * or wording are passed over, and between two documents the answer is the same whichever came first.
 */
export function placeDocument(candidate: Placeable, neighbours: readonly PlacedDocument[]): Placement {
  const others = [...neighbours].filter(({ id }) => id !== candidate.id).sort(earliestFirst);
  const same = others.find((other) => isDuplicate(candidate, other));
  if (same !== undefined) return { outcome: 'duplicate', of: same.id };
  const revised = others.findLast((other) => sameAddress(candidate, other));
  if (revised !== undefined) return revisionOf(candidate, revised);
  return retellingOf(candidate, others);
}

function isDuplicate(candidate: Placeable, other: Placeable): boolean {
  if (candidate.sha256 === other.sha256) return true;
  return sameAddress(candidate, other) && candidate.textSha256 === other.textSha256;
}

function sameAddress(a: Placeable, b: Placeable): boolean {
  return a.canonicalUrl !== null && a.canonicalUrl === b.canonicalUrl;
}

/** A page that is rewritten for weeks is still the same page, but no longer the same story. */
function revisionOf(candidate: Placeable, of: PlacedDocument): Placement {
  return { outcome: 'revision', of: of.id, story: isOpen(of, candidate) ? of.story : candidate.id };
}

function retellingOf(candidate: Placeable, others: readonly PlacedDocument[]): Placement {
  let best: { other: PlacedDocument; by: Likeness; score: number } | null = null;
  for (const other of others) {
    if (!isOpen(other, candidate)) continue;
    const found = compare(candidate, other);
    // Equal scores leave the earliest, since the neighbours come in the order of time.
    if (found !== null && (best === null || found.score > best.score)) best = { other, ...found };
  }
  if (best === null) return { outcome: 'new' };
  return { outcome: 'retelling', of: best.other.id, story: best.other.story, by: best.by };
}

function isOpen(other: PlacedDocument, candidate: Placeable): boolean {
  return Math.abs(candidate.publishedAt - other.storyStartedAt) <= STORY_SPAN_MS;
}

/** Returns how two documents tell the same, or null; scores of a surer kind are above all of a less sure one. */
export function compare(a: Placeable, b: Placeable): { by: Likeness; score: number } | null {
  const apart = Math.abs(a.publishedAt - b.publishedAt);
  if (apart > STORY_SPAN_MS) return null;
  if (a.textSha256 === b.textSha256) return { by: 'same-text', score: 4 };
  if (speakOfOthers(a.assets, b.assets)) return null;
  const near = estimateJaccard(a.signature, b.signature);
  if (near >= NEAR_TEXT && !isFilledForm(a, b)) return { by: 'near-text', score: 2 + near };
  const event = apart <= EVENT_SPAN_MS && a.source !== b.source ? eventScore(a.wording, b.wording) : 0;
  return event > 0 ? { by: 'same-event', score: event } : null;
}

function speakOfOthers(a: readonly string[], b: readonly string[]): boolean {
  return a.length > 0 && b.length > 0 && !a.some((asset) => b.includes(asset));
}

function isFilledForm(a: Placeable, b: Placeable): boolean {
  return a.source === b.source && likeness(a.wording.title, b.wording.title) < SAME_SOURCE_HEADLINE;
}

/** Returns 0 where two texts are not about one event, otherwise how much alike they are. */
function eventScore(a: Wording, b: Wording): number {
  const headline = likeness(a.title, b.title);
  if (!a.hasLead || !b.hasLead) return headline >= SAME_EVENT_HEADLINE && enoughRare(a, b) ? headline : 0;
  const score = likeness(a.whole, b.whole) + HEADLINE_SHARE * headline;
  return score >= SAME_EVENT && enoughRare(a, b) ? score : 0;
}

function enoughRare(a: Wording, b: Wording): boolean {
  return sharedRareWords(a.whole, b.whole).length >= SHARED_RARE_WORDS;
}

/** By time, then by id in code units: the same on every machine. */
function earliestFirst(a: Placeable, b: Placeable): number {
  return a.publishedAt - b.publishedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
