import { estimateOf } from '../../engine/domain/decimal.ts';
import type { Parsed } from '../parse/parsed.ts';
import { parsed, unreadable } from '../parse/parsed.ts';
import type { RuleDraft } from './rule-draft.ts';
import { takeAll, takeAmount, word } from './rule-draft.ts';

/** Which way a line points, by the kinds of words that say so. */
export interface RuleDirection {
  /** What it does: rises, falls. */
  readonly motion: 'above' | 'below' | null;
  /** Where it is then: `>`, below, 이상. */
  readonly place: 'above' | 'below' | null;
  /** It crosses, touches, moves: no way of its own. */
  readonly crosses: boolean;
  /** Both ways at once: nobody can tell. */
  readonly torn: boolean;
}

const ENDING = '[가-힣]*';

const GOLDEN = word(`golden cross(?:es)?|골든 ?크로스${ENDING}`);
const DEATH = word(`death cross(?:es)?|데드 ?크로스${ENDING}`);

const WORDS = {
  up: word(
    `ris(?:es?|ing)|rose|up|upwards?|jumps?|gains?|climbs?|pumps?|surges?|rall(?:y|ies)|` +
      `오르${ENDING}|오른${ENDING}|오를${ENDING}|올라${ENDING}|상승${ENDING}|급등${ENDING}|뛰${ENDING}|상향`,
  ),
  down: word(
    `fall(?:s|ing)?|fell|down|downwards?|drop(?:s|ped|ping)?|dumps?|loses?|dips?|sinks?|crash(?:es)?|plunges?|` +
      `떨어${ENDING}|하락${ENDING}|급락${ENDING}|내리${ENDING}|내려${ENDING}|빠지${ENDING}|빠져${ENDING}|하향`,
  ),
  above: word(
    `at or above|or above|or more|or higher|>=|>|above|over|exceeds?|higher than|more than|greater than|at least|upper|` +
      `이상${ENDING}|초과${ENDING}|넘${ENDING}|위${ENDING}|상회${ENDING}|상단${ENDING}`,
  ),
  below: word(
    `at or below|or below|or less|or lower|<=|<|below|under|beneath|lower than|less than|at most|lower|` +
      `이하${ENDING}|미만${ENDING}|아래${ENDING}|밑${ENDING}|하회${ENDING}|하단${ENDING}|붕괴${ENDING}|이탈${ENDING}|깨${ENDING}`,
  ),
  /** Said of what is above, unless something else was said. */
  breaks: word(`breaks?|breaks? out|reach(?:es)?|hits?|돌파${ENDING}|뚫${ENDING}|도달${ENDING}|찍${ENDING}`),
  crosses: word(
    `cross(?:es|ing)?|touch(?:es)?|moves?|changes?|either|any direction|=|교차${ENDING}|움직${ENDING}|변동${ENDING}|` +
      `닿${ENDING}|접촉${ENDING}|터치${ENDING}|상하단${ENDING}|위아래${ENDING}|크로스${ENDING}`,
  ),
} as const;

/** Takes the words of direction out of a line. */
export function takeDirection(draft: RuleDraft): RuleDirection {
  const [golden, death] = [takeAll(draft, GOLDEN), takeAll(draft, DEATH)];
  // Before the others: `either band` and `상하단` hold their words.
  const crosses = takeAll(draft, WORDS.crosses);
  const [up, down] = [takeAll(draft, WORDS.up) || golden, takeAll(draft, WORDS.down) || death];
  const [above, below] = [takeAll(draft, WORDS.above), takeAll(draft, WORDS.below)];
  const breaks = takeAll(draft, WORDS.breaks);
  const motion = up === down ? null : up ? 'above' : 'below';
  const told = above === below ? null : above ? 'above' : 'below';
  const place = told ?? (breaks && motion === null && !above && !below ? 'above' : null);
  return { motion, place, crosses, torn: (up && down) || (above && below) };
}

/** Takes a side and a number: what has to be beyond, and which way. */
export function takeBound(
  draft: RuleDraft,
): Parsed<{ readonly when: 'above' | 'below'; readonly size: number; readonly isNegative: boolean }> {
  const { motion, place, torn } = takeDirection(draft);
  const when = place ?? motion;
  if (torn || when === null) return unreadable('rule.both-ways');
  const amount = takeAmount(draft);
  if (amount === null) return unreadable('rule.no-level');
  if (amount.outcome === 'refused') return amount;
  return parsed({ when, size: estimateOf(amount.value.text), isNegative: amount.value.sign === '-' });
}
