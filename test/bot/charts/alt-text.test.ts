import { expect, test } from 'vitest';
import { altText } from '../../../bot/charts/alt-text.ts';
import type { ChartRequest } from '../../../bot/charts/chart.ts';
import {
  allocationRequest,
  candlesRequest,
  DAY,
  equityRequest,
  MINUTE,
  madeCandles,
  START,
  tradedRequest,
  viewer,
} from './chart-samples.ts';

const korean = (request: ChartRequest): string => altText({ ...request, viewer: viewer({ language: 'ko' }) });

const traded = tradedRequest(madeCandles(10), { title: 'D-12\u202e bought', symbol: 'BTC/USDT:USDT', priceDigits: 2 });
const equity = equityRequest({
  equity: [10_000, 12_000, 9_000, 11_000].map((value, index) => ({ at: START + index * DAY, value })),
  buyAndHold: [10_000, 10_500].map((value, index) => ({ at: START + index * DAY, value })),
  trades: [
    { at: START, net: 5 },
    { at: START + DAY, net: -2 },
  ],
});

test('candles are told with their span, prices and deeds', () => {
  expect(altText(traded)).toBe(
    'D-12 bought. BTC/USDT 15m candles, 19 May 00:00 to 19 May 02:30 KST: from 97.00 to 100.00 (+3.09%), high 103.50, ' +
      'low 96.50. Entry at 101.00 (19 May 01:00), exit at 99.00 (19 May 02:00), stop 99.49, target 104.03, ' +
      'signal at 19 May 00:45.',
  );
  expect(korean(traded)).toBe(
    'D-12 bought. BTC/USDT 15분 캔들, 5월 19일 00:00부터 5월 19일 02:30 KST까지: 97.00에서 100.00(+3.09%), 고가 103.50, ' +
      '저가 96.50. 진입 101.00(5월 19일 01:00), 청산 99.00(5월 19일 02:00), 손절 99.49, 목표 104.03, 신호 5월 19일 00:45.',
  );
});

test('many trades are counted', () => {
  const marks = [100, 101, 99].map((price, index) => {
    return { type: 'entry' as const, side: 'buy' as const, at: START + index * MINUTE, price };
  });
  expect(altText(candlesRequest({ marks, priceDigits: 0 }))).toMatch(/ Entry 3 times between 99 and 101\.$/);
});

test('equity is told against buy-and-hold', () => {
  expect(altText(equity)).toBe(
    'Equity from 19 May 00:00 to 22 May 00:00 KST: 10,000.00 USDT to 11,000.00 USDT (+10.00%), largest drawdown ' +
      '-25.00%. Buy and hold: +5.00%. 2 trades, 1 of them won.',
  );
  expect(korean(equity)).toBe(
    '5월 19일 00:00부터 5월 22일 00:00 KST까지 자산: 10,000.00 USDT에서 11,000.00 USDT(+10.00%), 최대 낙폭 -25.00%. ' +
      '단순 보유: +5.00%. 거래 2건 중 1건 수익.',
  );
});

test('an allocation is told by its shares', () => {
  expect(altText(allocationRequest())).toBe(
    'Allocation of 10,012.40 USDT at 21 May 00:00 KST: Cash USDT 48.1%, BTC 31.0%, ETH 14.5%, SOL short 6.5%.',
  );
  expect(korean(allocationRequest())).toBe(
    '5월 21일 00:00 KST 기준 10,012.40 USDT 배분: 현금 USDT 48.1%, BTC 31.0%, ETH 14.5%, SOL 숏 6.5%.',
  );
});

test('nothing is told as nothing', () => {
  const empty: readonly ChartRequest[] = [
    candlesRequest({ candles: [] }),
    equityRequest({ equity: [] }),
    allocationRequest({ holdings: [] }),
  ];
  expect(empty.map(altText)).toEqual([
    'BTC/USDT 15m candles: none in this span.',
    'Equity: nothing recorded yet.',
    'Allocation at 21 May 00:00 KST: nothing held.',
  ]);
  expect(empty.map(korean)).toEqual([
    'BTC/USDT 15분 캔들: 이 구간에는 없습니다.',
    '자산: 아직 기록이 없습니다.',
    '5월 21일 00:00 KST 기준 배분: 보유한 자산이 없습니다.',
  ]);
});
