import { reason } from '../domain/reason.ts';
import type { Sizing, SizingAbstention } from '../domain/sizing.ts';
import type { AdviceGiven, SizingAdvice, SizingAdvisor, SizingRequest } from '../ports/sizing-advisor.ts';
import { isPlainObject, isRecordable } from './canonical-json.ts';
import type { Deadline } from './deadline.ts';
import { inTime } from './deadline.ts';

/** The name in the record where no advisor had a say. */
export const NO_ADVISOR = 'none';

/** Asks in time; never throws. What cannot be written down cannot count: then it is an abstention with its reason. */
export async function askAdvisor(
  advisor: SizingAdvisor,
  request: SizingRequest,
  deadlineMs: number,
  deadline: Deadline,
): Promise<AdviceGiven | null> {
  const answer = await inTime((signal) => advisor.advise(request, signal), deadlineMs, deadline);
  if (answer.outcome === 'late') return abstention(advisor, 'advisor.late', { deadlineMs });
  if (answer.outcome === 'failed') return abstention(advisor, 'advisor.failed');
  if (answer.value === null) return null;
  if (!isAdvice(answer.value) && !isAbstention(answer.value)) return abstention(advisor, 'advisor.malformed');
  // Nobody speaks under another's name.
  return { ...answer.value, advisor: advisor.name };
}

/** Returns the advice that a record was made with, for making it again. */
export function adviceOf(sizing: Sizing | null): AdviceGiven | null {
  if (sizing === null) return null;
  const { advised, advisor, advisedFraction } = sizing;
  if (advised?.outcome === 'abstained') return advised;
  if (advisor === NO_ADVISOR) return null;
  return { investmentFraction: advisedFraction, advisor, ...(advised !== undefined && { terms: advised }) };
}

function abstention(
  { name }: SizingAdvisor,
  code: string,
  values: Readonly<Record<string, number>> = {},
): SizingAbstention {
  return { outcome: 'abstained', advisor: name, reason: reason(code, values) };
}

/** A ratio of its own may be any number: bands hold it. What stands in the record must have a text. */
function isAdvice(value: unknown): value is SizingAdvice {
  if (!isRecordable(value) || typeof value.investmentFraction !== 'number') return false;
  return value.terms === undefined || isTerms(value.terms);
}

function isTerms(value: unknown): boolean {
  return (
    isPlainObject(value) &&
    value.outcome === 'advised' &&
    isFraction(value.maxLossFraction) &&
    isFraction(value.takeProfitFraction) &&
    (value.note === null || typeof value.note === 'string') &&
    isPlainObject(value.call)
  );
}

function isAbstention(value: unknown): value is SizingAbstention {
  return isRecordable(value) && value.outcome === 'abstained' && isPlainObject(value.reason);
}

function isFraction(value: unknown): boolean {
  return typeof value === 'number' && value > 0 && value <= 1;
}
