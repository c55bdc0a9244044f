import { describe, expect, it } from 'vitest';
import { StreamWatch } from '../../../../engine/exchanges/feeds/stream-watch.ts';
import { FakeLiveLoop } from './fake-live-loop.ts';

function watched(expectedGapMs = 1_000): { loop: FakeLiveLoop; watch: StreamWatch } {
  const loop = new FakeLiveLoop();
  return { loop, watch: new StreamWatch(expectedGapMs, { loop }) };
}

describe('a watched stream', () => {
  it('is silent after three gaps, and never sooner than five seconds', async () => {
    const { loop, watch } = watched();
    watch.heard(loop.now());
    await loop.pass(5_000);
    expect(watch.stale()).toBeNull();
    await loop.pass(1);
    expect(watch.stale()).toBe('silent');
    const slow = new StreamWatch(4_000, { loop });
    await loop.pass(12_000);
    expect(slow.stale()).toBeNull();
    await loop.pass(1);
    expect(slow.stale()).toBe('silent');
  });

  it('is frozen when messages come whose time stands still', async () => {
    const { loop, watch } = watched();
    const at = loop.now();
    for (let second = 0; second < 6; second += 1) {
      watch.heard(at);
      await loop.pass(1_000);
    }
    expect(watch.stale()).toBe('frozen');
    expect(watch.wantsReconnect()).toBe(true);
  });

  it('is not frozen where the venue tells no time', async () => {
    const { loop, watch } = watched();
    for (let second = 0; second < 20; second += 1) {
      watch.heard(0);
      await loop.pass(1_000);
    }
    expect(watch.stale()).toBeNull();
  });

  it('is late when its time falls ever further behind, whatever our clock says', async () => {
    const { loop, watch } = watched();
    const skew = 3_600_000;
    watch.heard(loop.now() + skew);
    for (let second = 0; second < 40; second += 1) {
      await loop.pass(1_000);
      watch.heard(loop.now() + skew - second * 500);
    }
    expect(watch.stale()).toBe('late');
  });

  it('learns the pace of a quiet market step by step, and forgets it when it becomes busy', async () => {
    const { loop, watch } = watched();
    watch.heard(loop.now());
    for (const gap of [20_000, 20_000, 20_000]) {
      await loop.pass(gap);
      watch.heard(loop.now());
    }
    await loop.pass(50_000);
    expect(watch.stale()).toBeNull();
    for (let message = 0; message < 400; message += 1) {
      await loop.pass(10);
      watch.heard(loop.now());
    }
    await loop.pass(6_000);
    expect(watch.stale()).toBe('silent');
  });

  it('takes no outage for the pace of the market: the next one is seen as soon', async () => {
    const { loop, watch } = watched();
    for (let message = 0; message < 30; message += 1) {
      await loop.pass(2_000);
      watch.heard(loop.now());
    }
    await loop.pass(60_000);
    watch.heard(loop.now());
    await loop.pass(18_100);
    expect(watch.stale()).toBe('silent');
  });

  it('asks for a new connection ever more seldom while none helps', async () => {
    const { loop, watch } = watched();
    const asked: number[] = [];
    for (let second = 0; second < 120; second += 1) {
      await loop.pass(1_000);
      if (!watch.wantsReconnect()) continue;
      asked.push(second);
      watch.reconnecting();
    }
    expect(asked).toEqual([5, 16, 37, 78]);
  });
});
