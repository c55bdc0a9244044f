import type { ScoredItem } from './scored-item.ts';
import { type StoryVote, storyVotes } from './story-votes.ts';

// Half a fresh story of "nothing happened" is mixed in: little evidence stays near zero.
const PRIOR_WEIGHT = 0.5;
// Below this all there is has faded: a day-old post.
const MIN_WEIGHT = 0.1;
// Nobody alone can move a reading further; an emergency begins beyond it.
const ALONE = 0.5;
// What the others must say by themselves before the loudest is believed beyond that.
const SECONDED = 0.2;
const MAX_IDS = 8;

export interface ToneReading {
  /** −1..1, four decimals. */
  readonly value: number;
  readonly items: number;
  readonly stories: number;
  readonly sources: number;
  /** At most eight, one a story, the one that moved the value most first. */
  readonly newsIds: readonly string[];
  readonly asOf: number;
}

/** Returns the reading of items known by a time, or null where too little is known. */
export function toneReading(
  items: readonly ScoredItem[],
  asOf: number,
  share: (item: ScoredItem) => number,
): ToneReading | null {
  const votes = storyVotes(items, asOf, share);
  const { weight, sum } = added(votes);
  if (weight < MIN_WEIGHT) return null;
  const value = shrunk(sum, weight);
  return {
    value: rounded(Math.abs(value) > ALONE ? believed(votes, value) : value),
    items: items.length,
    stories: votes.length,
    sources: new Set(items.map(({ source }) => source)).size,
    newsIds: weightiest(votes),
    asOf,
  };
}

/**
 * Returns how much of a strong reading is believed. Without all that any one source alone says it must still lean the same
 * way; and with that source weighing no more than all others together it must still be as strong: who floods a reading
 * may find company, but does not speak for it.
 */
function believed(votes: readonly StoryVote[], value: number): number {
  const direction = Math.sign(value);
  const all = added(votes);
  const alone = new Map<string, StoryVote[]>();
  for (const vote of votes) {
    if (vote.soleSource !== null) alone.set(vote.soleSource, [...(alone.get(vote.soleSource) ?? []), vote]);
  }
  let least = Math.abs(value);
  for (const one of Array.from(alone.values(), added)) {
    const others = { weight: all.weight - one.weight, sum: all.sum - one.sum };
    if (direction * shrunk(others.sum, others.weight) < SECONDED) return direction * ALONE;
    const share = Math.min(1, others.weight / one.weight);
    least = Math.min(least, direction * shrunk(others.sum + one.sum * share, others.weight + one.weight * share));
  }
  return direction * Math.max(ALONE, least);
}

function added(votes: readonly StoryVote[]): { readonly weight: number; readonly sum: number } {
  let [weight, sum] = [0, 0];
  for (const vote of votes) {
    weight += vote.weight;
    sum += vote.weight * vote.tone;
  }
  return { weight, sum };
}

function shrunk(sum: number, weight: number): number {
  return sum / (weight + PRIOR_WEIGHT);
}

/** Keeps a short list in order while passing once: a reading is taken for every candle. */
function weightiest(votes: readonly StoryVote[]): readonly string[] {
  const first: StoryVote[] = [];
  for (const vote of votes) {
    const last = first.at(-1);
    if (first.length === MAX_IDS && last !== undefined && comesBefore(last, vote)) continue;
    const place = first.findIndex((other) => comesBefore(vote, other));
    first.splice(place < 0 ? first.length : place, 0, vote);
    if (first.length > MAX_IDS) first.pop();
  }
  return first.map(({ newsId }) => newsId);
}

function comesBefore(a: StoryVote, b: StoryVote): boolean {
  const moved = Math.abs(a.weight * a.tone) - Math.abs(b.weight * b.tone) || a.weight - b.weight;
  return moved === 0 ? a.newsId < b.newsId : moved > 0;
}

function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0;
}
