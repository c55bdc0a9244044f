import { expect, it } from 'vitest';
import { priceDigitsAt } from '../../../bot/charts/price-digits.ts';
import { upbitTickLadder } from '../../../engine/exchanges/venues/upbit-tick-ladder.ts';
import { BTC, INSTRUMENTS } from '../../fakes/desk.ts';

it('writes prices with the digits of the tick where they stand', () => {
  expect(priceDigitsAt(INSTRUMENTS, BTC, 106_412.5)).toBe(1);
  const [any] = INSTRUMENTS;
  if (any === undefined) throw new Error('no instrument');
  const tickLadder = upbitTickLadder('BTC', Date.UTC(2026, 10, 21));
  const won = [{ ...any, symbol: 'BTC/KRW', quote: 'KRW', tickSize: '0.00000001', tickLadder }];
  expect(priceDigitsAt(won, 'BTC/KRW', 90_004_000)).toBe(0);
  expect(priceDigitsAt(won, 'BTC/KRW', 55.5)).toBe(1);
  expect(priceDigitsAt(won, 'BTC/KRW', 0.055)).toBe(4);
});

it('knows no digits without a market or a price', () => {
  expect(priceDigitsAt(INSTRUMENTS, 'DOGE/USDT', 1)).toBeNull();
  expect(priceDigitsAt(INSTRUMENTS, BTC, undefined)).toBeNull();
  expect(priceDigitsAt(INSTRUMENTS, BTC, Number.NaN)).toBeNull();
});
