import { z } from 'zod';
import type { Reason } from '../../engine/domain/reason.ts';
import { reason } from '../../engine/domain/reason.ts';
import type { ReviewerRole, Stance } from '../../engine/domain/verdict.ts';
import { bareAnswer } from '../models/bare-answer.ts';
import { parseJson } from '../models/parse-json.ts';
import { bearsOut, type Factor, ROLE_FACTORS } from './factors.ts';
import { NOTE_LENGTH, type NoteProblem, noteProblem } from './note-check.ts';
import type { QuotedEvidence } from './quote-evidence.ts';

/** As the front matter of the prompts names them; the risk role may also veto. */
export const VERDICT_SCHEMA = 'verdict@1';
export const RISK_VERDICT_SCHEMA = 'risk-verdict@1';

/** The reason of a veto: before all others, with how grave the danger is. */
export const VETO = 'review.veto';

/**
 * Why an answer is no verdict. `refused` the model declined in words · `other-word` a word that is on no list ·
 * `unknown-evidence` it cites what it was not given · `contradictory` its parts do not go together.
 */
export const VERDICT_PROBLEMS = [
  'empty',
  'refused',
  'not-json',
  'other-shape',
  'other-word',
  'out-of-range',
  'other-symbol',
  'unknown-evidence',
  'wrong-language',
  'contradictory',
] as const;
export type VerdictProblem = (typeof VERDICT_PROBLEMS)[number];

/** What a verdict must fit to. */
export interface ExpectedVerdict {
  readonly role: ReviewerRole;
  readonly evidence: Pick<QuotedEvidence, 'symbol' | 'ids' | 'facts'>;
}

export type ReadVerdict =
  | {
      readonly outcome: 'voted';
      readonly stance: Stance;
      /** In hundredths: seventeen digits could carry a message. */
      readonly confidence: number;
      /** A veto first, then what the model chose; last, where its note was thrown away, why. */
      readonly reasons: readonly Reason[];
      readonly note: string | null;
      /** Why there is no note although one was written. */
      readonly noteProblem: NoteProblem | null;
    }
  | { readonly outcome: 'unusable'; readonly problem: VerdictProblem };

const STANCES = ['buy', 'sell', 'hold'] as const;
const SEVERITIES = ['none', 'minor', 'serious', 'grave'] as const;
const MAX_REASONS = 4;
const MAX_CITED = 6;

const REASONS = z.array(z.strictObject({ factor: z.string(), evidence: z.array(z.string()) }));
const BALLOT = z.strictObject({
  symbol: z.string(),
  stance: z.string(),
  confidence: z.number(),
  reasons: REASONS,
  note: z.string().nullable(),
});
const RISK_BALLOT = BALLOT.extend({ veto: z.boolean(), severity: z.string() });

type Ballot = z.infer<typeof BALLOT> & Partial<Pick<z.infer<typeof RISK_BALLOT>, 'veto' | 'severity'>>;

/** Returns the JSON schema that a model is held to while it writes: words of closed lists, ids it was given, one note. */
export function verdictSchema({ role, evidence }: ExpectedVerdict) {
  const one = {
    type: 'object',
    properties: {
      factor: { type: 'string', enum: ROLE_FACTORS[role] },
      evidence: { type: 'array', items: { type: 'string', enum: evidence.ids }, minItems: 1, maxItems: MAX_CITED },
    },
    required: ['factor', 'evidence'],
    additionalProperties: false,
  };
  const properties = {
    symbol: { type: 'string', enum: [evidence.symbol] },
    reasons: { type: 'array', items: one, minItems: 1, maxItems: MAX_REASONS },
    stance: { type: 'string', enum: STANCES },
    confidence: { type: 'number', minimum: 0, maximum: 1 },
    ...(role === 'risk' && { veto: { type: 'boolean' }, severity: { type: 'string', enum: SEVERITIES } }),
    note: { type: ['string', 'null'], maxLength: NOTE_LENGTH },
  };
  return { type: 'object', properties, required: Object.keys(properties), additionalProperties: false };
}

/** Returns the vote that an answer holds. Nothing is salvaged: an answer that is more or less than a verdict is none. */
export function readVerdict(text: string, expected: ExpectedVerdict): ReadVerdict {
  const bare = bareAnswer(text);
  if (bare === '') return unusable('empty');
  // A model that declines does it in a sentence; one that tried and failed leaves braces behind.
  if (!bare.includes('{')) return unusable(isForeign(bare) ? 'wrong-language' : 'refused');
  const json = parseJson(bare);
  if (json === undefined) return unusable('not-json');
  const parsed = (expected.role === 'risk' ? RISK_BALLOT : BALLOT).safeParse(json);
  if (!parsed.success) return unusable('other-shape');
  if (saysTwice(bare, Object.keys(parsed.data))) return unusable('contradictory');
  return voteOf(parsed.data, expected);
}

function voteOf(ballot: Ballot, { role, evidence }: ExpectedVerdict): ReadVerdict {
  const { symbol, stance, confidence, reasons } = ballot;
  if (symbol !== evidence.symbol) return unusable('other-symbol');
  if (!isOneOf(STANCES, stance)) return unusable('other-word');
  if (confidence < 0 || confidence > 1) return unusable('out-of-range');
  if (reasons.length < 1 || reasons.length > MAX_REASONS) return unusable('other-shape');
  const factors: Factor[] = [];
  for (const { factor, evidence: cited } of reasons) {
    if (!isOneOf(ROLE_FACTORS[role], factor)) return unusable('other-word');
    if (cited.length < 1 || cited.length > MAX_CITED) return unusable('other-shape');
    if (!cited.every((id) => evidence.ids.includes(id))) return unusable('unknown-evidence');
    factors.push(factor);
  }
  if (new Set(factors).size < factors.length || !bearsOut(stance, factors)) return unusable('contradictory');
  const why = reasons.map(({ factor, evidence: cited }) => reason(`review.${factor}`, { evidence: listOf(cited) }));
  const veto = vetoOf(ballot, stance);
  if (veto === 'other-word' || veto === 'contradictory') return unusable(veto);
  return withNote(ballot.note, { stance, confidence, reasons: veto === null ? why : [veto, ...why] }, evidence);
}

/** Who vetoes does not vote for the trade as well, has something grave to say, and the other way round. */
function vetoOf({ veto, severity, reasons }: Ballot, stance: Stance): Reason | null | 'other-word' | 'contradictory' {
  if (veto === undefined || severity === undefined) return null;
  if (!isOneOf(SEVERITIES, severity)) return 'other-word';
  const isGrave = severity === 'serious' || severity === 'grave';
  if (veto !== (stance === 'hold') || (veto && !isGrave) || (!veto && severity === 'grave')) return 'contradictory';
  return veto ? reason(VETO, { severity, evidence: listOf(reasons.flatMap((one) => one.evidence)) }) : null;
}

function withNote(
  written: string | null,
  { stance, confidence, reasons }: { stance: Stance; confidence: number; reasons: readonly Reason[] },
  evidence: ExpectedVerdict['evidence'],
): ReadVerdict {
  const note = written?.trim() ?? '';
  if (isForeign(note)) return unusable('wrong-language');
  const problem = note === '' ? null : noteProblem(note, evidence);
  return {
    outcome: 'voted',
    stance,
    confidence: Math.round(confidence * 100) / 100 + 0,
    // In the record, so that it can be seen and counted who writes what the evidence does not hold.
    reasons: problem === null ? reasons : [...reasons, reason(`review.note-${problem}`)],
    note: note === '' || problem !== null ? null : note,
    noteProblem: problem,
  };
}

/** JSON lets a name stand twice and takes the last; quotation marks inside of values are escaped, so these are names. */
function saysTwice(json: string, names: readonly string[]): boolean {
  return names.some((name) => (json.match(new RegExp(`"${name}"\\s*:`, 'g')) ?? []).length !== 1);
}

/** More than a name of another script stands in it. */
function isForeign(text: string): boolean {
  const letters = text.match(/\p{L}/gu)?.length ?? 0;
  const latin = text.match(/\p{Script=Latin}/gu)?.length ?? 0;
  return letters > 0 && latin / letters < 0.75;
}

/** Ids in the order of their first mention, each once. */
function listOf(ids: readonly string[]): string {
  return [...new Set(ids)].join(',');
}

function isOneOf<Word extends string>(words: readonly Word[], word: string): word is Word {
  return (words as readonly string[]).includes(word);
}

function unusable(problem: VerdictProblem): ReadVerdict {
  return { outcome: 'unusable', problem };
}
