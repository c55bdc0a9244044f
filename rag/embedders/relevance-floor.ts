import type { Embedder } from './embedder.ts';

/** Questions that no financial text answers. */
const QUESTIONS: readonly string[] = [
  'how do I fix a leaking kitchen tap',
  'a good tomato sauce for pasta',
  'what will the weather be at the seaside tomorrow',
  'who wrote the song that the choir sang',
  'how often should a young dog be walked',
  'symptoms of a common cold in children',
  'the tallest mountain of the continent',
  'when do the tulips flower',
];

/** Texts of the kind that is searched. */
const PASSAGES: readonly string[] = [
  'Bitcoin slipped below last week’s low as leveraged longs were liquidated across the large exchanges.',
  'The regulator postponed its decision on the spot exchange-traded fund until the second quarter.',
  'A venue halted withdrawals after its hot wallet was drained and says that customers will be made whole.',
  'The central bank kept its policy rate unchanged and signalled two cuts for next year.',
  'Funding rates turned negative while open interest in ether futures fell to a yearly low.',
  'The company reported quarterly revenue of 412 million, up nine per cent, on higher trading fees.',
  'Developers scheduled the network upgrade for March after the last test ran without a fork.',
  'The stablecoin’s issuer published an attestation that its reserves are held in treasury bills.',
];

/** A search compares a question with thousands of passages, and the best of the unrelated ones must not pass. */
const DEVIATIONS = 4;

/**
 * Returns the cosine that a question and a passage which have nothing to do with each other hardly ever reach. Models
 * differ so much (unrelated texts meet at 0.05 in one and at 0.7 in another) that the floor is measured, not assumed.
 */
export async function relevanceFloor(embed: Embedder['embed']): Promise<number> {
  const questions = await embed(QUESTIONS, 'query');
  const passages = await embed(PASSAGES, 'passage');
  const cosines = questions.flatMap((question) => passages.map((passage) => dot(question, passage)));
  const mean = average(cosines);
  const deviation = Math.sqrt(average(cosines.map((cosine) => (cosine - mean) ** 2)));
  // Rounded, so that the last digits of another machine's arithmetic do not move it.
  return Math.min(1, Math.round((mean + DEVIATIONS * deviation) * 100) / 100);
}

function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function dot(a: Float32Array, b: Float32Array): number {
  return a.reduce((sum, value, place) => sum + value * (b[place] ?? 0), 0);
}
