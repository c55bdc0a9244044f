import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlayedDesk, WhatIfParts } from '../../../bot/app/what-if-desk.ts';
import { playWhatIf } from '../../../bot/app/what-if-desk.ts';
import { comparedEvent } from '../../../bot/what-if/played-events.ts';
import { recordedDeeds } from '../../../bot/what-if/recorded-commands.ts';
import { spanOutcome } from '../../../bot/what-if/span-outcome.ts';
import type { PlayedJob } from '../../../bot/what-if/what-if-job.ts';
import type { WhatIfRoomParts } from '../../../bot/what-if/what-if-room.ts';
import { createWhatIfRoom } from '../../../bot/what-if/what-if-room.ts';
import type { JournalEntry } from '../../../engine/domain/journal-entry.ts';
import type { Journey } from '../../journeys/journey.ts';
import { BTC, eventsOf, HOUR, journalOf, MINUTE, OWNER, openJourney, START } from '../../journeys/journey.ts';

const END = START + 7 * HOUR;
let journey: Journey;
let real: readonly JournalEntry[];

/** A morning with everything that people do: orders, a close, a setting, a pause, an answer to a proposal. */
beforeAll(async () => {
  journey = await openJourney();
  const order = { type: 'order.place', direction: 'long', limitPrice: null, targetPrice: null } as const;
  const size = { type: 'notional', notional: '500' } as const;
  await journey.playTo(START + 40 * MINUTE);
  await journey.send({ ...order, symbol: BTC, size, stopPrice: null });
  await journey.playTo(START + 2 * HOUR + 3 * MINUTE);
  await journey.send({ type: 'position.close', symbol: BTC, fraction: 1 });
  await journey.send({ type: 'setting.change', key: 'risk.per-trade', value: 0.003 });
  await journey.send({ type: 'entries.pause' });
  await journey.playTo(START + 3 * HOUR);
  await journey.send({ type: 'entries.resume' });
  await journey.send({ type: 'setting.change', key: 'approval.mode', value: 'ask-always' });
  await journey.playUntil(() => journey.desk.view.pendingApprovals().length > 0);
  const [approval] = journey.desk.view.pendingApprovals();
  await journey.send({ type: 'approval.answer', approvalId: approval?.id ?? '', answer: 'half' });
  await journey.send({ type: 'setting.change', key: 'approval.mode', value: 'auto' });
  await journey.playTo(END);
  real = journalOf(journey.directory);
}, 120_000);

afterAll(() => journey.end());

async function play(over: Partial<WhatIfParts['job']> = {}): Promise<PlayedDesk> {
  const { config, recording, model, knowledge } = journey.desk;
  const [first] = real;
  if (first?.event.type !== 'desk.started') throw new Error('the journal does not begin with its start');
  return playWhatIf({
    recording,
    model,
    news: knowledge.retriever,
    series: knowledge.figures,
    sentiment: knowledge.sentiment,
    job: {
      config,
      started: { at: first.at, event: first.event },
      deeds: recordedDeeds(real),
      changes: [],
      from: START,
      to: END + 1,
      ...over,
    },
  });
}

const story = (entries: readonly JournalEntry[]) => entries.map(({ at, event }) => ({ at, event }));

const outcome = (entries: readonly JournalEntry[]) =>
  spanOutcome(
    entries.flatMap((entry) => comparedEvent(entry) ?? []),
    { from: START, to: END + 1 },
    '10000',
  );
const strategyEntries = (entries: readonly JournalEntry[]) =>
  eventsOf(entries, 'decision.made')
    .map(({ record }) => record)
    .filter(({ signal }) => signal.action === 'enter' && signal.source.startsWith('strategy:'));

describe('a span that is played again', () => {
  it('comes out as it did, entry by entry, when nothing is changed', async () => {
    const again = await play();
    expect(eventsOf(real, 'approval.answered').map(({ approval }) => approval.status)).toContain('halved');
    expect(eventsOf(real, 'order.filled').length).toBeGreaterThan(5);
    expect(JSON.parse(JSON.stringify(story(again.entries)))).toEqual(story(real));
    expect(again.lostAnswers).toBe(0);
    expect(outcome(again.entries)).toEqual(outcome(real));
  });

  it('has every stop of a strategy where it was wanted from that time on, and as it was before', async () => {
    const from = START + 3 * HOUR;
    const again = await play({ changes: [{ type: 'stop', fraction: 0.02 }], from });
    const entries = strategyEntries(again.entries);
    const changed = entries.filter(({ at }) => at >= from);
    expect(changed.length).toBeGreaterThan(2);
    for (const { signal, inputs } of changed) {
      const bar = (signal.plan.stopDistance ?? 0) / 0.02;
      expect(Math.abs(bar / inputs.market.price - 1)).toBeLessThan(0.01);
    }
    const until = (all: readonly JournalEntry[]) => story(all).filter(({ at }) => at < from);
    expect(JSON.parse(JSON.stringify(until(again.entries)))).toEqual(until(real));
    expect(story(again.entries)).not.toEqual(story(real));
  });

  it('never enters for a strategy that is switched off, and leaves what a person set later alone', async () => {
    const changes = ['turtle', 'mean-reversion'].map(
      (name) => ({ type: 'setting', key: `strategy.${name}`, value: false }) as const,
    );
    const again = await play({ changes });
    expect(strategyEntries(again.entries)).toEqual([]);
    expect(again.lostAnswers).toBe(1);
    const keys = eventsOf(again.entries, 'setting.changed').map(({ key, by }) => `${key} ${by}`);
    expect(keys.slice(0, 2)).toEqual(['strategy.turtle what-if', 'strategy.mean-reversion what-if']);
    expect(keys).toContain(`risk.per-trade ${OWNER}`);
  });

  it('keeps the changed value against what was set in between', async () => {
    const again = await play({ changes: [{ type: 'setting', key: 'risk.per-trade', value: 0.002 }] });
    expect(eventsOf(again.entries, 'setting.changed').filter(({ key }) => key === 'risk.per-trade')).toEqual([
      expect.objectContaining({ to: 0.002, by: 'what-if' }),
    ]);
  });

  it('touches neither the desk that runs nor its files', async () => {
    const { view, journal } = journey.desk;
    const before = {
      head: journal.head(),
      account: view.account(),
      now: view.now(),
      text: journalOf(journey.directory),
    };
    await play({ changes: [{ type: 'target', fraction: 0.004 }] });
    expect({
      head: journal.head(),
      account: view.account(),
      now: view.now(),
      text: journalOf(journey.directory),
    }).toEqual(before);
  });
});

function room(over: Partial<WhatIfRoomParts> = {}) {
  const { config, recording, records, knowledge, view } = journey.desk;
  const faults: unknown[] = [];
  const opened = createWhatIfRoom({
    ...{ config, recording, records },
    now: () => view.now(),
    news: knowledge.retriever,
    series: knowledge.figures,
    documents: () => knowledge.moodDocuments(),
    feeFraction: 0.0005,
    readValue: (words) => ({ outcome: 'parsed', value: words === 'off' ? false : Number(words) }),
    onFault: (fault) => faults.push(fault),
    ...over,
  });
  return { ...opened, faults };
}

const week = { from: START - 7 * 24 * HOUR, to: START + 7 * 24 * HOUR };
const never = new AbortController().signal;

describe('the room in which it is played', () => {
  it('gives from its thread, byte for byte, what was, where nothing makes a difference', async () => {
    const { ask, faults } = room();
    // A limit that was never reached changes nothing.
    const changes = [{ type: 'setting', key: 'risk.max-open-positions', value: 3 }] as const;
    const answer = await ask({ ...week, changes }, never);
    expect(faults).toEqual([]);
    if (answer.outcome !== 'played') throw new Error(JSON.stringify(answer));
    expect(answer).toMatchObject({ from: START, to: END, difference: '0', otherReviewers: false, lostAnswers: 0 });
    expect(answer.instead).toEqual(answer.happened);
    expect(answer.happened.trades).toBeGreaterThan(0);
    expect(answer.heldFraction).not.toBeNull();
  });

  it.each([
    [{ ...week, changes: [] }, 'what-if.nothing-changed'],
    [{ from: 0, to: START - 1, changes: [{ type: 'stop', fraction: 0.02 }] }, 'what-if.outside'],
    [{ from: END - 60_000, to: END, changes: [{ type: 'stop', fraction: 0.02 }] }, 'what-if.too-short'],
    [{ ...week, changes: [{ type: 'stop', fraction: 0 }] }, 'what-if.distance-range'],
    [{ ...week, changes: [{ type: 'stop', fraction: Number.NaN }] }, 'what-if.distance-range'],
    [{ ...week, changes: [{ type: 'setting', key: 'risk.default-stop', value: 0.02 }] }, 'what-if.own-orders-only'],
    [{ ...week, changes: [{ type: 'setting', key: 'approval.mode', value: 'ask-always' }] }, 'what-if.needs-answers'],
    [{ ...week, changes: [{ type: 'setting', key: 'risk.max-exposure', value: 9 }] }, 'setting.above-maximum'],
    [{ ...week, changes: [{ type: 'setting', key: 'venue.key', value: 'x' }] }, 'setting.unknown'],
  ] as const)('refuses %j: %s', async (question, code) => {
    const { ask } = room({ play: () => Promise.reject(new Error('it was played')) });
    expect(await ask(question, never)).toMatchObject({ outcome: 'refused', reason: { code } });
  });

  it('plays one at a time, and is free again after it ended', async () => {
    let begun: () => void = () => undefined;
    const playing = new Promise<void>((resolve) => {
      begun = resolve;
    });
    let end: (played: PlayedJob) => void = () => undefined;
    const { ask } = room({
      play: () =>
        new Promise((resolve) => {
          end = resolve;
          begun();
        }),
    });
    const question = { ...week, changes: [{ type: 'stop', fraction: 0.02 }] } as const;
    const first = ask(question, never);
    expect(await ask(question, never)).toMatchObject({ reason: { code: 'what-if.busy' } });
    await playing;
    end({ events: [], reviewers: [], lostAnswers: 0 });
    expect(await first).toMatchObject({ outcome: 'played', instead: { net: '0', trades: 0 } });
    const last = ask(question, AbortSignal.abort());
    expect(await last).toMatchObject({ reason: { code: 'what-if.cancelled' } });
  });

  it('gives up when it is stopped, when time is over, and when the thread fails', async () => {
    const question = { ...week, changes: [{ type: 'stop', fraction: 0.02 }] } as const;
    const stop = new AbortController();
    const stopped = room().ask(question, stop.signal);
    stop.abort();
    expect(await stopped).toMatchObject({ reason: { code: 'what-if.cancelled' } });
    expect(await room({ deadlineMs: 1 }).ask(question, never)).toMatchObject({ reason: { code: 'what-if.too-late' } });
    const broken = room({ play: () => Promise.reject(new Error('out of memory')) });
    expect(await broken.ask(question, never)).toMatchObject({ reason: { code: 'what-if.failed' } });
    expect(broken.faults).toHaveLength(1);
  });
});
