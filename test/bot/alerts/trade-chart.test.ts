import { describe, expect, test } from 'vitest';
import { tradeChart } from '../../../bot/alerts/trade-chart.ts';
import { chartProblem } from '../../../bot/charts/check-chart.ts';
import type { Language } from '../../../bot/i18n/language.ts';
import { createVoice } from '../../../bot/i18n/voice.ts';
import type { ClosedTrade } from '../../../engine/domain/closed-trade.ts';
import type { Candle } from '../../../engine/domain/market.ts';
import type { Timeframe } from '../../../engine/domain/timeframe.ts';
import { TIMEFRAME_MS } from '../../../engine/domain/timeframe.ts';
import { closedTrade, DESK_NOW, FakeDesk, INSTRUMENTS, SOL } from '../../fakes/desk.ts';
import { AlertJournal, MINUTE } from './alert-journal.ts';

function bars(timeframe: Timeframe, count: number, until: number): readonly Candle[] {
  const ms = TIMEFRAME_MS[timeframe];
  const end = until - (until % ms);
  return Array.from({ length: count }, (_, index) => {
    const closeTime = end - (count - 1 - index) * ms;
    const prices = { open: 170, high: 172, low: 168, close: 171 };
    return { symbol: SOL, timeframe, openTime: closeTime - ms, closeTime, ...prices, volume: 1 };
  });
}

function rig(trade: ClosedTrade, now = trade.closedAt, kept: Partial<Record<Timeframe, number>> = {}) {
  const desk = new FakeDesk();
  desk.at = now;
  desk.candlesNow = (['1m', '5m', '15m', '1h'] as const).flatMap((timeframe) =>
    bars(timeframe, kept[timeframe] ?? 300, now),
  );
  const journal = new AlertJournal();
  journal.decide(3, '2.5');
  journal.decide(7, '2.5');
  journal.fill({ decisionId: 'D-3', side: 'buy', quantity: '2.5', price: '168', at: trade.openedAt });
  journal.fill({ decisionId: 'D-7', side: 'sell', quantity: '2.5', price: '170', at: trade.closedAt });
  const draw = (language: Language = 'en') =>
    tradeChart(
      trade,
      createVoice({ ...{ language, zone: 'Asia/Seoul', now, instruments: INSTRUMENTS, quoteCurrency: 'USDT' } }),
      { desk, records: journal.records },
    );
  return { draw };
}

describe('the picture of a closed trade', () => {
  const trade = closedTrade(12, '5', { openedAt: DESK_NOW - 45 * MINUTE, closedAt: DESK_NOW });

  test('shows entry, exit and stop with bars around both, for that person', async () => {
    const request = await rig(trade).draw('ko');
    expect(request).toMatchObject({
      timeframe: '1m',
      title: 'SOL T-12',
      stopPrice: 169.94,
      viewer: { language: 'ko', zone: 'Asia/Seoul' },
    });
    expect(request?.marks).toEqual([
      { type: 'entry', side: 'buy', at: trade.openedAt, price: 168 },
      { type: 'exit', side: 'sell', at: DESK_NOW - 1, price: 170 },
    ]);
    const [first] = request?.candles ?? [];
    expect(first?.openTime).toBeLessThanOrEqual(trade.openedAt - 29 * MINUTE);
    expect(request === null ? 'none' : chartProblem(request)).toBeNull();
  });

  test('takes longer bars for a longer trade, and fills the last of them from the minutes', async () => {
    const now = DESK_NOW + 2 * MINUTE;
    const long = closedTrade(12, '5', { openedAt: now - 10 * 60 * MINUTE, closedAt: now });
    const request = await rig(long).draw();
    expect(request?.timeframe).toBe('15m');
    const last = request?.candles.at(-1);
    // 05:07: the bar of 05:00 is not closed, its first seven minutes are.
    expect(last).toMatchObject({ openTime: DESK_NOW - 5 * MINUTE, high: 172, low: 168, close: 171, volume: 7 });
    expect(request?.marks.at(-1)?.at).toBe(now);
  });

  test('told late shows the trade and not what came after it', async () => {
    const request = await rig(trade, DESK_NOW + 120 * MINUTE).draw();
    const last = request?.candles.at(-1)?.openTime ?? 0;
    expect(last).toBeGreaterThan(trade.closedAt);
    expect(last).toBeLessThan(trade.closedAt + 20 * MINUTE);
  });

  test('is not drawn where its bars are gone', async () => {
    const kept = { '1m': 10, '5m': 5, '15m': 2, '1h': 0 };
    expect(await rig(trade, DESK_NOW, kept).draw()).toBeNull();
  });
});
