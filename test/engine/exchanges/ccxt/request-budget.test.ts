import { describe, expect, test } from 'vitest';
import { createRequestBudget } from '../../../../engine/exchanges/ccxt/request-budget.ts';
import { stillLoop } from './live-loop.ts';

const LIMIT = [{ group: 'weight', perMs: 60_000, allowed: 100, usedHeader: 'x-used' }];

describe('the request budget', () => {
  test('keeps a fifth for cancels and the emergency path', async () => {
    const budget = createRequestBudget('binance', stillLoop(), LIMIT);
    for (let count = 0; count < 80; count += 1)
      expect(await budget.admit({ weight: 1 }, 'order')).toEqual({ admitted: true });
    expect(await budget.admit({ weight: 1 }, 'order')).toMatchObject({ admitted: false });
    for (let count = 0; count < 19; count += 1)
      expect(await budget.admit({ weight: 1 }, 'cancel')).toEqual({ admitted: true });
    expect(await budget.admit({ weight: 1 }, 'emergency')).toEqual({ admitted: true });
    expect(await budget.admit({ weight: 1 }, 'emergency')).toMatchObject({ admitted: false });
    expect(budget.use()).toEqual([{ group: 'weight', perMs: 60_000, allowed: 100, used: 100 }]);
  });

  test('never admits more than allowed within any window, whoever asks', async () => {
    const loop = stillLoop();
    const budget = createRequestBudget('upbit', loop);
    const admitted: number[] = [];
    for (let count = 0; count < 60; count += 1)
      void budget.admit({ order: 1 }, 'read').then(({ admitted: yes }) => {
        if (yes) admitted.push(loop.elapsedMs());
      });
    await loop.pass(20_000);
    expect(admitted.length).toBe(60);
    for (const at of admitted)
      expect(admitted.filter((other) => other > at - 1_000 && other <= at).length).toBeLessThanOrEqual(12 * 0.8);
  });

  test('believes the venue’s own count', async () => {
    const budget = createRequestBudget('binance', stillLoop(), LIMIT);
    budget.observe(200, { 'x-used': '79' });
    expect(await budget.admit({ weight: 1 }, 'order')).toEqual({ admitted: true });
    expect(await budget.admit({ weight: 1 }, 'order')).toMatchObject({ admitted: false });
  });

  test('reads what Upbit says is left of a second', async () => {
    const budget = createRequestBudget('upbit', stillLoop());
    budget.observe(200, { 'remaining-req': 'group=order; min=720; sec=3' });
    expect(budget.use().find(({ group }) => group === 'order')?.used).toBe(9);
  });

  test('sheds reads first after a 429 and lets orders through', async () => {
    const loop = stillLoop();
    const budget = createRequestBudget('binance', loop);
    budget.observe(429, { 'retry-after': '30' });
    expect(await budget.admit({ weight: 1 }, 'read')).toEqual({ admitted: false, retryAfterMs: 30_000 });
    expect(await budget.admit({ weight: 1 }, 'order')).toEqual({ admitted: true });
    await loop.pass(30_000);
    expect(await budget.admit({ weight: 1 }, 'read')).toEqual({ admitted: true });
  });

  test('stops everything while banned, the emergency path too', async () => {
    const loop = stillLoop();
    const budget = createRequestBudget('binance', loop);
    budget.observe(418, { 'retry-after': '120' });
    expect(await budget.admit({ weight: 1 }, 'emergency')).toEqual({ admitted: false, retryAfterMs: 120_000 });
    expect(budget.bannedForMs()).toBe(120_000);
    await loop.pass(120_000);
    expect(await budget.admit({ weight: 1 }, 'read')).toEqual({ admitted: true });
  });
});
