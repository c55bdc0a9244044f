import type { AskingSettings, DecisionSettings, PersonSettings } from '../domain/decision.ts';
import type { PersonPolicy } from '../domain/person-policy.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { Signal } from '../domain/signal.ts';
import { isAssistants, isHuman } from './wanted-side.ts';

/** Who orders something twice the size that others are asked about is asked once whether it was meant. */
const HUMAN_MULTIPLE = 2;

/** Returns why the desk's own setting has this entry asked, or null where it lets it go ahead. */
export function whyAsk(
  signal: Signal,
  fraction: number,
  { approvalMode, askAboveFraction }: DecisionSettings,
): Reason | null {
  if (signal.action === 'exit') return null;
  if (isAssistants(signal)) return reason('approval.assistant', { fraction });
  if (approvalMode === 'auto') return null;
  if (approvalMode === 'ask-always') return reason('approval.always', { fraction });
  if (isHuman(signal)) {
    const limit = askAboveFraction * HUMAN_MULTIPLE;
    return fraction <= limit ? null : reason('approval.above-fraction', { fraction, askAboveFraction: limit });
  }
  return fraction < askAboveFraction ? null : reason('approval.above-fraction', { fraction, askAboveFraction });
}

/** Whether an entry waits for a person. `to` names who is asked; null: everybody who may answer. */
export type Asking =
  | { readonly outcome: 'go' }
  | { readonly outcome: 'ask'; readonly reason: Reason; readonly to: readonly string[] | null }
  | { readonly outcome: 'asleep'; readonly rule: PersonPolicy['asleep']; readonly reason: Reason };

/**
 * Returns whether to ask, and whom. The desk's setting is the floor: what it asks is asked, and a person can only have
 * more asked. Where everybody who would be asked sleeps, the strictest of their own rules decides at once. A person's
 * own order is of the desk's setting alone: whoever gave it is awake and has said yes. What the assistant proposes is
 * asked whatever anybody has set.
 */
export function askWhom(signal: Signal, fraction: number, settings: AskingSettings): Asking {
  const desk = whyAsk(signal, fraction, settings);
  // No rule for sleepers may answer for anybody here: whoever talked with the assistant is awake.
  if (desk !== null && isAssistants(signal)) return { outcome: 'ask', reason: desk, to: null };
  const people = signal.action === 'exit' || isHuman(signal) ? [] : (settings.people ?? []);
  const asked = people.flatMap((person) => {
    const own = whyAskFor(person, fraction, settings);
    return own === null && (desk === null || person.mode === 'auto') ? [] : [{ person, own }];
  });
  const why = desk ?? asked.find(({ own }) => own !== null)?.own ?? null;
  if (why === null) return { outcome: 'go' };
  // Everybody asked to be left alone, and still the desk must ask: then all of them.
  const whom = asked.length === 0 ? people : asked.map(({ person }) => person);
  const rest = asleepRule(whom);
  if (rest !== null) return rest;
  const to = whom.length === people.length ? null : whom.map(({ userId }) => userId);
  return { outcome: 'ask', reason: why, to };
}

/** Returns why this person is asked whatever the desk would do by itself, or null. */
function whyAskFor(person: PersonSettings, fraction: number, settings: DecisionSettings): Reason | null {
  const { userId: by } = person;
  if (person.mode === 'ask-always') return reason('approval.person-always', { by, fraction });
  const askAboveFraction = person.askAboveFraction ?? settings.askAboveFraction;
  if (person.mode !== 'ask-above' || fraction < askAboveFraction) return null;
  return reason('approval.person-above', { by, fraction, askAboveFraction });
}

const STRICTEST = ['skip', 'half', 'auto'] as const;
const ASLEEP_CODES = {
  skip: 'approval.asleep-skipped',
  half: 'approval.asleep-half',
  auto: 'approval.asleep-auto',
} as const;

function asleepRule(whom: readonly PersonSettings[]): Extract<Asking, { outcome: 'asleep' }> | null {
  const ends = whom.map(({ quietUntil }) => quietUntil);
  const rule = STRICTEST.find((one) => whom.some(({ asleep }) => asleep === one));
  if (rule === undefined || ends.includes(null)) return null;
  const until = Math.min(...ends.filter((end) => end !== null));
  return { outcome: 'asleep', rule, reason: reason(ASLEEP_CODES[rule], { people: whom.length, until }) };
}

/** Tells what became of a proposal that came while everybody slept, from the reason of its decision; null for others. */
export function asleepRuleOf({ code }: Reason): PersonPolicy['asleep'] | null {
  return STRICTEST.find((rule) => ASLEEP_CODES[rule] === code) ?? null;
}
