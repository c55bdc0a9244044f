import { afterEach, describe, expect, it } from 'vitest';
import { InvariantError } from '../../engine/domain/errors.ts';
import type { JournalEntry } from '../../engine/domain/journal-entry.ts';
import type { EventLoop } from '../../engine/exchanges/event-loop.ts';
import type { Journey, JourneyOptions } from './journey.ts';
import { DAY, eventsOf, HOUR, journalOf, journalText, MINUTE, openJourney, START } from './journey.ts';

const SPAN = 2 * DAY;
const opened: Journey[] = [];

afterEach(async () => {
  for (const journey of opened.splice(0)) await journey.end();
});

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

async function play(options: JourneyOptions = {}, span = SPAN): Promise<Played> {
  const journey = await open(options);
  await journey.playTo(START + span);
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

/** What was decided, traded and earned, without the traces of the interruption itself. */
function storyOf(entries: readonly JournalEntry[]): readonly unknown[] {
  return entries.flatMap(({ at, event }) => (event.type === 'desk.recovered' ? [] : [{ at, event }]));
}

describe('the same recording, seed and configuration', () => {
  it('give a byte-identical journal at any speed', async () => {
    const first = await play();
    expect(first.entries.length).toBeGreaterThan(700);
    expect(eventsOf(first.entries, 'order.filled').length).toBeGreaterThan(20);
    console.log(`journal hash of the first two days: ${first.hash}`);

    const second = await play();
    expect(second.text).toBe(first.text);
    expect(second.hash).toBe(first.hash);

    const loop = virtualLoop();
    const journey = await open({ speed: '60', loop });
    // Not played to a time, which would be at full speed: waited for, as a person does.
    const over = new Promise<void>((resolve) =>
      journey.desk.replay.subscribe(async (event) => {
        if (event.at > START + SPAN) {
          await journey.desk.replay.stop();
          resolve();
        }
      }),
    );
    await Promise.race([journey.desk.run(), over]);
    await over;
    await journey.close();
    const paced = playedBy(journey);
    expect(loop.sleptMs()).toBeGreaterThan(0.99 * (SPAN / 60));
    expect(paced.text.slice(0, first.text.length)).toBe(first.text);
    expect(paced.entries.length - first.entries.length).toBeLessThan(10);
  });

  it('give another journal with another seed', async () => {
    const [first, second] = [await play({}, 8 * HOUR), await play({ seed: 'other' }, 8 * HOUR)];
    const prices = ({ entries }: Played) => eventsOf(entries, 'order.filled').map(({ fill }) => fill.price);
    expect(prices(first).length).toBeGreaterThan(0);
    expect(second.hash).not.toBe(first.hash);
  });
});

describe('closed and opened again in the middle', () => {
  it.each([
    ['while nothing is held', START + 5 * HOUR + 7 * MINUTE],
    ['while a position is open and guarded', START + 1 * HOUR + 20 * MINUTE],
    ['while an order waits for its price', START + 1 * HOUR],
    ['while a proposal waits', START + 4 * HOUR + 52 * MINUTE],
  ])('%s, the desk tells the same story', async (_, pause) => {
    const span = 9 * HOUR;
    const whole = await play({}, span);
    const journey = await open();
    await journey.playTo(pause);
    const reopened = await journey.reopen();
    opened.push(reopened);
    expect(reopened.desk.recovered?.unexplained).toEqual([]);
    await reopened.playTo(START + span);
    await reopened.close();
    expect(storyOf(journalOf(reopened.directory))).toEqual(storyOf(whole.entries));
  });

  it('between two events of one time, the desk tells the same story', async () => {
    const span = 9 * HOUR;
    const whole = await play({}, span);
    // At this time a signal comes of a market whose candle is not the first of its minute.
    const [, , , , late] = eventsOf(whole.entries, 'decision.made');
    const at = late?.record.at ?? 0;
    const journey = await open();
    let seen = 0;
    journey.desk.replay.subscribe(async (event) => {
      if (event.at !== at) return;
      seen += 1;
      if (seen === 1) await journey.desk.replay.stop();
    });
    await journey.playTo(at + MINUTE);
    const reopened = await journey.reopen();
    opened.push(reopened);
    expect(seen).toBe(1);
    await reopened.playTo(START + span);
    await reopened.close();
    expect(storyOf(journalOf(reopened.directory))).toEqual(storyOf(whole.entries));
  });
});
