import { wallTime } from '../../engine/domain/zone.ts';
import type { Facts } from '../answers/answer.ts';
import { isUnder, type Leaf, leavesOf } from './leaves.ts';
import { type TimeParts, type Token, tokensOf } from './tokens.ts';

/** A sentence of an answer or of a language model's draft, with the records that it says it rests on. */
export interface DraftSentence {
  readonly text: string;
  readonly citations: readonly string[];
  /** The fields that it claims from (`D-12#model.probabilityUp`); left out, any fitting field of the cited records. */
  readonly paths?: readonly string[] | undefined;
  /** Names that happen to hold digits (`60-minute return`) and words quoted from a person: not claims. */
  readonly names?: readonly string[] | undefined;
}

export interface CheckOptions {
  /** The zone in which the text writes times. */
  readonly zone?: string | undefined;
  /** Tickers that count as claims when they appear. */
  readonly coins?: readonly string[] | undefined;
}

export interface Finding {
  readonly sentence: number;
  readonly token: string;
  readonly kind: Token['kind'];
  /** Where in the cited records it stands; null when it stands nowhere. */
  readonly path: string | null;
}

export interface GroundingReport {
  readonly findings: readonly Finding[];
  /** Findings that no cited record bears out: an answer with any is not shown. */
  readonly ungrounded: readonly Finding[];
}

const COINS = ['BTC', 'ETH', 'XRP', 'SOL', 'DOGE', 'ADA', 'BNB', 'AVAX', 'TRX', 'LTC', 'SUI', 'SHIB'];

/**
 * Checks every number, date, ticker and citation of a text against the records that its sentences cite: not against
 * all there is, so that a true number said of the wrong thing is found out too.
 */
export function checkGrounding(
  sentences: readonly DraftSentence[],
  facts: Facts,
  options: CheckOptions = {},
): GroundingReport {
  const findings = sentences.flatMap((sentence, index) => checkSentence(sentence, index, facts, options));
  return { findings, ungrounded: findings.filter(({ path }) => path === null) };
}

function checkSentence(
  sentence: DraftSentence,
  index: number,
  facts: Facts,
  options: CheckOptions,
): readonly Finding[] {
  const cited = sentence.citations.flatMap((citation) =>
    leavesOf(facts[citation]).map((leaf) => ({ ...leaf, path: `${citation}#${leaf.path}` })),
  );
  const claimed = sentence.paths === undefined ? cited : claimedLeaves(sentence.paths, facts);
  const missing = sentence.citations
    .filter((citation) => !Object.hasOwn(facts, citation))
    .map((citation): Finding => ({ sentence: index, token: citation, kind: 'citation', path: null }));
  const tokens = tokensOf(masked(sentence.text, sentence.names ?? []), options.coins ?? COINS);
  const found = tokens.map((token): Finding => {
    const pool = token.kind === 'ticker' || token.kind === 'citation' ? cited : claimed;
    const strict = sentence.paths === undefined;
    return {
      sentence: index,
      token: token.text,
      kind: token.kind,
      path: placeOf(token, pool, sentence, strict, options.zone ?? 'UTC'),
    };
  });
  return [...missing.filter(({ token }) => !isRecordless(token, facts)), ...found];
}

/** A decision may be cited by its number alone when its record is not needed for any claim. */
function isRecordless(citation: string, facts: Facts): boolean {
  return Object.values(facts).some((record) => leavesOf(record).some(({ value }) => value === citation));
}

function claimedLeaves(paths: readonly string[], facts: Facts): readonly Leaf[] {
  return paths.flatMap((path) => {
    const citation = path.slice(0, path.indexOf('#'));
    const inside = path.slice(path.indexOf('#') + 1);
    return leavesOf(facts[citation])
      .filter((leaf) => isUnder(leaf.path, inside))
      .map((leaf) => ({ ...leaf, path: `${citation}#${leaf.path}` }));
  });
}

function masked(text: string, names: readonly string[]): string {
  const longestFirst = [...names].filter((name) => name !== '').sort((a, b) => b.length - a.length);
  // Whole words only: the 20 of a name must not hide the 2,041 of a claim.
  return longestFirst.reduce((rest, name) => rest.replace(wholeWord(name), ' '), text);
}

function wholeWord(name: string): RegExp {
  return new RegExp(`(?<![\\d.,])${name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}(?!\\d|[.,]\\d)`, 'gu');
}

function placeOf(
  token: Token,
  pool: readonly Leaf[],
  sentence: DraftSentence,
  strict: boolean,
  zone: string,
): string | null {
  if (token.kind === 'citation' && sentence.citations.includes(token.text)) return token.text;
  return pool.find((leaf) => bearsOut(leaf, token, sentence.text, strict, zone))?.path ?? null;
}

function bearsOut(leaf: Leaf, token: Token, text: string, strict: boolean, zone: string): boolean {
  switch (token.kind) {
    case 'citation':
    case 'ticker':
      return typeof leaf.value === 'string' && holdsWord(leaf.value, token.text);
    case 'time':
      return isTime(leaf) ? showsTime(Number(leaf.value), token.parts, zone) : holdsText(leaf, token.text);
    case 'duration':
      return isDuration(leaf, strict, token) || holdsText(leaf, token.text);
    case 'number':
      return showsNumber(leaf, token, text, strict) || holdsText(leaf, token.text);
  }
}

/** Words of a record (a title, a version) may be repeated with the numbers in them. */
function holdsText({ value }: Leaf, token: string): boolean {
  return typeof value === 'string' && numeric(value) === null && holdsWord(value, token.replace(/^[+\-−]/, ''));
}

function holdsWord(value: string, word: string): boolean {
  const index = value.indexOf(word);
  if (index < 0) return false;
  const [before = '', after = ''] = [value[index - 1], value[index + word.length]];
  return !/[\dA-Za-z]/.test(before) && !/[\dA-Za-z]/.test(after);
}

function numeric(value: string | number): number | null {
  if (typeof value === 'number') return value;
  return /^[+-]?\d+(\.\d+)?$/.test(value) ? Number(value) : null;
}

const FIELDS = {
  percent:
    /fraction|probab|threshold|margin|shortfall|excess|confidence|tone|volatil|spread|return|^value$|^limit$|^from$|^to$|risk\./i,
  money:
    /notional|loss|fee|^net$|realis|equity|cash|balance|exposure|riskAt|price|change|gain|meanWin|stop|target|level|close|^bid$|^ask$|band|money|^value$|^limit$/i,
  quantity: /quantity/i,
  bare: /./,
} as const;

/** What a number is called in the text decides which fields it may be: a 50 that is the RSI is no price of 50. */
const CALLED: readonly (readonly [before: RegExp, field: RegExp])[] = [
  [
    /(price|priced at|bought at|sold at|가격|진입가|현재가|손절가)[ :]*(of|is|was|at|은|는|이|가)?\s*$/i,
    /price|level|close|bid|ask|stop|target|band/i,
  ],
  [/rsi(\(14\))?[ :]*(of|is|was|at|은|는|이|가)?\s*$/i, /rsi/i],
  [/(probability|확률)[ :]*(of|is|was|at|은|는|이|가)?\s*$/i, /probab/i],
  [/(threshold|기준)[ :]*(of|is|was|at|은|는|이|가)?\s*$/i, /threshold|limit/i],
  [/(fees?|수수료)[ :]*(of|is|was|were|은|는|이|가)?\s*$/i, /fee/i],
];

// A size rounded to fewer digits is another size: 4.77 SOL are not 5 SOL.
const MAX_SIZE_ROUNDING = 0.005;

const LOSS = /\b(los[est]+|loss(es)?|down|fell|below|negative)\b|손실|잃|하락|떨어|내렸/i;

function showsNumber(leaf: Leaf, token: Extract<Token, { kind: 'number' }>, text: string, strict: boolean): boolean {
  const exact = numeric(leaf.value);
  if (exact === null) return false;
  if (strict && !isOfKind(leaf, token)) return false;
  const shown = token.unit === 'percent' ? exact * 100 : exact;
  // A hair more than half a place: binary fractions do not fall on the tie exactly.
  const near = Math.abs(Math.abs(shown) - token.value) <= token.tolerance * (1 + 1e-9) + Math.abs(shown) * 1e-12;
  if (strict && token.unit === 'quantity' && Math.abs(Math.abs(shown) - token.value) > token.value * MAX_SIZE_ROUNDING)
    return false;
  return near && hasSign(shown, token, text);
}

function isOfKind(leaf: Leaf, token: Extract<Token, { kind: 'number' }>): boolean {
  const called = CALLED.find(([before]) => before.test(token.before));
  if (called !== undefined && !called[1].test(leaf.path)) return false;
  // A share is shown in per cent or as itself; a time is never shown as a bare number.
  return FIELDS[token.unit].test(leaf.name) && !isTime(leaf);
}

function hasSign(shown: number, { sign, value }: Extract<Token, { kind: 'number' }>, text: string): boolean {
  if (value === 0) return true;
  if (sign !== null) return sign === '+' ? shown > 0 : shown < 0;
  return shown >= 0 || LOSS.test(text);
}

const EARLIEST = Date.UTC(2009, 0, 3);

function isTime({ value }: Leaf): boolean {
  return typeof value === 'number' && Number.isInteger(value) && value >= EARLIEST;
}

function isDuration(
  { name, value }: Leaf,
  strict: boolean,
  { least, most }: Extract<Token, { kind: 'duration' }>,
): boolean {
  if (typeof value !== 'number' || (strict && !/Ms$|^value$|^limit$|^excess$/.test(name))) return false;
  return Math.abs(value) >= least && Math.abs(value) < most;
}

function showsTime(at: number, parts: TimeParts, zone: string): boolean {
  const wall = wallTime(at, zone);
  return (Object.keys(wall) as (keyof TimeParts)[]).every(
    (part) => parts[part] === undefined || parts[part] === wall[part],
  );
}
