import { describe, expect, it } from 'vitest';
import { FailoverSwitch } from '../../../../engine/exchanges/feeds/failover-switch.ts';
import { FakeLiveLoop } from './fake-live-loop.ts';

const WELL = (price: number) => ({ stale: false, price });
const DARK = (price: number | null = null) => ({ stale: true, price });

function switchOf() {
  const loop = new FakeLiveLoop();
  return { loop, failover: new FailoverSwitch({ loop, awayAfterMs: 3_000, backAfterMs: 30_000, bandFraction: 0.01 }) };
}

describe('the failover of one instrument', () => {
  it('leaves after a while, and comes back only after a longer one', async () => {
    const { loop, failover } = switchOf();
    failover.step(WELL(100), WELL(100.2));
    failover.step(DARK(100), WELL(100.2));
    await loop.pass(2_999);
    expect(failover.step(DARK(100), WELL(100.2))).toBe(false);
    await loop.pass(1);
    expect(failover.step(DARK(100), WELL(100.2))).toBe(true);
    expect(failover.seen()).toBe('mirror');
    failover.step(WELL(100), WELL(100.2));
    await loop.pass(29_000);
    failover.step(DARK(100), WELL(100.2));
    failover.step(WELL(100), WELL(100.2));
    await loop.pass(29_999);
    expect(failover.step(WELL(100), WELL(100.2))).toBe(false);
    await loop.pass(1);
    expect(failover.step(WELL(100), WELL(100.2))).toBe(true);
    expect(failover.seen()).toBe('own');
  });

  it('does not go to a mirror whose price was another, was never compared, or is dark itself', async () => {
    for (const [before, mirror, why] of [
      [WELL(101.5), WELL(101.5), 'mirror-price'],
      [DARK(), WELL(100), 'not-compared'],
      [WELL(100), DARK(100), 'mirror-stale'],
    ] as const) {
      const { loop, failover } = switchOf();
      failover.step(WELL(100), before);
      failover.step(DARK(100), mirror);
      await loop.pass(60_000);
      expect(failover.step(DARK(100), mirror)).toBe(false);
      expect([failover.seen(), failover.refusal()]).toEqual(['own', why]);
    }
  });

  it('comes back at once from a mirror that goes dark', async () => {
    const { loop, failover } = switchOf();
    failover.step(WELL(100), WELL(100));
    failover.step(DARK(100), WELL(100));
    await loop.pass(3_000);
    failover.step(DARK(100), WELL(100));
    expect(failover.step(DARK(100), DARK(100))).toBe(true);
    expect(failover.seen()).toBe('own');
  });
});
