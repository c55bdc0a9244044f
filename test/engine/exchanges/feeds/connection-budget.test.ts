import { describe, expect, it } from 'vitest';
import { ConnectionBudget } from '../../../../engine/exchanges/feeds/connection-budget.ts';
import { FakeLiveLoop } from './fake-live-loop.ts';

const LIMITS = { perVenue: [{ windowMs: 1_000, max: 2 }], inAll: [{ windowMs: 1_000, max: 3 }] };

function budgetOf(): { loop: FakeLiveLoop; granted: string[]; ask: (venue: string, signal?: AbortSignal) => void } {
  const loop = new FakeLiveLoop();
  const budget = new ConnectionBudget({ loop, ...LIMITS });
  const granted: string[] = [];
  const ask = (venue: string, signal = new AbortController().signal): void => {
    void budget.acquire(venue, signal).then((allowed) => granted.push(`${venue} ${allowed} ${loop.elapsedMs()}`));
  };
  return { loop, granted, ask };
}

describe('the connection budget', () => {
  it('lets through what a venue may, and the others in their turn', async () => {
    const { loop, granted, ask } = budgetOf();
    for (let attempt = 0; attempt < 5; attempt += 1) ask('upbit');
    await loop.pass(0);
    expect(granted).toEqual(['upbit true 0', 'upbit true 0']);
    await loop.pass(2_000);
    expect(granted).toEqual(['upbit true 0', 'upbit true 0', 'upbit true 1000', 'upbit true 1000', 'upbit true 2000']);
  });

  it('does not hold up one venue for another, but all for the whole', async () => {
    const { loop, granted, ask } = budgetOf();
    for (let attempt = 0; attempt < 3; attempt += 1) ask('upbit');
    ask('bithumb');
    ask('binance');
    await loop.pass(0);
    expect(granted).toEqual(['upbit true 0', 'upbit true 0', 'bithumb true 0']);
    await loop.pass(1_000);
    expect(granted.slice(3)).toEqual(['upbit true 1000', 'binance true 1000']);
  });

  it('gives the place of one who went away to the next', async () => {
    const { loop, granted, ask } = budgetOf();
    const leaving = new AbortController();
    ask('upbit');
    ask('upbit');
    ask('upbit', leaving.signal);
    ask('upbit');
    leaving.abort();
    await loop.pass(1_000);
    expect(granted).toEqual(['upbit true 0', 'upbit true 0', 'upbit false 0', 'upbit true 1000']);
  });
});
