import { setImmediate as nextTurn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { ConfigError, InvariantError } from '../../../engine/domain/errors.ts';
import type { MarketEvent } from '../../../engine/domain/market.ts';
import { ReplayClock } from '../../../engine/exchanges/replay-clock.ts';
import { ReplayMarketData, type ReplayOptions } from '../../../engine/exchanges/replay-market-data.ts';
import type { ReplaySpeed } from '../../../engine/ports/market-data.ts';
import { loadRecording } from '../../../engine/recordings/recording.ts';
import { recordingDirectory } from '../../../engine/recordings/recording-files.ts';
import { describeMarketData } from '../../contracts/market-data.ts';
import { FakeLoop, settle } from './fake-loop.ts';
import { climb, MINUTE, START, tapeOf } from './tape.ts';

const A = 'AAA/USDT:USDT';
const B = 'BBB/USDT:USDT';
const pair = tapeOf({ [A]: climb(-2, 5), [B]: climb(-2, 5, 200) }, { minutes: 5, warmupMinutes: 2 });

interface Replayed {
  readonly replay: ReplayMarketData;
  readonly clock: ReplayClock;
  readonly loop: FakeLoop;
  readonly events: MarketEvent[];
}

function replayOf(options: Partial<ReplayOptions> & { readonly flowing?: boolean } = {}): Replayed {
  const clock = new ReplayClock(0);
  const loop = new FakeLoop({ flowing: options.flowing ?? true });
  const { sleep, elapsedMs, yieldTurn } = loop;
  const replay = new ReplayMarketData({ recording: pair, clock, sleep, elapsedMs, yieldTurn, ...options });
  const events: MarketEvent[] = [];
  replay.subscribe((event) => {
    expect(clock.now()).toBe(event.at);
    events.push(event);
  });
  return { replay, clock, loop, events };
}

describeMarketData('the replay', async () => {
  const { replay } = replayOf();
  return { source: replay, drive: settle };
});

describe('the path inside a bar', () => {
  it('goes by the extreme nearer to the open, closes, and ends with the candle', async () => {
    const recording = tapeOf({ [A]: [[0, 100, 103, 98, 102, 8]] }, { minutes: 1 });
    const { replay, events } = replayOf({ recording, halfSpreads: { [A]: 0.0005 } });
    await replay.run();
    const quote = (seconds: number, price: number, half: number, gap: boolean) => {
      const at = START + seconds * 1_000;
      const bid = (price * 100 - half) / 100;
      const ask = (price * 100 + half) / 100;
      return { type: 'quote.updated', at, quote: { symbol: A, at, price, bid, ask, volume: 2, gap } };
    };
    const closeTime = START + MINUTE;
    expect(events).toEqual([
      quote(1, 100, 5, true),
      quote(20, 98, 5, false),
      quote(40, 103, 5, false),
      quote(60, 102, 5, false),
      {
        type: 'candle.closed',
        at: closeTime,
        candle: {
          symbol: A,
          timeframe: '1m',
          openTime: START,
          closeTime,
          open: 100,
          high: 103,
          low: 98,
          close: 102,
          volume: 8,
        },
      },
    ]);
  });

  it('goes against the direction of the bar first when both extremes are equally near', async () => {
    const recording = tapeOf(
      {
        [A]: [
          [0, 100, 102, 98, 101, 1],
          [1, 100, 102, 98, 99, 1],
        ],
      },
      { minutes: 2 },
    );
    const { replay, events } = replayOf({ recording });
    await replay.run();
    const prices = events.flatMap((event) => (event.type === 'quote.updated' ? [event.quote.price] : []));
    expect(prices).toEqual([100, 98, 102, 101, 100, 102, 98, 99]);
  });

  it('keeps bid and ask a whole number of ticks, at least one, from the price', async () => {
    const recording = tapeOf({ [A]: [[0, 0.13, 0.14, 0.12, 0.13, 1]] }, { minutes: 1 });
    const { replay, events } = replayOf({ recording });
    await replay.run();
    expect(events[0]).toMatchObject({ quote: { bid: 0.12, price: 0.13, ask: 0.14 } });
  });

  it('moves the symbols through a minute together, in the order of the tape', async () => {
    const { replay, events } = replayOf();
    await replay.run();
    const told = events
      .filter((event) => event.at > START && event.at <= START + MINUTE)
      .map((event) => {
        const { symbol } = event.type === 'quote.updated' ? event.quote : event.candle;
        return `${(event.at - START) / 1_000} ${symbol.slice(0, 1)} ${event.type}`;
      });
    expect(told).toEqual([
      '1 A quote.updated',
      '1 B quote.updated',
      '20 A quote.updated',
      '20 B quote.updated',
      '40 A quote.updated',
      '40 B quote.updated',
      '60 A quote.updated',
      '60 A candle.closed',
      '60 B quote.updated',
      '60 B candle.closed',
    ]);
  });

  it('has nothing to say of a missing minute', async () => {
    const recording = tapeOf({ [A]: [...climb(0, 1), ...climb(2, 3)], [B]: climb(0, 3) }, { minutes: 3 });
    const { replay, events } = replayOf({ recording });
    await replay.run();
    const ofA = events.filter((event) => event.type === 'candle.closed' && event.candle.symbol === A);
    expect(ofA.map((event) => event.at)).toEqual([START + MINUTE, START + 3 * MINUTE]);
    expect(events.map((event) => event.at)).toEqual(events.map((event) => event.at).sort((a, b) => a - b));
  });
});

describe('the starting position', () => {
  it('splits the tape between warm-up and events without a loss or a repetition', async () => {
    for (const startAt of [START, START + MINUTE, START + MINUTE + 30_000]) {
      const { replay, events } = replayOf({ startAt });
      const warmUp = [...replay.warmUp()];
      await replay.run();
      const live = events.flatMap((event) => (event.type === 'candle.closed' ? [event.candle] : []));
      expect(warmUp.every((candle) => candle.closeTime < startAt)).toBe(true);
      expect(events.every((event) => event.at >= startAt)).toBe(true);
      const all = [...warmUp, ...live];
      expect(all).toHaveLength(14);
      expect(all.filter((candle) => candle.symbol === A).map((candle) => candle.openTime)).toEqual(
        Array.from({ length: 7 }, (_, index) => START + (index - 2) * MINUTE),
      );
    }
  });

  it('begins at the start of the recording unless told otherwise', () => {
    const { replay, clock } = replayOf();
    expect(replay.startTime).toBe(START);
    expect(replay.endTime).toBe(START + 5 * MINUTE);
    expect(clock.now()).toBe(START);
  });

  it('refuses a start outside the recording', () => {
    expect(() => replayOf({ startAt: START - 3 * MINUTE })).toThrow(ConfigError);
    expect(() => replayOf({ startAt: START + 6 * MINUTE })).toThrow(ConfigError);
  });
});

describe('speed', () => {
  it('changes nothing about the events', async () => {
    const told: string[] = [];
    for (const speed of [0.5, 60, 3_600, 'max'] satisfies ReplaySpeed[]) {
      const { replay, events } = replayOf({ speed });
      await replay.run();
      told.push(JSON.stringify(events));
    }
    expect(new Set(told).size).toBe(1);
  });

  it('lets event time pass at the given rate', async () => {
    const { replay, loop, events } = replayOf({ speed: 60, flowing: false });
    const running = replay.run();
    await loop.pass(0);
    expect(events.map((event) => event.at - START)).toEqual([0, 0, 0, 0]);
    await loop.pass(333);
    expect(events.at(-1)?.at).toBe(START + 1_000);
    await loop.pass(1);
    expect(events.at(-1)?.at).toBe(START + 20_000);
    await loop.pass(5_000);
    await running;
    expect(replay.position()).toBe(START + 5 * MINUTE);
  });

  it('takes effect at once in the middle of a wait, and keeps the part already waited', async () => {
    const { replay, loop, events } = replayOf({ speed: 1, flowing: false });
    const running = replay.run();
    await loop.pass(11_000);
    expect(events.at(-1)?.at).toBe(START + 1_000);
    replay.setSpeed(9);
    await loop.pass(999);
    expect(events.at(-1)?.at).toBe(START + 1_000);
    await loop.pass(1);
    expect(events.at(-1)?.at).toBe(START + 20_000);
    replay.setSpeed('max');
    await running;
    expect(replay.speed()).toBe('max');
  });

  it('goes on from where it is after falling far behind', async () => {
    const { replay, loop, events } = replayOf({ speed: 60, flowing: false });
    const running = replay.run();
    await loop.pass(0);
    loop.spend(4_000);
    await loop.pass(20);
    const seen = events.at(-1)?.at ?? 0;
    expect(seen).toBe(START + 1_000);
    replay.setSpeed('max');
    await running;
  });

  it('refuses what is no speed', () => {
    const { replay } = replayOf();
    for (const speed of [0, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(() => replay.setSpeed(speed)).toThrow(RangeError);
    }
  });

  it('gives the rest of the process a turn at full speed', async () => {
    const { replay, loop, events } = replayOf();
    replay.subscribe(() => loop.spend(3));
    await replay.run();
    expect(loop.yields).toBeGreaterThanOrEqual(events.length / 2 - 1);
    expect(loop.yields).toBeLessThanOrEqual(events.length / 2 + 1);
  });
});

describe('pause and playTo', () => {
  it('stands still while paused and goes on where it was', async () => {
    const { replay, loop, events } = replayOf({ speed: 1, flowing: false });
    const running = replay.run();
    await loop.pass(10_000);
    replay.pause();
    expect(replay.paused()).toBe(true);
    await loop.pass(3_600_000);
    expect(events.at(-1)?.at).toBe(START + 1_000);
    replay.resume();
    await loop.pass(9_999);
    expect(events.at(-1)?.at).toBe(START + 1_000);
    await loop.pass(1);
    expect(events.at(-1)?.at).toBe(START + 20_000);
    replay.setSpeed('max');
    await running;
  });

  it('plays to a time and then is as paused as before', async () => {
    const { replay, events } = replayOf({ speed: 1, flowing: false });
    replay.pause();
    const running = replay.run();
    await replay.playTo(START + 2 * MINUTE + 30_000);
    expect(replay.position()).toBe(START + 2 * MINUTE + 30_000);
    expect(events.at(-1)?.at).toBe(START + 2 * MINUTE + 20_000);
    await settle();
    expect(events.at(-1)?.at).toBe(START + 2 * MINUTE + 20_000);
    expect(replay.paused()).toBe(true);
    expect(replay.speed()).toBe(1);
    await replay.stop();
    await running;
  });

  it('includes the events of the very time, and goes on at the speed of before', async () => {
    const { replay, loop, events } = replayOf({ speed: 60, flowing: false });
    const running = replay.run();
    await replay.playTo(START + 2 * MINUTE);
    expect(events.at(-1)).toMatchObject({ type: 'candle.closed', at: START + 2 * MINUTE, candle: { symbol: B } });
    await loop.pass(17);
    expect(events.at(-1)?.at).toBe(START + 2 * MINUTE + 1_000);
    await loop.pass(10_000);
    await running;
  });

  it('emits the same events as without any of it', async () => {
    const plain = replayOf();
    await plain.replay.run();
    const driven = replayOf({ speed: 60, flowing: false });
    const running = driven.replay.run();
    await driven.loop.pass(100);
    driven.replay.pause();
    await driven.replay.playTo(START + 70_000);
    driven.replay.resume();
    await driven.loop.pass(400);
    await driven.replay.playTo(START + 3 * MINUTE);
    driven.replay.setSpeed(7);
    await driven.loop.pass(5_000);
    driven.replay.setSpeed('max');
    await running;
    expect(JSON.stringify(driven.events)).toBe(JSON.stringify(plain.events));
  });

  it('refuses a time that does not lie ahead on the tape', async () => {
    const { replay } = replayOf();
    await expect(replay.playTo(START)).rejects.toThrow(RangeError);
    await expect(replay.playTo(START + 6 * MINUTE)).rejects.toThrow(RangeError);
  });

  it('leaves nobody waiting when the replay stops before the time', async () => {
    const { replay } = replayOf({ flowing: false });
    replay.subscribe(async (event) => {
      if (event.at === START + MINUTE) await replay.stop();
    });
    const running = replay.run();
    await replay.playTo(START + 4 * MINUTE);
    await running;
    expect(replay.position()).toBe(START + MINUTE);
  });
});

describe('stop', () => {
  it('ends a wait and a pause', async () => {
    for (const paused of [false, true]) {
      const { replay, loop } = replayOf({ speed: 1, flowing: false });
      const running = replay.run();
      await loop.pass(0);
      if (paused) replay.pause();
      await replay.stop();
      await running;
      expect(replay.position()).toBe(START);
    }
  });

  it('lets a replay run once only', async () => {
    const { replay } = replayOf();
    await replay.run();
    await expect(replay.run()).rejects.toThrow(InvariantError);
  });
});

describe('the bundled week', () => {
  it('comes to 201,608 events and leaves the process responsive', async () => {
    const recording = await loadRecording(recordingDirectory('may-2025'));
    const clock = new ReplayClock(0);
    const replay = new ReplayMarketData({ recording, clock, sleep: async () => {} });
    let events = 0;
    replay.subscribe(() => {
      events += 1;
    });
    let ended = false;
    const running = replay.run().then(() => {
      ended = true;
    });
    let turns = 0;
    for (; !ended; turns += 1) await nextTurn();
    await running;
    // Four symbols × 10,080 minutes × (4 quotes + 1 candle), and the two closing events of each at the start itself.
    expect(events).toBe(4 * 10_080 * 5 + 4 * 2);
    expect(clock.now()).toBe(recording.manifest.endTime);
    expect(turns).toBeGreaterThan(1);
  });
});

describe('the replay clock', () => {
  it('never goes back', () => {
    const clock = new ReplayClock(10);
    clock.advanceTo(10);
    clock.advanceTo(11);
    expect(clock.now()).toBe(11);
    expect(() => clock.advanceTo(10)).toThrow(InvariantError);
  });
});
