import type {
  SpanOutcome,
  WhatIf,
  WhatIfAnswer,
  WhatIfChange,
  WhatIfQuestion,
} from '../../agent/assistant/tools/what-if-port.ts';
import type { SettingValue } from '../../engine/desk/settings.ts';
import { DEFAULT_STOP, Settings } from '../../engine/desk/settings.ts';
import { decimal, decimalText } from '../../engine/domain/decimal.ts';
import type { JournalEntry, JournalEventOf } from '../../engine/domain/journal-entry.ts';
import type { Reason } from '../../engine/domain/reason.ts';
import { reason } from '../../engine/domain/reason.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import { buyAndHold } from '../../engine/performance/buy-and-hold.ts';
import type { SettingView } from '../../engine/ports/desk-view.ts';
import type { Records } from '../../engine/ports/records.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import type { ScoredDocument } from '../../rag/sentiment/scored-item.ts';
import { findSetting } from '../commands/setting-value.ts';
import type { Parsed } from '../parse/parsed.ts';
import { echoOf } from '../parse/parsed.ts';
import { COMPARED, comparedEvent } from './played-events.ts';
import { DEED_TYPES, recordedDeeds } from './recorded-commands.ts';
import { spanOutcome } from './span-outcome.ts';
import type { PlayedJob, WhatIfJob } from './what-if-job.ts';
import type { ThreadSources } from './what-if-thread.ts';
import { playInThread } from './what-if-thread.ts';

export interface WhatIfRoomParts extends ThreadSources {
  readonly config: WhatIfJob['config'];
  readonly recording: Pick<Recording, 'manifest' | 'symbols' | 'candles'>;
  readonly records: Pick<Records, 'entries'>;
  readonly now: () => number;
  readonly documents: () => Promise<readonly ScoredDocument[]>;
  /** The fee of one purchase, for the comparison with buying and keeping. */
  readonly feeFraction: number;
  readonly onFault: (fault: unknown) => void;
  /** Reads a setting's value as people write it. */
  readonly readValue: (words: string, setting: SettingView) => Parsed<SettingValue>;
  readonly deadlineMs?: number;
  readonly play?: typeof playInThread;
}

const DEADLINE_MS = 60_000;
const SHORTEST_MS = TIMEFRAME_MS['1h'];
/** Each run begins where the desk began; beyond this it would take minutes. */
const LONGEST_MS = 31 * TIMEFRAME_MS['1d'];
const NEAREST_STOP = 0.001;
const FURTHEST_STOP = 0.2;
const ALL_ENTRIES = 200_000;

/** Returns the room in which recorded spans are played again, one at a time. */
export function createWhatIfRoom(parts: WhatIfRoomParts): WhatIf {
  const { config, recording, records, now } = parts;
  const settings = new Settings(config.desk);
  let isBusy = false;

  async function answer(question: WhatIfQuestion, signal: AbortSignal): Promise<WhatIfAnswer> {
    const problem = changesProblem(question.changes, settings);
    if (problem !== null) return refused(problem);
    const [start] = await records.entries({ types: ['desk.started'], limit: 1 });
    if (start?.event.type !== 'desk.started') return refused(reason('what-if.nothing-recorded'));
    const recorded = { from: start.at, to: Math.min(now(), recording.manifest.endTime) };
    const span = { from: Math.max(question.from, recorded.from), to: Math.min(question.to, recorded.to) };
    if (!(span.to > span.from)) return refused(reason('what-if.outside', { fromAt: recorded.from, toAt: recorded.to }));
    if (span.to - span.from < SHORTEST_MS)
      return refused(reason('what-if.too-short', { fromAt: span.from, toAt: span.to, leastMs: SHORTEST_MS }));
    if (span.to - recorded.from > LONGEST_MS) return refused(reason('what-if.too-long', { mostMs: LONGEST_MS }));
    const entries = await entriesOf(records, span.to);
    const job: WhatIfJob = {
      config,
      recording: recording.manifest.name,
      started: { at: start.at, event: start.event },
      deeds: recordedDeeds(entries),
      changes: question.changes,
      ...span,
      documents: (await parts.documents()).map(scored),
    };
    const played = await (parts.play ?? playInThread)(job, parts, signal);
    return comparison(job, entries, played, start.event);
  }

  function comparison(
    { changes, from, to }: WhatIfJob,
    entries: readonly JournalEntry[],
    played: PlayedJob,
    { startingCash }: JournalEventOf<'desk.started'>,
  ): WhatIfAnswer {
    const span = { from, to };
    const happened = spanOutcomeOf(entries.flatMap((entry) => comparedEvent(entry) ?? []));
    const instead = spanOutcomeOf(played.events);
    function spanOutcomeOf(events: PlayedJob['events']): SpanOutcome {
      return spanOutcome(events, span, startingCash);
    }
    return {
      outcome: 'played',
      ...span,
      changes,
      happened,
      instead,
      difference: decimalText(decimal(instead.net).minus(decimal(happened.net))),
      heldFraction: heldFraction(recording, span, parts.feeFraction),
      reviewers: played.reviewers,
      otherReviewers: reviewersOf(entries, span).some((name) => !played.reviewers.includes(name)),
      lostAnswers: played.lostAnswers,
    };
  }

  return {
    readChange(key, words) {
      const setting = findSetting(key, settings.views());
      if (setting === null)
        return { outcome: 'refused', reason: reason('what-if.not-a-change', { text: echoOf(key) }) };
      const value = parts.readValue(words, setting);
      if (value.outcome === 'refused') return value;
      return { outcome: 'read', change: { type: 'setting', key: setting.key, value: value.value } };
    },
    async ask(question, signal) {
      if (isBusy) return refused(reason('what-if.busy'));
      isBusy = true;
      const deadline = AbortSignal.timeout(parts.deadlineMs ?? DEADLINE_MS);
      try {
        const ended = AbortSignal.any([signal, deadline]);
        return await Promise.race([answer(question, ended), rejectedBy(ended)]);
      } catch (fault) {
        if (signal.aborted) return refused(reason('what-if.cancelled'));
        if (deadline.aborted) return refused(reason('what-if.too-late'));
        parts.onFault(fault);
        return refused(reason('what-if.failed'));
      } finally {
        isBusy = false;
      }
    },
  };
}

/** Whatever is waited for, a signal ends the waiting. */
function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

function refused(why: Reason): WhatIfAnswer {
  return { outcome: 'refused', reason: why };
}

/** Returns why these changes cannot be played, or null. The limits of the file hold here as well. */
function changesProblem(changes: readonly WhatIfChange[], settings: Settings): Reason | null {
  if (changes.length === 0) return reason('what-if.nothing-changed');
  for (const change of changes) {
    const problem = change.type === 'setting' ? settingProblem(change, settings) : distanceProblem(change.fraction);
    if (problem !== null) return problem;
  }
  return null;
}

function settingProblem({ key, value }: Extract<WhatIfChange, { type: 'setting' }>, settings: Settings): Reason | null {
  const why = settings.check(key, value);
  if (why !== null) return why;
  // It is of people's own orders, and those are given again with the stop that they had.
  if (key === DEFAULT_STOP) return reason('what-if.own-orders-only', { key });
  if (key.startsWith('approval.') && value !== 'auto') return reason('what-if.needs-answers', { key });
  return null;
}

function distanceProblem(fraction: number): Reason | null {
  if (fraction >= NEAREST_STOP && fraction <= FURTHEST_STOP) return null;
  return reason('what-if.distance-range', { minimum: NEAREST_STOP, maximum: FURTHEST_STOP });
}

/** Returns all that happened before `until`, oldest first. */
async function entriesOf(records: Pick<Records, 'entries'>, until: number): Promise<readonly JournalEntry[]> {
  const types = [...new Set([...DEED_TYPES, ...COMPARED, 'decision.resolved' as const])];
  const entries = await records.entries({ types, until, limit: ALL_ENTRIES });
  return [...entries].sort((a, b) => a.seq - b.seq);
}

/** Who voted in reality in that span. */
function reviewersOf(
  entries: readonly JournalEntry[],
  { from, to }: { readonly from: number; readonly to: number },
): readonly string[] {
  const names = entries.flatMap(({ at, event }) =>
    event.type === 'decision.made' && at >= from && at < to
      ? event.record.verdicts.map(({ reviewer }) => reviewer.name)
      : [],
  );
  return [...new Set(names)];
}

function heldFraction(
  { symbols, candles }: Pick<Recording, 'symbols' | 'candles'>,
  { from, to }: { readonly from: number; readonly to: number },
  feeFraction: number,
): number | null {
  const spans = symbols.flatMap((symbol) => {
    const { openTime, open, close } = candles(symbol);
    const first = openTime.findIndex((time) => time >= from);
    const after = openTime.findIndex((time) => time + TIMEFRAME_MS['1m'] > to);
    const last = (after < 0 ? openTime.length : after) - 1;
    const firstPrice = open[first];
    const lastPrice = close[last];
    return firstPrice === undefined || lastPrice === undefined || last < first ? [] : [{ firstPrice, lastPrice }];
  });
  return buyAndHold(spans, feeFraction).value;
}

/** Only what the mood needs of a document goes over: its text is long. */
function scored(document: ScoredDocument): ScoredDocument {
  const { id, publishedAt, ingestedAt, kind, source, assets, tone, story, printSha256, flags } = document;
  return { id, publishedAt, ingestedAt, kind, source, assets, tone, story, printSha256, flags };
}
