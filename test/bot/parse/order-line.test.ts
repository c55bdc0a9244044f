import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalLine } from '../../../bot/parse/clean-text.ts';
import type { PriceWish } from '../../../bot/parse/order-line.ts';
import { parseOrderLine } from '../../../bot/parse/order-line.ts';
import { INSTRUMENTS } from '../../fakes/desk.ts';

function wish(value: PriceWish | null, name: string): string {
  if (value === null) return '';
  return ` ${name} ${value.type === 'price' ? value.price : `${value.fraction * 100}%`}`;
}

/** The line as the desk understood it, or the code of its refusal. */
function read(text: string): string {
  const line = parseOrderLine(normalLine(text), INSTRUMENTS);
  if (line.outcome === 'refused') return line.reason.code;
  const { instrument, size, sizeIsExplicit, limit, stop, target } = line.value;
  const amount =
    size === null
      ? 'none'
      : size.type === 'quantity'
        ? `${size.quantity} coins${sizeIsExplicit ? '' : '?'}`
        : size.type === 'notional'
          ? `$${size.notional}`
          : `${size.fraction * 100}%`;
  return `${instrument?.base ?? 'none'} ${amount}${wish(limit, 'limit')}${wish(stop, 'stop')}${wish(target, 'target')}`;
}

describe('order lines', () => {
  test.each([
    ['0.5 btc', 'BTC 0.5 coins'],
    ['btc 0.5', 'BTC 0.5 coins?'],
    ['0.5btc', 'BTC 0.5 coins'],
    ['0.5비트', 'BTC 0.5 coins'],
    ['비트코인 0.5개', 'BTC 0.5 coins'],
    ['비트코인을 0.5개만', 'BTC 0.5 coins'],
    ['200 usdt eth', 'ETH $200'],
    ['eth 200usdt', 'ETH $200'],
    ['200달러 이더', 'ETH $200'],
    ['이더리움 200불어치', 'ETH $200'],
    ['오천달러 이더', 'ETH $5000'],
    ['$1,500 sol', 'SOL $1500'],
    ['1.5k usdt sol', 'SOL $1500'],
    ['1만 달러 비트', 'BTC $10000'],
    ['20% xrp', 'XRP 20%'],
    ['리플 20퍼센트', 'XRP 20%'],
    ['리플 20프로', 'XRP 20%'],
    ['솔라나 절반', 'SOL 50%'],
    ['솔 반만', 'SOL 50%'],
    ['솔라나 전부', 'SOL 100%'],
    ['all sol', 'SOL 100%'],
    ['half of my sol', 'SOL 50%'],
    ['sol 다', 'SOL 100%'],
    ['SOL/USDT 3', 'SOL 3 coins?'],
    ['SOLUSDT 3', 'SOL 3 coins?'],
    ['SOL/USDT:USDT 3', 'SOL 3 coins?'],
    ['sol-usdt 3 coins', 'SOL 3 coins'],
    ['두개 이더', 'ETH 2 coins'],
    ['０．５ btc', 'BTC 0.5 coins'],
    ['0.01 btc stop 104000', 'BTC 0.01 coins stop 104000'],
    ['0.01 btc @ 104,000.5 stop 2% tp 110000', 'BTC 0.01 coins limit 104000.5 stop 2% target 110000'],
    ['비트 0.01 손절 104000 목표 11만', 'BTC 0.01 coins? stop 104000 target 110000'],
    ['0.01 btc at market', 'BTC 0.01 coins'],
    ['btc', 'BTC none'],
    ['0.5', 'none 0.5 coins?'],
    ['', 'none none'],
    ['1e309 btc', 'parse.exponent'],
    ['NaN btc', 'parse.not-a-number'],
    ['Infinity btc', 'parse.not-a-number'],
    ['-0.5 btc', 'parse.negative'],
    ['0 btc', 'parse.zero'],
    ['0% btc', 'parse.zero'],
    ['120% btc', 'parse.over-100'],
    ['1,5 btc', 'parse.comma'],
    ['50만원 비트', 'parse.won'],
    ['₩500000 비트', 'parse.won'],
    ['0.5 btc 0.6', 'parse.two-sizes'],
    ['0.5 btc eth', 'parse.two-markets'],
    ['0.5 doge', 'parse.unknown-market'],
    ['0.5 btc tomorrow', 'parse.unknown-word'],
    ['0.5 btc stop', 'parse.price-missing'],
    ['0.5 btc stop 1 stop 2', 'parse.two-prices'],
    ['0.5 btc stop 100%', 'parse.over-100'],
    ['constructor 5', 'parse.unknown-market'],
    ['🚀 5 btc', 'parse.unknown-market'],
  ])('%s → %s', (text, expected) => {
    expect(read(text)).toBe(expected);
  });

  test('no line throws, and every size and price is finite and above zero', () => {
    const word = fc.constantFrom(
      'btc',
      '비트',
      '0.5',
      '1e309',
      'NaN',
      '-3',
      '20%',
      '$',
      'stop',
      '절반',
      'usdt',
      '만',
      '오천',
      '@',
      '2%',
      '1,5',
      '00',
      'k',
      '개',
      '__proto__',
      'toString',
      '٣',
    );
    const text = fc.oneof(
      fc.string(),
      fc.array(word, { maxLength: 8 }).map((words) => words.join(' ')),
    );
    fc.assert(
      fc.property(text, (line) => {
        const order = parseOrderLine(normalLine(line), INSTRUMENTS);
        if (order.outcome === 'refused') return;
        for (const value of numbersIn(order.value)) {
          expect(Number.isFinite(value)).toBe(true);
          expect(value).toBeGreaterThan(0);
        }
      }),
      { numRuns: 3000 },
    );
  });
});

type Line = Extract<ReturnType<typeof parseOrderLine>, { outcome: 'parsed' }>['value'];

function numbersIn({ size, limit, stop, target }: Line): readonly number[] {
  const sizes =
    size === null
      ? []
      : [size.type === 'quantity' ? size.quantity : size.type === 'notional' ? size.notional : size.fraction];
  const prices = [limit, stop, target].flatMap((price) =>
    price === null ? [] : [price.type === 'price' ? price.price : price.fraction],
  );
  return [...sizes, ...prices].map(Number);
}
