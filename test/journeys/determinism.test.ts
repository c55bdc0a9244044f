import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { InvariantError } from '../../engine/domain/errors.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { EventLoop } from '../../engine/exchanges/event-loop.ts';
import type { Journey, JourneyOptions } from './journey.ts';
import { DAY, eventsOf, HOUR, journalOf, journalText, MINUTE, openJourney, START } from './journey.ts';

const SPAN = 2 * DAY;
const opened: Journey[] = [];
let first: Played;

beforeAll(async () => {
  first = await play();
  await endAll();
  console.log(`journal hash of the first two days: ${first.hash}`);
}, 300_000);

afterEach(endAll);

async function endAll(): Promise<void> {
  for (const journey of opened.splice(0)) await journey.end();
}

async function open(options: JourneyOptions = {}): Promise<Journey> {
  const journey = await openJourney(options);
  opened.push(journey);
  return journey;
}

interface Played {
  readonly text: string;
  readonly hash: string;
  readonly entries: readonly JournalEntry[];
}

function playedBy({ directory, desk }: Journey): Played {
  return { text: journalText(directory), hash: desk.journal.head().hash, entries: journalOf(directory) };
}

async function play(options: JourneyOptions = {}): Promise<Played> {
  const journey = await open(options);
  await journey.playTo(START + SPAN);
  await journey.close();
  return playedBy(journey);
}

/** Real time that passes only by sleeping: a replay at speed 60 takes seconds of ours, and hours of its own. */
function virtualLoop(): Partial<EventLoop> & { readonly sleptMs: () => number } {
  let now = 0;
  return {
    elapsedMs: () => now,
    sleep: async (ms, signal) => {
      if (signal.aborted) throw new InvariantError('slept although woken');
      now += ms;
    },
    sleptMs: () => now,
  };
}

/** What was decided, traded and earned up to a time, without the traces of an interruption. */
function storyOf(entries: readonly JournalEntry[], until: number): readonly unknown[] {
  return entries.flatMap(({ at, event }) => (event.type === 'desk.recovered' || at > until ? [] : [{ at, event }]));
}

describe('the same recording, seed and configuration', () => {
  it('give a byte-identical journal', async () => {
    expect(eventsOf(first.entries, 'decision.made').length).toBeGreaterThan(100);
    expect(eventsOf(first.entries, 'order.filled').length).toBeGreaterThan(20);
    const second = await play();
    expect(second.text).toBe(first.text);
    expect(second.hash).toBe(first.hash);
  });

  it('give it at speed 60 as at full speed', async () => {
    const loop = virtualLoop();
    const { desk, directory, close } = await open({ speed: '60', loop });
    // Not played to a time, which would be at full speed: stopped by the first event after it.
    desk.replay.subscribe(async ({ at }) => {
      if (at > START + SPAN) await desk.replay.stop();
    });
    await desk.run();
    await close();
    expect(loop.sleptMs()).toBeGreaterThan((SPAN / 60) * 0.99);
    expect(storyOf(journalOf(directory), START + SPAN)).toEqual(storyOf(first.entries, START + SPAN));
    expect(journalText(directory).slice(0, first.text.length)).toBe(first.text);
  });

  it('give another journal with another seed', async () => {
    const other = await play({ seed: 'other' });
    expect(other.hash).not.toBe(first.hash);
    const prices = ({ entries }: Played) => eventsOf(entries, 'order.filled').map(({ fill }) => fill.price);
    expect(prices(other)).not.toEqual(prices(first));
  });
});

describe('a desk that is closed and opened again', () => {
  it('tells the same story, whether it holds nothing, waits for a price, is guarded, or has asked', async () => {
    const holdsNothing = START + 40 * MINUTE;
    const waitsForAPrice = START + HOUR;
    const isGuarded = START + HOUR + 20 * MINUTE;
    const hasAsked = START + 4 * HOUR + 52 * MINUTE;
    let journey = await open();
    const seen: (readonly number[])[] = [];
    for (const pause of [holdsNothing, waitsForAPrice, isGuarded, hasAsked]) {
      await journey.playTo(pause);
      const { view } = journey.desk;
      seen.push([view.positions().length, view.openOrders().length, view.pendingApprovals().length]);
      journey = await journey.reopen();
      opened.push(journey);
      expect(journey.desk.recovered?.unexplained).toEqual([]);
    }
    expect(seen).toEqual([
      [0, 0, 0],
      [0, 1, 0],
      [1, 1, 0],
      [0, 0, 1],
    ]);
    await journey.playTo(START + SPAN);
    await journey.close();
    expect(storyOf(journalOf(journey.directory), START + SPAN)).toEqual(storyOf(first.entries, START + SPAN));
  });

  it('tells the same story when it was stopped between two events of one time', async () => {
    // The decision after which others of the same time were still to come.
    const made = eventsOf(first.entries, 'decision.made').map(({ record }) => record);
    const at = made.find((record, index) => made[index + 1]?.at === record.at)?.at ?? 0;
    const journey = await open();
    let seen = 0;
    journey.desk.replay.subscribe(async (event) => {
      if (event.at !== at) return;
      seen += 1;
      await journey.desk.replay.stop();
    });
    await journey.playTo(at + MINUTE);
    const reopened = await journey.reopen();
    opened.push(reopened);
    expect(seen).toBe(1);
    await reopened.playTo(START + SPAN);
    await reopened.close();
    expect(storyOf(journalOf(reopened.directory), START + SPAN)).toEqual(storyOf(first.entries, START + SPAN));
  });
});
