import { wordsOf } from '../analysis/words.ts';
import type { Embedder } from './embedder.ts';
import { hashWord, type SparseVector } from './lexical-features.ts';
import { RAREST_LEVEL, STEMS_BY_RARITY } from './lexical-rarity.ts';

const DIMENSIONS = 384;
/** The last place is kept for how short a passage is; words are hashed into the others. */
const HASHED = DIMENSIONS - 1;
/**
 * Every passage has this much in the last place before it is brought to unit length, a question has nothing there: a
 * heading of three words can no longer match better than a paragraph that answers. Pivoted length normalisation
 * (Singhal et al. 1996) for vectors that must be of unit length.
 */
const PASSAGE_GROUND = 9;
/** So many words are hashed once; then the memory starts afresh. Longer ones could be views that hold whole texts. */
const WORDS_REMEMBERED = 20_000;
const REMEMBERED_LENGTH = 12;

/**
 * Returns the embedder that needs no download: hashed words and character n-grams, weighted by how rare a word is in
 * crypto and market news. It compares wording, in English and Korean, and not meaning. A vector depends on the text and
 * the version alone. It never refuses a text: one without words is far from every other.
 */
export function createLexicalEmbedder(): Embedder {
  const rarities = readRarities();
  const hashed = new Map<string, SparseVector>();

  const hash = (word: string): SparseVector => {
    const known = hashed.get(word);
    if (known !== undefined) return known;
    if (word.length > REMEMBERED_LENGTH) return hashWord(word, HASHED);
    if (hashed.size >= WORDS_REMEMBERED) hashed.clear();
    const vector = hashWord(word, HASHED);
    hashed.set(word, vector);
    return vector;
  };

  const embedOne = (text: string, role: 'query' | 'passage'): Float32Array => {
    const vector = new Float32Array(DIMENSIONS);
    for (const [word, count] of countWords(text)) {
      const rarity = rarities.get(word) ?? RAREST_LEVEL;
      addTo(vector, hash(word), role === 'query' ? rarity : Math.sqrt(rarity) * saturate(count));
    }
    if (role === 'passage') vector[HASHED] = PASSAGE_GROUND;
    return toUnitLength(vector);
  };

  return {
    name: 'lexical',
    version: '1',
    kind: 'lexical',
    dimensions: DIMENSIONS,
    floor: 0.3,
    embed: async (texts, role) => texts.map((text) => embedOne(text, role)),
    close: async () => {},
  };
}

function readRarities(): ReadonlyMap<string, number> {
  return new Map(
    Object.entries(STEMS_BY_RARITY).flatMap(([rarity, stems]) =>
      stems.split(' ').map((stem) => [stem, Number(rarity)] as const),
    ),
  );
}

function countWords(text: string): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** 1 for a word said once, below 2 however often it is said. */
function saturate(count: number): number {
  return (2 * count) / (count + 1);
}

function addTo(vector: Float32Array, { places, values }: SparseVector, weight: number): void {
  for (const [index, place] of places.entries()) {
    vector[place] = (vector[place] ?? 0) + weight * (values[index] ?? 0);
  }
}

/** A question without words points away from the ground every passage stands on, so that it matches none. */
function toUnitLength(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  if (length > 0) return vector.map((value) => value / length);
  vector[HASHED] = -1;
  return vector;
}
