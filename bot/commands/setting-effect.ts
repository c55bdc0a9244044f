import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Compared, SettingChange, WouldChange } from '../../engine/desk/what-would-change.ts';
import { judgeAnew, netOfEntries, PASSED, STOPPED, summaryOf } from '../../engine/desk/what-would-change.ts';
import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { EffectWords } from '../i18n/effect-words.ts';
import { EFFECT_WORDS } from '../i18n/effect-words.ts';
import type { CommandContext } from './command.ts';

/** So many entries are looked back on. */
const LOOK_BACK = 200;
/** Judged in one go. */
const AT_A_TIME = 4;
/** More trades than those entries can have opened. */
const MOST_TRADES = 2_000;

/** What telling an effect takes of the conversation. */
export type EffectContext = Pick<CommandContext, 'voice' | 'records'>;

type Tried = {
  readonly change: SettingChange;
  readonly would: WouldChange;
  readonly trades: readonly ClosedTrade[];
  readonly context: EffectContext;
  readonly words: EffectWords;
};

/** Returns what a change would have done to the entries in the record, in sentences; its sample first. */
export async function effectLines(change: SettingChange, context: EffectContext): Promise<readonly string[]> {
  const words = EFFECT_WORDS[context.voice.language];
  const { format } = context.voice;
  const entered = { action: 'enter', limit: LOOK_BACK } as const;
  const passed = await context.records.decisions({ ...entered, outcomes: PASSED });
  const since = passed.at(-1)?.at;
  const stopped = since === undefined ? [] : await context.records.decisions({ ...entered, outcomes: STOPPED, since });
  const would = summaryOf(await judged([...passed, ...stopped], change), change);
  if (would.since === null) return [words.noEntries];
  const trades = await context.records.trades({ since: would.since, limit: MOST_TRADES });
  const sample = words.sample({
    entries: format.count(would.entries),
    traded: format.count(would.traded),
    since: format.dateTime(would.since),
  });
  const tried: Tried = { change, would, trades, context, words };
  const told = toldOf(tried);
  const other = told.length > 0 && would.underOtherValue > 0 ? [otherValue(tried)] : [];
  return [sample, ...told, ...other, words.alone];
}

/** A few at a time: the desk has a market to watch meanwhile. */
async function judged(records: readonly DecisionRecord[], change: SettingChange): Promise<readonly Compared[]> {
  const compared: Compared[] = [];
  for (const [index, record] of records.entries()) {
    const one = judgeAnew(record, change);
    if (one !== null) compared.push(one);
    if (index % AT_A_TIME === AT_A_TIME - 1) await nextTurn();
  }
  return compared;
}

function toldOf(tried: Tried): readonly string[] {
  const { key } = tried.change;
  if (key.startsWith('strategy.')) return strategyLines(tried);
  switch (key) {
    case 'risk.default-stop':
      return ownOrderLines(tried);
    case 'approval.expires-after':
      return expiryLines(tried);
    case 'approval.max-drift':
      return driftLines(tried);
    case 'approval.mode':
    case 'approval.ask-above':
      return [askedLine(tried), ...overruledLine(tried)];
    case 'risk.per-trade':
      return [sizesLine(tried), ...blockedLines(tried), ...askedIfMoved(tried)];
    default:
      return [...limitLines(tried), ...sizesIfMoved(tried), ...askedIfMoved(tried)];
  }
}

function limitLines(tried: Tried): readonly string[] {
  const { would, words } = tried;
  return would.blocked.length === 0 ? [words.blockedNone, ...admittedLine(tried)] : blockedLines(tried);
}

function blockedLines(tried: Tried): readonly string[] {
  const { would, words, context } = tried;
  const { format } = context.voice;
  if (would.blocked.length === 0) return admittedLine(tried);
  const count = format.count(would.blocked.length);
  const blocked = words.blocked({ count, traded: format.count(would.traded) });
  return [`${blocked}${netText(would.blocked, tried)}.`, ...admittedLine(tried)];
}

/** Returns what the trades of these entries came to, and of how many that is not known. */
function netText(ids: readonly string[], { trades, words, context }: Tried): string {
  const { format } = context.voice;
  const { net, closed, unknown } = netOfEntries(ids, trades);
  const known = closed === 0 ? '' : words.net({ closed: format.count(closed), net: format.signedMoney(net) });
  return known + (unknown === 0 ? '' : words.unknownNet({ count: format.count(unknown) }));
}

function admittedLine({ would, words, context }: Tried): readonly string[] {
  if (would.admitted === 0) return [];
  const { format } = context.voice;
  return [words.admitted({ stopped: format.count(would.stopped), count: format.count(would.admitted) })];
}

function sizesLine(tried: Tried): string {
  const { would, words, context } = tried;
  const { format } = context.voice;
  const { changed, meanRatio, capped } = would.sizes;
  if (changed === 0 || meanRatio === null) return words.sizesSame();
  const sizes = words.sizes({ changed: format.count(changed), ratio: format.number(meanRatio, 2) });
  if (capped.before === capped.after) return sizes;
  return `${sizes} ${words.capped({ before: format.count(capped.before), after: format.count(capped.after) })}`;
}

function sizesIfMoved(tried: Tried): readonly string[] {
  return tried.would.sizes.changed === 0 ? [] : [sizesLine(tried)];
}

function askedLine({ would, words, context }: Tried): string {
  const { format } = context.voice;
  const entries = format.count(would.entries);
  const { before, after } = would.asked;
  if (before === after) return words.askedSame({ count: format.count(before), entries });
  return words.asked({ before: format.count(before), after: format.count(after), entries });
}

function askedIfMoved(tried: Tried): readonly string[] {
  const { before, after } = tried.would.asked;
  return before === after ? [] : [askedLine(tried)];
}

function overruledLine({ would, words, context }: Tried): readonly string[] {
  return would.overruled === 0 ? [] : [words.overruled({ count: context.voice.format.count(would.overruled) })];
}

function expiryLines({ would, words, context }: Tried): readonly string[] {
  const { format } = context.voice;
  const answers =
    would.approved === 0
      ? words.noApprovals
      : words.outOfTime({ approved: format.count(would.approved), count: format.count(would.outOfTime) });
  return [answers, ...(would.ranOut === 0 ? [] : [words.ranOut({ count: format.count(would.ranOut) })])];
}

function driftLines({ would, words, context }: Tried): readonly string[] {
  const { format } = context.voice;
  if (would.approved === 0) return [words.noApprovals];
  const { before, after } = would.requoted;
  const counted = { before: format.count(before), after: format.count(after) };
  return [words.requoted({ approved: format.count(would.approved), ...counted })];
}

function strategyLines(tried: Tried): readonly string[] {
  const { would, words, context, change } = tried;
  const { format } = context.voice;
  const strategy = change.key.slice('strategy.'.length);
  const made =
    would.ofStrategy.length === 0
      ? words.strategyMadeNone({ strategy })
      : `${words.strategyMade({
          strategy,
          count: format.count(would.ofStrategy.length),
          traded: format.count(would.traded),
        })}${netText(would.ofStrategy, tried)}.`;
  return change.to === true ? [made, words.strategyOn] : [made];
}

function ownOrderLines({ would, words, context }: Tried): readonly string[] {
  const own = would.own === 0 ? words.ownNone : words.own({ count: context.voice.format.count(would.own) });
  return [own, words.stopUntold];
}

function otherValue({ would, words, context }: Tried): string {
  return words.otherValue({ count: context.voice.format.count(would.underOtherValue) });
}
