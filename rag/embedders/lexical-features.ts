/** A few places of a vector and what a word adds to each. */
export interface SparseVector {
  readonly places: Uint16Array;
  readonly values: Float32Array;
}

/** A word is written to this many places: a single one shared with another word would mistake the two for each other. */
const PLACES_A_WORD = 12;
/** All character n-grams of a word together, against the word as a whole. */
const GRAMS_SHARE = 1;
const STARTS_WITH_DIGIT = /^\d/;
const HANGUL = /^[가-힣]/;

/**
 * Returns a word hashed into `size` places with signs, so that unrelated words cancel out on average: the word itself
 * and its character n-grams (3 to 5 letters with the borders of the word marked, 2 to 3 syllables in Korean), which
 * bring forms and misspellings near. Numbers are taken whole: 2018 is not nearly 2019.
 * Weinberger et al., "Feature Hashing for Large Scale Multitask Learning", ICML 2009.
 */
export function hashWord(word: string, size: number): SparseVector {
  const grams = STARTS_WITH_DIGIT.test(word) ? [] : HANGUL.test(word) ? gramsOf(word, 2, 3) : gramsOf(word, 3, 5);
  const places = new Uint16Array(PLACES_A_WORD + grams.length);
  const values = new Float32Array(places.length);
  const write = (index: number, hash: number, value: number) => {
    places[index] = (hash >>> 1) % size;
    values[index] = (hash & 1) === 1 ? value : -value;
  };
  const seed = hashText(word);
  for (let copy = 0; copy < PLACES_A_WORD; copy += 1) {
    write(copy, mix(seed + Math.imul(copy + 1, 0x9e3779b9)), 1 / Math.sqrt(PLACES_A_WORD));
  }
  for (const [index, gram] of grams.entries()) {
    write(PLACES_A_WORD + index, mix(hashText(`#${gram}`)), GRAMS_SHARE / Math.sqrt(grams.length));
  }
  return { places, values };
}

function gramsOf(word: string, shortest: number, longest: number): readonly string[] {
  const bordered = `<${word}>`;
  const grams: string[] = [];
  for (let size = shortest; size <= Math.min(longest, bordered.length - 1); size += 1) {
    for (let at = 0; at + size <= bordered.length; at += 1) grams.push(bordered.slice(at, at + size));
  }
  return grams;
}

/** FNV-1a over UTF-16 units. */
function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash >>> 0;
}

/** The finaliser of MurmurHash3: FNV alone spreads its low bits badly. */
function mix(value: number): number {
  let hash = value >>> 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
