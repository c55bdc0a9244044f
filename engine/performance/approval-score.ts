import type { ApprovalCase, PartScore } from '../domain/approval-case.ts';
import type { Decimal, DecimalText } from '../domain/decimal.ts';
import { decimal, decimalText, ZERO } from '../domain/decimal.ts';

/** `scored` of `count` have ended; `net` is the sum of those, in quote currency after fees. */
export interface Tally {
  readonly count: number;
  readonly scored: number;
  readonly net: DecimalText;
}

/**
 * What answers came to. `vetoes`, `otherHalves`, `expired` and `asleepSkipped` are what would have been earned, so a
 * veto saved the negative of it: the plan's own stop, target and time on the bars that came, at the stated slippage.
 */
export interface ApprovalFigures {
  /** Approved whole or for half, and traded. */
  readonly approvals: Tally;
  readonly otherHalves: Tally;
  readonly vetoes: Tally;
}

export interface ApprovalScores {
  /** Everybody's, with what nobody answered. */
  readonly all: ApprovalFigures & {
    readonly expired: Tally;
    /** Skipped by rule while all slept. */
    readonly asleepSkipped: Tally;
    /** Entered by rule while all slept, whole or for half. */
    readonly asleepTraded: Tally;
  };
  /** Most answers first. */
  readonly people: readonly { readonly userId: string; readonly figures: ApprovalFigures }[];
}

/** Returns what the answers of a period came to, in all and for each person. */
export function approvalScores(cases: readonly ApprovalCase[]): ApprovalScores {
  const people = new Map<string, ApprovalCase[]>();
  for (const one of cases) {
    if (one.by === null) continue;
    const own = people.get(one.by);
    if (own === undefined) people.set(one.by, [one]);
    else own.push(one);
  }
  const traded = cases.filter(({ outcome }) => outcome === 'acted');
  return {
    all: {
      ...figuresOf(cases),
      expired: tally(cases, ['expired'], missed),
      asleepSkipped: tally(cases, ['asleep-skip'], missed),
      asleepTraded: tally(traded, ['asleep-half', 'asleep-auto'], made),
    },
    people: [...people]
      .map(([userId, own]) => ({ userId, answers: own.length, figures: figuresOf(own) }))
      .sort((a, b) => b.answers - a.answers || (a.userId < b.userId ? -1 : 1))
      .map(({ userId, figures }) => ({ userId, figures })),
  };
}

function figuresOf(cases: readonly ApprovalCase[]): ApprovalFigures {
  // What was approved and then denied by a rule, or found blocked, was no trade.
  const traded = cases.filter(({ outcome }) => outcome === 'acted');
  return {
    approvals: tally(traded, ['approved', 'halved'], made),
    otherHalves: tally(traded, ['halved', 'asleep-half'], missed),
    vetoes: tally(cases, ['declined'], missed),
  };
}

const made = (one: ApprovalCase) => one.made;
const missed = (one: ApprovalCase) => one.missed;

function tally(
  cases: readonly ApprovalCase[],
  fates: readonly ApprovalCase['fate'][],
  partOf: (one: ApprovalCase) => PartScore | null,
): Tally {
  const counted = cases.filter(({ fate }) => fates.includes(fate));
  const nets = counted.flatMap((one) => partOf(one)?.net ?? []);
  const net = nets.reduce<Decimal>((sum, text) => sum.plus(decimal(text)), ZERO);
  return { count: counted.length, scored: nets.length, net: decimalText(net) };
}
