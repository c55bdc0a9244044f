import { decayedWeight, type ScoredItem } from './scored-item.ts';

// A second and a fourth witness each make a story weigh a quarter of itself more.
const WITNESS_GAIN = 0.25;

/** One story's vote: however often it is told, it happened once. */
export interface StoryVote {
  /** Mean of its sources, each the mean of the texts it was the first to print. */
  readonly tone: number;
  readonly weight: number;
  /** Its weightiest document. */
  readonly newsId: string;
  /** The only witness, where there is but one. */
  readonly soleSource: string | null;
}

interface Telling {
  weight: number;
  newsId: string;
  // Mostly one or two: a list is quicker to search than a set is to make.
  readonly texts: string[];
  readonly voices: Voice[];
}

/** What one source says in a story. */
interface Voice {
  readonly source: string;
  tones: number;
  /** Texts that nobody printed before. */
  texts: number;
}

/** Returns one vote for each story among items, which come in the order they became known. */
export function storyVotes(
  items: readonly ScoredItem[],
  asOf: number,
  share: (item: ScoredItem) => number,
): readonly StoryVote[] {
  const tellings = new Map<string, Telling>();
  for (const item of items) hear(tellings, item, decayedWeight(item, asOf) * share(item));
  return Array.from(tellings.values(), vote);
}

function hear(tellings: Map<string, Telling>, item: ScoredItem, weight: number): void {
  const telling = tellings.get(item.story) ?? { weight: -1, newsId: item.id, texts: [], voices: [] };
  if (telling.voices.length === 0) tellings.set(item.story, telling);
  const voice = voiceOf(telling, item.source);
  if (!telling.texts.includes(item.text)) {
    telling.texts.push(item.text);
    voice.tones += item.tone;
    voice.texts += 1;
  }
  if (weight <= telling.weight) return;
  telling.weight = weight;
  telling.newsId = item.id;
}

function voiceOf({ voices }: Telling, source: string): Voice {
  const known = voices.find((voice) => voice.source === source);
  if (known !== undefined) return known;
  const voice = { source, tones: 0, texts: 0 };
  voices.push(voice);
  return voice;
}

function vote({ weight, newsId, texts, voices }: Telling): StoryVote {
  // Two sites that print the same text are one witness, and so is one site that prints two texts.
  const witnesses = Math.min(texts.length, voices.length);
  return {
    tone: meanOf(voices),
    weight: weight * (1 + WITNESS_GAIN * Math.log2(witnesses)),
    newsId,
    soleSource: witnesses === 1 ? (voices[0]?.source ?? null) : null,
  };
}

/** Whoever joins a story has one voice in it, however many texts that source writes. */
function meanOf(voices: readonly Voice[]): number {
  let [sum, heard] = [0, 0];
  for (const { tones, texts } of voices) {
    if (texts === 0) continue;
    sum += tones / texts;
    heard += 1;
  }
  return sum / heard;
}
