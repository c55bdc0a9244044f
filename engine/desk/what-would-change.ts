import { requotesOf } from '../decision/replay-decision.ts';
import { isHuman } from '../decision/wanted-side.ts';
import type { ClosedTrade } from '../domain/closed-trade.ts';
import type { Decimal } from '../domain/decimal.ts';
import { decimal, estimateOf, ZERO } from '../domain/decimal.ts';
import type { DecisionOutcome, DecisionRecord } from '../domain/decision.ts';
import type { Sizing } from '../domain/sizing.ts';
import { decideUnder, valueInRecord } from './decide-under.ts';
import type { SettingValue } from './settings.ts';

/** What entries of the record would have become under another value, against what did become of them. */
export interface WouldChange {
  /** Entries that passed the rules, asked about or not, and since when; what the rest is counted of. */
  readonly entries: number;
  readonly since: number | null;
  /** Of them, those that traded. */
  readonly traded: number;
  /** Of them, those made under a value other than the one that stands. */
  readonly underOtherValue: number;
  /** Ids of those that traded and would not have. */
  readonly blocked: readonly string[];
  /** Entries that were stopped, and how many of them would have passed. */
  readonly stopped: number;
  readonly admitted: number;
  readonly asked: BeforeAndAfter;
  /** Declined, or left to expire, by a person, and now traded without a question. */
  readonly overruled: number;
  readonly sizes: {
    readonly changed: number;
    /** Mean of new size ÷ old over all that would still have traded; null when there is none. */
    readonly meanRatio: number | null;
    /** Cut by a cap. */
    readonly capped: BeforeAndAfter;
  };
  /** Questions to which a person said yes, and those that would have run out before. A no is as good late as in time. */
  readonly approved: number;
  readonly outOfTime: number;
  /** Questions that ran out: whether somebody would have answered later, no record can tell. */
  readonly ranOut: number;
  readonly requoted: BeforeAndAfter;
  /** A person's own orders. */
  readonly own: number;
  /** Ids of those that traded and came from the strategy that the setting switches. */
  readonly ofStrategy: readonly string[];
}

export interface BeforeAndAfter {
  readonly before: number;
  readonly after: number;
}

export interface SettingChange {
  readonly key: string;
  /** The value that stands. */
  readonly from: SettingValue;
  readonly to: SettingValue;
}

/** Came as far as an order, or as a question. */
export const PASSED: readonly DecisionOutcome[] = ['acted', 'asked', 'declined', 'expired'];
/** Wanted by all, and kept out by a rule or by its size. */
export const STOPPED: readonly DecisionOutcome[] = ['denied', 'skipped'];

const STRATEGY = 'strategy.';

/** Re-judges recorded entries under a changed setting, each from its own record and alone. */
export function whatWouldChange(records: readonly DecisionRecord[], change: SettingChange): WouldChange {
  return summaryOf(
    records.flatMap((record) => judgeAnew(record, change) ?? []),
    change,
  );
}

/** Returns one entry judged anew, or null for a record that none of this is about. Takes about half a millisecond. */
export function judgeAnew(record: DecisionRecord, change: SettingChange): Compared | null {
  return isComparable(record) ? { record, anew: decideAnew(record, change) } : null;
}

/** Returns what entries that were judged anew come to. */
export function summaryOf(compared: readonly Compared[], change: SettingChange): WouldChange {
  const passed = compared.filter(({ record }) => hasPassed(record));
  const stopped = compared.filter(({ record }) => !hasPassed(record));
  const asked = passed.filter(({ record }) => wasAsked(record));
  const count = (pick: (one: Compared) => boolean) => passed.filter(pick).length;
  return {
    entries: passed.length,
    since: passed.reduce<number | null>((first, { record: { at } }) => Math.min(first ?? at, at), null),
    traded: count(({ record }) => record.outcome === 'acted'),
    underOtherValue: count(({ record }) => (valueInRecord(record, change.key) ?? change.from) !== change.from),
    blocked: passed.filter(isBlocked).map(({ record }) => record.id),
    stopped: stopped.length,
    admitted: stopped.filter(({ anew }) => anew !== null && hasPassed(anew)).length,
    asked: { before: asked.length, after: count(({ anew }) => anew !== null && wasAsked(anew)) },
    overruled: asked.filter(({ record, anew }) => isUnwanted(record) && anew?.outcome === 'acted').length,
    sizes: sizesOf(passed),
    approved: asked.filter(({ record }) => isApproved(record)).length,
    outOfTime: asked.filter(({ record, anew }) => isApproved(record) && anew?.approval?.answer === 'expired').length,
    ranOut: asked.filter(({ record }) => record.approval?.answer === 'expired').length,
    requoted: {
      before: count(({ record }) => requotesOf(record) > 0),
      after: count(({ anew }) => anew !== null && requotesOf(anew) > 0),
    },
    own: count(({ record }) => isHuman(record.signal)),
    ofStrategy: passed
      .filter(({ record }) => record.outcome === 'acted' && isOf(record, change.key))
      .map(({ record }) => record.id),
  };
}

/** An entry, and what it becomes. */
export interface Compared {
  readonly record: DecisionRecord;
  /** Null: it would never have been proposed. */
  readonly anew: DecisionRecord | null;
}

function decideAnew(record: DecisionRecord, { key, to }: SettingChange): DecisionRecord | null {
  if (!key.startsWith(STRATEGY)) return decideUnder(record, key, to);
  return to === false && isOf(record, key) ? null : record;
}

function isOf({ signal }: DecisionRecord, key: string): boolean {
  return key.startsWith(STRATEGY) && signal.source === `strategy:${key.slice(STRATEGY.length)}`;
}

/** Without a sizing it never came to rules or settings. */
function isComparable({ signal, outcome, sizing }: DecisionRecord): boolean {
  return signal.action === 'enter' && sizing !== null && (PASSED.includes(outcome) || STOPPED.includes(outcome));
}

function hasPassed({ outcome, approval, gates }: DecisionRecord): boolean {
  // An approval that the rules stopped later was a question all the same, and its first gate let it pass.
  return PASSED.includes(outcome) || (approval !== null && gates.length > 0);
}

function wasAsked({ outcome, approval }: DecisionRecord): boolean {
  return outcome === 'asked' || approval !== null;
}

function isApproved({ outcome, approval }: DecisionRecord): boolean {
  const answer = outcome === 'asked' ? undefined : approval?.answer;
  return answer === 'approve' || answer === 'half';
}

function isUnwanted({ outcome }: DecisionRecord): boolean {
  return outcome === 'declined' || outcome === 'expired';
}

function isBlocked({ record, anew }: Compared): boolean {
  return record.outcome === 'acted' && (anew === null || STOPPED.includes(anew.outcome));
}

function sizesOf(compared: readonly Compared[]): WouldChange['sizes'] {
  const ratios: number[] = [];
  const capped = { before: 0, after: 0 };
  for (const { record, anew } of compared) {
    const [before, after] = [record.sizing, anew?.sizing];
    if (before === null || after == null || anew === null || !hasPassed(anew)) continue;
    const quantity = decimal(before.quantity);
    if (quantity.isZero()) continue;
    ratios.push(estimateOf(decimal(after.quantity).div(quantity)));
    if (isCapped(before)) capped.before += 1;
    if (isCapped(after)) capped.after += 1;
  }
  const sum = ratios.reduce((total, ratio) => total + ratio, 0);
  return {
    changed: ratios.filter((ratio) => ratio !== 1).length,
    meanRatio: ratios.length === 0 ? null : sum / ratios.length,
    capped,
  };
}

/** A person's half is no cap. */
function isCapped({ clamps }: Sizing): boolean {
  return clamps.some(({ cap }) => cap !== 'half');
}

/** Returns what the trades that these entries opened brought, and how many of the entries have no closed trade of their own. */
export function netOfEntries(
  ids: readonly string[],
  trades: readonly ClosedTrade[],
): { readonly net: Decimal; readonly closed: number; readonly unknown: number } {
  const wanted = new Set(ids);
  const theirs = trades.filter((trade) => wanted.has(trade.entryDecisionId));
  const net = theirs.reduce((total, trade) => total.plus(decimal(trade.net)), ZERO);
  return { net, closed: theirs.length, unknown: ids.length - theirs.length };
}
