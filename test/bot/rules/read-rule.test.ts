import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createFormat } from '../../../bot/i18n/format.ts';
import { LANGUAGES } from '../../../bot/i18n/language.ts';
import { RULE_REASONS } from '../../../bot/i18n/reasons/rules.ts';
import { readRule } from '../../../bot/rules/read-rule.ts';
import { ruleSentence } from '../../../bot/rules/rule-sentence.ts';
import type { AlertRule } from '../../../engine/domain/alert-rule.ts';
import { alertRuleSchema, LEVEL_INDICATORS, RULE_TIMEFRAMES } from '../../../engine/domain/alert-rule.ts';
import { TOPICS } from '../../../rag/document.ts';
import { DESK_NOW, INSTRUMENTS } from '../../fakes/desk.ts';

function sentenceIn(language: 'en' | 'ko', rule: AlertRule): string {
  const format = createFormat({
    language,
    zone: 'UTC',
    now: DESK_NOW,
    instruments: INSTRUMENTS,
    quoteCurrency: 'USDT',
  });
  return ruleSentence(rule, format);
}

function read(line: string): AlertRule | string {
  const rule = readRule(line, INSTRUMENTS);
  return rule.outcome === 'parsed' ? rule.value : rule.reason.code;
}

/** The English sentence under which each line is shown back. */
const SAID: readonly (readonly [line: string, shown: string])[] = [
  ['BTC > 100k', 'BTC above 100,000 USDT, once'],
  ['btc>100k', 'BTC above 100,000 USDT, once'],
  ['if bitcoin hits $110,000', 'BTC above 110,000 USDT, once'],
  ['ETH <= 2400.5 every time', 'ETH below 2,400.5 USDT, every time'],
  ['비트 10만 이상', 'BTC above 100,000 USDT, once'],
  ['비트 1억 이상', 'BTC above 100,000,000 USDT, once'],
  ['비트코인이 10만 달러 넘으면', 'BTC above 100,000 USDT, once'],
  ['비트코인이 10만 달러를 돌파하면 알려 줘', 'BTC above 100,000 USDT, once'],
  ['비트 십만달러 넘을 때마다', 'BTC above 100,000 USDT, every time'],
  ['비트 9만5천 밑으로', 'BTC below 95,000 USDT, once'],
  ['BTC 100,000', 'BTC crosses 100,000 USDT, once'],
  ['SOL -5% 1h', 'SOL down 5% within 1h, every time'],
  ['SOL +5% 30m', 'SOL up 5% within 30m, every time'],
  ['btc 5% in 1 hour', 'BTC moves 5% within 1h, every time'],
  ['ETH drops more than 5% in 30 minutes', 'ETH down 5% within 30m, every time'],
  ['when SOL falls 5% within an hour', 'SOL down 5% within 1h, every time'],
  ['이더 1시간 안에 5% 떨어지면', 'ETH down 5% within 1h, every time'],
  ['비트 30분 동안 3% 오르면', 'BTC up 3% within 30m, every time'],
  ['BTC rsi 1h < 30', 'BTC RSI on 1h bars below 30, every time'],
  ['me when BTC RSI on 1h falls below 30', 'BTC RSI on 1h bars below 30, every time'],
  ['비트 RSI 1시간 30 아래로', 'BTC RSI on 1h bars below 30, every time'],
  ['비트 RSI가 1시간봉에서 30아래로 내려가면 한번만', 'BTC RSI on 1h bars below 30, once'],
  ['eth volume 5m > 3x', 'ETH volume ratio on 5m bars above 3, every time'],
  ['거래량 3배 이상 비트 5분', 'BTC volume ratio on 5m bars above 3, every time'],
  ['btc cci 15m < -100', 'BTC CCI on 15m bars below -100, every time'],
  ['btc macd 1h crosses above signal', 'BTC MACD on 1h bars crosses above its signal line, every time'],
  ['BTC golden cross macd 15m', 'BTC MACD on 15m bars crosses above its signal line, every time'],
  ['sol bollinger 15m lower', 'SOL touches the lower Bollinger band on 15m bars, every time'],
  ['솔라나 15분봉 볼린저 하단 닿으면', 'SOL touches the lower Bollinger band on 15m bars, every time'],
  ['btc price crosses sma(200) 1h', 'BTC crosses SMA 200 on 1h bars, every time'],
  ['비트 1시간봉 이동평균 50 상향 돌파', 'BTC crosses above SMA 50 on 1h bars, every time'],
  ['news XRP hack', 'news of XRP with "hack", every time'],
  ['뉴스 리플 해킹', 'news of XRP with "해킹", every time'],
  ['news on etf', 'news on the topic etf, every time'],
  ['비트 보안 뉴스', 'news of BTC on the topic security, every time'],
  ['news btc tone < -0.4', 'news of BTC with tone at or below -0.4, every time'],
  ['비트 악재 뉴스', 'news of BTC with tone at or below -0.3, every time'],
  ['when there is news about XRP', 'any news of XRP, every time'],
  ['pnl day -2%', 'day P&L at or below -2%, every time'],
  ['when my day loss exceeds 2%', 'day P&L at or below -2%, every time'],
  ['오늘 손익 -2% 이하', 'day P&L at or below -2%, every time'],
  ['손실 3% 넘으면', 'day P&L at or below -3%, every time'],
  ['btc position pnl < -3%', 'BTC position P&L at or below -3%, every time'],
  ['포지션 수익률 5% 이상', 'any position P&L at or above 5%, every time'],
  ['equity < 9500', 'equity at or below 9,500 USDT, once'],
  ['총자산 9500 아래로 떨어지면', 'equity at or below 9,500 USDT, once'],
];

const REFUSED: readonly (readonly [line: string, code: string])[] = [
  ['', 'rule.empty'],
  ['> 3', 'rule.no-market'],
  ['btc', 'rule.nothing-to-watch'],
  ['BTC frobnicate 3', 'rule.left-over'],
  ['btc > 100k and eth > 3000', 'rule.left-over'],
  ['btc above or below 100k', 'rule.both-ways'],
  ['BTC rsi 2h < 30', 'rule.timeframe'],
  ['BTC rsi 1h < 130', 'rule.level-range'],
  ['BTC rsi 1h', 'rule.no-level'],
  ['비트 1억원 이상', 'rule.won'],
  ['btc -5% 3 days', 'rule.window'],
  ['btc ema 500 1h', 'rule.average'],
  ['btc > 1e9', 'parse.exponent'],
  ['pnl day', 'rule.profit-percent'],
  ['"hack" btc', 'rule.quoted-without-news'],
  ['news btc tone < -3', 'rule.tone-range'],
  [`btc > ${'9'.repeat(400)}`, 'rule.too-long'],
];

describe('a line', () => {
  test.each(SAID)('%s', (line, shown) => {
    const rule = read(line);
    expect(typeof rule === 'string' ? rule : sentenceIn('en', rule)).toBe(shown);
  });

  test.each(REFUSED)('%s is refused: %s', (line, code) => {
    expect(read(line)).toBe(code);
  });
});

const symbol = fc.constantFrom(...INSTRUMENTS.map((one) => one.symbol));
const coin = fc.option(fc.constantFrom('BTC', 'ETH', 'XRP', 'SOL'));
const level = fc.integer({ min: 1, max: 10_000_000 }).map((ticks) => Number((ticks / 100).toPrecision(12)));
const percent = fc.integer({ min: 1, max: 9_999 }).map((basis) => Number((basis / 10_000).toPrecision(12)));
const when = fc.constantFrom('above', 'below', 'crosses' as const);
const beyond = fc.constantFrom('above', 'below' as const);
const timeframe = fc.constantFrom(...RULE_TIMEFRAMES);

const condition = fc.oneof(
  fc.record({ type: fc.constant('price' as const), symbol, when, level }),
  fc.record({
    ...{ type: fc.constant('move' as const), symbol, way: fc.constantFrom('up', 'down', 'either' as const) },
    ...{ fraction: percent, windowMs: fc.integer({ min: 1, max: 1_440 }).map((minutes) => minutes * 60_000) },
  }),
  fc.record({
    ...{ type: fc.constant('indicator' as const), symbol, timeframe, indicator: fc.constantFrom(...LEVEL_INDICATORS) },
    ...{ when, level: fc.integer({ min: 1, max: 1_000 }).map((tenths) => tenths / 10) },
  }),
  fc.record({
    ...{ type: fc.constant('line' as const), symbol, timeframe, when },
    ...{ line: fc.constantFrom('macd', 'bollinger' as const), length: fc.constant(null) },
  }),
  fc.record({
    ...{ type: fc.constant('line' as const), symbol, timeframe, when },
    ...{ line: fc.constantFrom('sma', 'ema' as const), length: fc.integer({ min: 2, max: 200 }) },
  }),
  fc.record({
    type: fc.constant('news' as const),
    coin,
    about: fc.oneof(
      fc.constant({ by: 'anything' as const }),
      fc.record({
        by: fc.constant('tone' as const),
        when: beyond,
        tone: fc.integer({ min: -100, max: 100 }).map((n) => n / 100),
      }),
      fc.record({ by: fc.constant('topic' as const), topic: fc.constantFrom(...TOPICS) }),
      fc.record({
        by: fc.constant('keyword' as const),
        keyword: fc.constantFrom('hack', '해킹', 'sec lawsuit', 'above 30', 'once', 'btc > 100k', '100% 상승', 'a,b.c'),
      }),
    ),
  }),
  fc.record({
    type: fc.constant('profit' as const),
    of: fc.constant('day' as const),
    ...{
      symbol: fc.constant(null),
      when: beyond,
      fraction: fc.oneof(
        percent,
        percent.map((value) => -value),
      ),
    },
  }),
  fc.record({
    type: fc.constant('profit' as const),
    of: fc.constant('position' as const),
    ...{
      symbol: fc.option(symbol),
      when: beyond,
      fraction: fc.oneof(
        percent,
        percent.map((value) => -value),
      ),
    },
  }),
  fc.record({ type: fc.constant('equity' as const), when: beyond, level }),
);

describe('every rule', () => {
  test.each(LANGUAGES)('shown in %s is read back as the same rule', (language) => {
    fc.assert(
      fc.property(condition, fc.boolean(), (wanted, repeats) => {
        const rule = alertRuleSchema.parse({ condition: wanted, repeats });
        expect(read(sentenceIn(language, rule))).toEqual(rule);
      }),
      { numRuns: 400 },
    );
  });

  test('no line makes it throw, and what it refuses has words', () => {
    const words = fc.constantFrom(
      ...[
        'btc',
        '비트',
        '>',
        '<',
        '%',
        '5%',
        '-',
        '100k',
        '10만',
        'rsi',
        '1h',
        '시간',
        'news',
        '뉴스',
        '"',
        'pnl',
        '손익',
        '이상',
        '넘으면',
        'sma',
        '0',
        '원',
        'x',
        '…',
      ],
    );
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.array(words, { maxLength: 12 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(line, (text) => {
        const rule = readRule(text, INSTRUMENTS);
        if (rule.outcome === 'parsed') expect(alertRuleSchema.safeParse(rule.value).success).toBe(true);
        else expect(rule.reason.code.startsWith('parse.') || Object.hasOwn(RULE_REASONS, rule.reason.code)).toBe(true);
      }),
      { numRuns: 1_000 },
    );
  });
});
