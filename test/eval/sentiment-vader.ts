import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { type Baseline, signed } from './sentiment-baselines.ts';
import { SHARED } from './shared-data.ts';

// Hutto and Gilbert 2014, "VADER"; constants and rules as in vaderSentiment 3.3 (MIT).
const B_INCR = 0.293;
const C_INCR = 0.733;
const N_SCALAR = -0.74;
const ALPHA = 15;

const NEGATE = new Set(
  "aint arent cannot cant couldnt darent didnt doesnt ain't aren't can't couldn't daren't didn't doesn't dont hadnt hasnt havent isnt mightnt mustnt neither don't hadn't hasn't haven't isn't mightn't mustn't neednt needn't never none nope nor not nothing nowhere oughtnt shant shouldnt uhuh wasnt werent oughtn't shan't shouldn't uh-uh wasn't weren't without wont wouldnt won't wouldn't rarely seldom despite".split(
    ' ',
  ),
);
const MORE =
  'absolutely amazingly awfully completely considerable considerably decidedly deeply effing enormous enormously entirely especially exceptional exceptionally extreme extremely fabulously flipping flippin frackin fracking fricking frickin frigging friggin fully fuckin fucking fuggin fugging greatly hella highly hugely incredible incredibly intensely major majorly more most particularly purely quite really remarkably so substantially thoroughly total totally tremendous tremendously uber unbelievably unusually utter utterly very';
const LESS =
  'almost barely hardly kinda kindof kind-of less little marginal marginally occasional occasionally partly scarce scarcely slight slightly somewhat sorta sortof sort-of';
const BOOST = new Map([
  ...MORE.split(' ').map((word) => [word, B_INCR] as const),
  ...LESS.split(' ').map((word) => [word, -B_INCR] as const),
]);
const IDIOMS: Readonly<Record<string, number>> = {
  'the shit': 3,
  'the bomb': 3,
  'bad ass': 1.5,
  badass: 1.5,
  'bus stop': 0,
  'yeah right': -2,
  'kiss of death': -1.5,
  'to die for': 3,
  'beating heart': 3.1,
  'broken heart': -2.9,
};

/** The rules of VADER, for comparison only: emoji descriptions left out, since the sets hardly have any. */
export function vader(): Baseline {
  const lexicon = new Map<string, number>();
  const lines = gunzipSync(readFileSync(`${SHARED}/eval/lexicons/vader_lexicon.tsv.gz`)).toString('utf8');
  for (const line of lines.split('\n')) {
    const [word = '', mean] = line.split('\t');
    if (mean !== undefined) lexicon.set(word, Number(mean));
  }
  const tone = (text: string) => compound(text, lexicon);
  return { name: 'vader', tone, label: (text) => signed(tone(text), 0.05) };
}

function compound(text: string, lexicon: ReadonlyMap<string, number>): number {
  const tokens = text.split(/\s+/).filter(Boolean).map(stripped);
  const lower = tokens.map((token) => token.toLowerCase());
  const capsDiffer = new Set(tokens.map(isUpper)).size > 1;
  const at = (index: number) => lower[index] ?? '';
  const values = tokens.map((token, index) => {
    if (BOOST.has(at(index)) || (at(index) === 'kind' && at(index + 1) === 'of')) return 0;
    let value = lexicon.get(at(index));
    if (value === undefined) return 0;
    if (at(index) === 'no' && lexicon.has(at(index + 1))) value = 0;
    if (negatedByNo(index, at)) value = (lexicon.get(at(index)) ?? 0) * N_SCALAR;
    if (isUpper(token) && capsDiffer) value += Math.sign(value) * C_INCR;
    for (let back = 0; back < 3; back += 1) value = before(value, index, back, { tokens, at, lexicon, capsDiffer });
    return least(value, index, at, lexicon);
  });
  return normalized(butCheck(values, lower), text);
}

interface Context {
  readonly tokens: readonly string[];
  readonly at: (index: number) => string;
  readonly lexicon: ReadonlyMap<string, number>;
  readonly capsDiffer: boolean;
}

function before(value: number, index: number, back: number, context: Context): number {
  const { tokens, at, lexicon, capsDiffer } = context;
  const place = index - back - 1;
  if (place < 0 || lexicon.has(at(place))) return value;
  let next = value + [1, 0.95, 0.9][back]! * boost(tokens[place]!, value, capsDiffer);
  next = negation(next, index, back, at);
  return back === 2 ? idioms(next, index, at) : next;
}

function boost(word: string, value: number, capsDiffer: boolean): number {
  const scalar = BOOST.get(word.toLowerCase()) ?? 0;
  if (scalar === 0) return 0;
  const signedScalar = value < 0 ? -scalar : scalar;
  return isUpper(word) && capsDiffer ? signedScalar + Math.sign(value) * C_INCR : signedScalar;
}

function negation(value: number, index: number, back: number, at: (index: number) => string): number {
  const place = at(index - back - 1);
  if (back > 0 && at(index - back - 1) === 'never' && ['so', 'this'].includes(at(index - back))) return value * 1.25;
  if (back === 2 && place === 'without' && [at(index - 1), at(index - 2)].includes('doubt')) return value;
  return NEGATE.has(place) || place.includes("n't") ? value * N_SCALAR : value;
}

function negatedByNo(index: number, at: (index: number) => string): boolean {
  return (
    at(index - 1) === 'no' ||
    at(index - 2) === 'no' ||
    (at(index - 3) === 'no' && ['or', 'nor'].includes(at(index - 1)))
  );
}

function idioms(value: number, index: number, at: (index: number) => string): number {
  const around = [
    `${at(index - 1)} ${at(index)}`,
    `${at(index - 2)} ${at(index - 1)} ${at(index)}`,
    `${at(index - 2)} ${at(index - 1)}`,
    `${at(index)} ${at(index + 1)}`,
  ];
  const found = around.find((phrase) => Object.hasOwn(IDIOMS, phrase));
  return found === undefined ? value : (IDIOMS[found] ?? value);
}

function least(
  value: number,
  index: number,
  at: (index: number) => string,
  lexicon: ReadonlyMap<string, number>,
): number {
  if (at(index - 1) !== 'least' || lexicon.has('least')) return value;
  return ['at', 'very'].includes(at(index - 2)) ? value : value * N_SCALAR;
}

function butCheck(values: readonly number[], lower: readonly string[]): readonly number[] {
  const but = lower.indexOf('but');
  if (but < 0) return values;
  return values.map((value, index) => (index < but ? value * 0.5 : index > but ? value * 1.5 : value));
}

function normalized(values: readonly number[], text: string): number {
  const total = values.reduce((sum, value) => sum + value, 0);
  const exclaimed = Math.min(4, text.split('!').length - 1) * 0.292;
  const asked = text.split('?').length - 1;
  const emphasis = exclaimed + (asked > 1 ? (asked <= 3 ? asked * 0.18 : 0.96) : 0);
  const score = total === 0 ? 0 : total + Math.sign(total) * emphasis;
  return score / Math.sqrt(score * score + ALPHA);
}

function stripped(token: string): string {
  const bare = token.replace(/^[!-/:-@[-`{-~]+|[!-/:-@[-`{-~]+$/g, '');
  return bare.length <= 2 ? token : bare;
}

function isUpper(word: string): boolean {
  return word.toUpperCase() === word && word.toLowerCase() !== word;
}
