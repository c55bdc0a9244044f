import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Format } from '../../../bot/i18n/format.ts';
import { createFormat } from '../../../bot/i18n/format.ts';
import type { Language } from '../../../bot/i18n/language.ts';
import { defaultZone, languageOf } from '../../../bot/i18n/language.ts';
import { decimal } from '../../../engine/domain/decimal.ts';
import { BTC, DESK_NOW, INSTRUMENTS, SOL, XRP } from '../../fakes/desk.ts';

function formatIn(language: Language, zone = defaultZone(language)): Format {
  return createFormat({ language, zone, now: DESK_NOW, instruments: INSTRUMENTS, quoteCurrency: 'USDT' });
}

const en = formatIn('en');
const ko = formatIn('ko');
const DAY_MS = 86_400_000;

describe('numbers and money', () => {
  test('prices lie on the tick of their symbol', () => {
    expect(en.price(BTC, 106_412.54)).toBe('106,412.5');
    expect(en.price(SOL, '170')).toBe('170.00');
    expect(en.price(XRP, decimal('2.3999'))).toBe('2.3999');
    expect(en.price('DOGE/USDT', 0.12345)).toBe('0.12345');
  });

  test('prices on a ladder lie on the tick of where they stand', () => {
    const tickLadder = [
      { from: '0', tickSize: '0.0001' },
      { from: '10', tickSize: '0.01' },
      { from: '100', tickSize: '1' },
    ];
    const [any] = INSTRUMENTS;
    if (any === undefined) throw new Error('no instrument');
    const won = { ...any, symbol: 'XRP/KRW', base: 'XRP', quote: 'KRW', tickSize: '0.0001', tickLadder };
    const onLadder = createFormat({
      ...{ language: 'ko', zone: 'Asia/Seoul', now: DESK_NOW, instruments: [won], quoteCurrency: 'KRW' },
    });
    expect(onLadder.price('XRP/KRW', 3_812)).toBe('3,812');
    expect(onLadder.price('XRP/KRW', '99.5')).toBe('99.50');
    expect(onLadder.price('XRP/KRW', decimal('9.5'))).toBe('9.5000');
    expect(onLadder.price('XRP/KRW', Number.NaN)).toBe('N/A');
  });

  test('quantities are exact and carry their coin', () => {
    expect(en.quantity(BTC, '0.500')).toBe('0.5 BTC');
    expect(en.quantity(BTC, '12345.678')).toBe('12,345.678 BTC');
  });

  test('money has two digits, or as many as it takes to show something', () => {
    expect(en.money('9874.305')).toBe('9,874.31 USDT');
    expect(en.money('0.0031')).toBe('0.0031 USDT');
    expect(en.money('0.00000123')).toBe('0.0000012 USDT');
    expect(en.money(0)).toBe('0.00 USDT');
    expect(en.money('-0')).toBe('0.00 USDT');
    expect(en.signedMoney('12.4')).toBe('+12.40 USDT');
    expect(en.signedMoney('-3.05')).toBe('-3.05 USDT');
    expect(en.signedMoney(0)).toBe('0.00 USDT');
  });

  test('fractions are shown as per cent', () => {
    expect(en.percent(0.0125)).toBe('1.25%');
    expect(en.signedPercent(0.0125)).toBe('+1.25%');
    expect(en.signedPercent(-0.034, 1)).toBe('-3.4%');
    expect(en.signedPercent(-0.00001)).toBe('0.00%');
    expect(en.signedPercent(0.00001)).toBe('0.00%');
  });

  test('what is no number is never shown as one', () => {
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY, -1e300, 'abc', '1e5', '']) {
      expect(en.money(value)).toBe('N/A');
      expect(en.price(BTC, value)).toBe('N/A');
    }
    expect(en.percent(Number.NaN)).toBe('N/A');
    expect(en.time(Number.NaN)).toBe('N/A');
    expect(en.duration(Number.POSITIVE_INFINITY)).toBe('N/A');
  });

  test('an exact amount read back is the amount, whatever its size', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (units) => {
        const text = `${units / 100n}.${String(units % 100n)
          .replace('-', '')
          .padStart(2, '0')}`;
        const exact = decimal(units < 0n && units / 100n === 0n ? `-${text}` : text);
        expect(decimal(en.money(exact).replace(/,| USDT/g, '')).equals(exact)).toBe(true);
      }),
    );
  });
});

describe('times', () => {
  test('are written in the zone of the reader', () => {
    expect(en.time(DESK_NOW)).toBe('05:05');
    expect(ko.time(DESK_NOW)).toBe('14:05');
    expect(ko.zoneLabel()).toBe('KST');
    expect(en.stamp(DESK_NOW)).toBe('2025-05-19 05:05:00 UTC');
    expect(formatIn('en', 'Asia/Seoul').stamp(DESK_NOW)).toBe('2025-05-19 14:05:00 KST');
  });

  test('carry the date on another day, and the year in another year', () => {
    expect(en.time(DESK_NOW - DAY_MS)).toBe('18 May 05:05');
    expect(ko.time(DESK_NOW - DAY_MS)).toBe('5월 18일 14:05');
    expect(en.dateTime(DESK_NOW - 200 * DAY_MS)).toBe('31 Oct 2024 05:05');
    expect(ko.date(DESK_NOW - 200 * DAY_MS)).toBe('2024년 10월 31일');
  });

  test('durations name their two largest units', () => {
    expect(en.duration(11_520_000)).toBe('3h 12m');
    expect(ko.duration(11_520_000)).toBe('3시간 12분');
    expect(en.duration(300_000)).toBe('5m');
    expect(en.duration(DAY_MS + 5_000)).toBe('1d');
    expect(ko.duration(0)).toBe('0초');
    expect(en.duration(59_999)).toBe('1m');
  });
});

describe('the language of a text', () => {
  test.each([
    ['왜 샀어?', 'ko'],
    ['SOL 왜 안 샀어', 'ko'],
    ['why did you buy?', 'en'],
    ['/status', 'en'],
    ['4821', null],
    ['?', null],
  ])('%s is %s', (text, language) => {
    expect(languageOf(text)).toBe(language);
  });
});
