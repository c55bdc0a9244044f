import type { DecimalText } from '../../engine/domain/decimal.ts';
import { parseAmount } from '../parse/number.ts';
import type { Parsed } from '../parse/parsed.ts';
import { parsed } from '../parse/parsed.ts';

/** What is not understood yet of a line; each reader takes its words out. Begins and ends with a space. */
export interface RuleDraft {
  rest: string;
}

/** An amount together with its sign; `1.5` stands for `+1.5` too. */
export interface SignedText {
  readonly sign: '+' | '-' | null;
  readonly text: DecimalText;
}

const UNITS_AFTER_NUMBER =
  /(\d|%|[십백천만억])\s?(이상|이하|초과|미만|아래|위로|위|밑|넘|돌파|달러|불|퍼센트|프로|usdt|usd|원|배|봉|시간|분|일)/g;
const MINUS = /[−–—‒]/g;

/** Returns a line spread out, so that each word stands alone: `30아래로` as `30 아래로`, `btc>100k` as `btc > 100k`. */
export function draftOf(line: string): RuleDraft {
  const spoken = line
    .toLowerCase()
    .replace(MINUS, '-')
    .replace(/≥/g, '>=')
    .replace(/≤/g, '<=')
    .replace(/(>=|<=|[<>=])/g, ' $1 ')
    .replace(/[$€₩]\s?(?=[\d.])/g, '')
    .replace(/([a-z])'s\b/g, '$1')
    .replace(UNITS_AFTER_NUMBER, '$1 $2')
    .replace(/,(?!\d)|[!?;:]|\.(?!\d)/g, ' ');
  return { rest: ` ${spoken.replace(/\s+/g, ' ').trim()} ` };
}

/** Takes the first match out of the draft. */
export function take(draft: RuleDraft, pattern: RegExp): RegExpExecArray | null {
  const match = pattern.exec(draft.rest);
  if (match === null) return null;
  draft.rest = `${draft.rest.slice(0, match.index)}  ${draft.rest.slice(match.index + match[0].length)}`;
  return match;
}

/** Takes every match out of the draft; tells whether there was one. */
export function takeAll(draft: RuleDraft, pattern: RegExp): boolean {
  let found = false;
  while (take(draft, pattern) !== null) found = true;
  return found;
}

/** A word with nothing but its edges around it: Korean endings may follow where the pattern says so. */
export function word(pattern: string): RegExp {
  return new RegExp(`(?<=[\\s(])(?:${pattern})(?=[\\s)])`);
}

export function wordsIn({ rest }: RuleDraft): readonly string[] {
  return rest.split(' ').filter((one) => one !== '');
}

const PERCENT =
  /(?<=\s)(\+\/-|[+\-±])?\s?(\d{1,9}(?:\.\d{1,9})?)\s?(?:%|퍼센트|프로|percent\b|pct\b)(?:을|를|이|가|로|p)?/;

/** Takes a percentage as a fraction. */
export function takePercent(draft: RuleDraft): { readonly sign: SignedText['sign']; readonly fraction: number } | null {
  const match = take(draft, PERCENT);
  if (match === null) return null;
  const [, sign, digits = ''] = match;
  // Twelve digits: `0.07` must not become 0.0700000000000001 on the way through hundred.
  const fraction = Number((Number(digits) / 100).toPrecision(12));
  return { sign: sign === '+' || sign === '-' ? sign : null, fraction };
}

const PARTICLE = /(?<=[\d십백천만억kmx])(?:을|를|이|가|은|는|에|로|으로|까지)$/;

/** Takes the first word that is a number; a refusal where one was written that nobody can read. */
export function takeAmount(draft: RuleDraft): Parsed<SignedText> | null {
  for (const written of wordsIn(draft)) {
    const [, sign = '', bare = ''] = /^([+-]?)(.+)$/.exec(written.replace(PARTICLE, '')) ?? [];
    if (!/\d|[십백천만억]/.test(bare)) continue;
    const read = parseAmount(bare);
    // `만약` is no number; what begins with a digit means to be one.
    if (read.outcome === 'refused' && !/^[\d.]/.test(bare)) continue;
    draft.rest = draft.rest.replace(` ${written} `, '  ');
    if (read.outcome === 'refused') return isZero(bare) ? parsed({ sign: null, text: '0' }) : read;
    return parsed({ sign: sign === '+' || sign === '-' ? sign : null, text: read.value });
  }
  return null;
}

function isZero(text: string): boolean {
  return /^0+(?:\.0+)?$/.test(text);
}

const UNIT_MS: Readonly<Record<string, number>> = {
  m: 60_000,
  분: 60_000,
  h: 3_600_000,
  시: 3_600_000,
  d: 86_400_000,
  일: 86_400_000,
  하: 86_400_000,
};
const SPAN = new RegExp(
  String.raw`(?<=\s)(?:(?:on|over|in|within|of|at)\s(?:the\s)?)?(\d{1,4}|an?|one|한)?[\s-]?` +
    `(minutes?|mins?|m|hours?|hourly|hrs?|h|days?|daily|d|시간|분|일|하루)` +
    String.raw`(?:\s?(?:봉|bars?|candles?|charts?|차트|기준|만에|동안|사이에?|이내에?|안에|내에|새))*(?:에서?|의|으로|로)?(?=\s)`,
);

/** Takes a length of time: `1h`, `15분봉`, `within an hour`. */
export function takeSpan(draft: RuleDraft): number | null {
  const match = take(draft, SPAN);
  if (match === null) return null;
  const [, amount = '1', unit = ''] = match;
  const unitMs = UNIT_MS[unit.charAt(0)] ?? 0;
  return (/^\d/.test(amount) ? Number(amount) : 1) * unitMs;
}
