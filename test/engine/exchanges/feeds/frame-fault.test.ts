import { describe, expect, it } from 'vitest';
import { FrameQuarantine, frameFault } from '../../../../engine/exchanges/feeds/frame-fault.ts';

describe('FrameQuarantine', () => {
  it('counts by cause and keeps the last 32, oldest first', () => {
    const quarantine = new FrameQuarantine('binance');
    for (let index = 0; index < 40; index += 1) quarantine.put(frameFault('html'), `<p>${index}</p>`, index);
    quarantine.put(frameFault('empty'), new Uint8Array(0), 40);
    expect([quarantine.count(), quarantine.count('html'), quarantine.count('negative')]).toEqual([41, 40, 0]);
    expect(quarantine.counts()).toEqual({ html: 40, empty: 1 });
    const samples = quarantine.samples();
    expect(samples).toHaveLength(32);
    expect(samples[0]).toMatchObject({ at: 9, sample: '<p>9</p>', bytes: 8, venue: 'binance' });
    expect(samples.at(-1)).toMatchObject({ at: 40, cause: 'empty', bytes: 0 });
  });

  it('keeps the beginning only, printable, with long tokens masked', () => {
    const quarantine = new FrameQuarantine('binance');
    const token = 'pqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65sdf19v8a65a1';
    const { sample, where } = quarantine.put(
      frameFault('unknown-stream', `x@${token}`),
      Buffer.from(`{"listenKey":"${token}","n":"\u0007é"}${' '.repeat(500)}`),
      1,
    );
    expect(sample).not.toContain(token.slice(0, 24));
    expect(sample).toContain('pqia***');
    expect(sample).toMatch(/^[\x20-\x7e]*$/);
    expect(sample.length).toBeLessThanOrEqual(160);
    expect(where).toBe('x@pqia***');
  });
});
