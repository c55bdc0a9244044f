import { describe, expect, test } from 'vitest';
import type { FeedNotice } from '../../../bot/alerts/feed-watch.ts';
import { createFeedWatch } from '../../../bot/alerts/feed-watch.ts';
import { feedMessage } from '../../../bot/app/feed-watch.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import type { ReplaySpeed } from '../../../engine/ports/market-data.ts';
import { DESK_NOW, INSTRUMENTS } from '../../fakes/desk.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;

function rig() {
  const told: FeedNotice[] = [];
  const feed = { paused: false, speed: 1 as ReplaySpeed, position: 0 };
  let at = 1_000_000;
  const watch = createFeedWatch({
    replay: {
      paused: () => feed.paused,
      speed: () => feed.speed,
      position: () => feed.position,
      endTime: 10,
    },
    tell: (notice) => void told.push(notice),
    now: () => at,
  });
  /** Looks every five seconds for so long. */
  const wait = (ms: number): void => {
    for (const until = at + ms; at < until; ) {
      at += 5 * SECOND;
      watch.check();
    }
  };
  const sleep = (ms: number): void => {
    at += ms;
    watch.check();
  };
  return { ...watch, told, feed, wait, sleep };
}

describe('a feed without a word', () => {
  test('is told once after a minute, and once when it is back, with how long it was silent', () => {
    const { heard, wait, told } = rig();
    heard();
    wait(MINUTE);
    expect(told).toEqual([]);
    wait(5 * SECOND);
    expect(told).toEqual([{ type: 'stalled', silentMs: 65 * SECOND }]);
    wait(10 * MINUTE);
    expect(told).toHaveLength(1);
    heard();
    heard();
    expect(told.slice(1)).toEqual([{ type: 'back', silentMs: 65 * SECOND + 10 * MINUTE }]);
    wait(2 * MINUTE);
    expect(told.map(({ type }) => type)).toEqual(['stalled', 'back', 'stalled']);
  });

  test('is no stall while events come', () => {
    const { heard, wait, told } = rig();
    for (let minute = 0; minute < 10; minute += 1) {
      wait(MINUTE);
      heard();
    }
    expect(told).toEqual([]);
  });

  test('is as it should be while it is paused, at its end, and for a minute after somebody lets it go on', () => {
    const { feed, wait, told } = rig();
    feed.paused = true;
    wait(10 * MINUTE);
    feed.paused = false;
    wait(MINUTE);
    expect(told).toEqual([]);
    wait(5 * SECOND);
    expect(told).toHaveLength(1);

    const ended = rig();
    ended.feed.position = 10;
    ended.wait(10 * MINUTE);
    expect(ended.told).toEqual([]);
  });

  test('is waited for longer where time is played slower than life, and no shorter where faster', () => {
    const slow = rig();
    slow.feed.speed = 0.1;
    slow.wait(10 * MINUTE);
    expect(slow.told).toEqual([]);
    slow.wait(5 * SECOND);
    expect(slow.told).toHaveLength(1);
    for (const speed of [600, 'max'] as const) {
      const fast = rig();
      fast.feed.speed = speed;
      fast.wait(MINUTE);
      expect(fast.told).toEqual([]);
      fast.wait(5 * SECOND);
      expect(fast.told).toHaveLength(1);
    }
  });

  test('says nothing of the time in which the machine itself slept', () => {
    const { heard, sleep, wait, told } = rig();
    heard();
    sleep(8 * 60 * MINUTE);
    wait(MINUTE);
    expect(told).toEqual([]);
    wait(5 * SECOND);
    expect(told).toHaveLength(1);
  });
});

test('is said in both languages', () => {
  const said = (['en', 'ko'] as const).map((language) => {
    const parts = { zone: 'UTC', now: DESK_NOW, instruments: INSTRUMENTS, quoteCurrency: 'USDT' };
    const voice = createVoice({ language, ...parts });
    return (['stalled', 'back'] as const).map((type) => feedMessage({ type, silentMs: 65 * SECOND }, voice).blocks);
  });
  expect(said).toEqual([
    [
      [{ type: 'lines', lines: ['No market data at all for 1m 5s. Nothing new is decided until it comes again.'] }],
      [{ type: 'lines', lines: ['Market data is back after 1m 5s.'] }],
    ],
    [
      [{ type: 'lines', lines: [expect.stringMatching(/^1분 5초 동안 시세가 전혀 오지 않습니다\./)] }],
      [{ type: 'lines', lines: [expect.stringMatching(/^1분 5초 만에 시세가 다시 옵니다\./)] }],
    ],
  ]);
});
