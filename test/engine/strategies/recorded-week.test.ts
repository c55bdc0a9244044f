import { beforeAll, describe, expect, it } from 'vitest';
import type { Candle, MarketEvent } from '../../../engine/domain/market.ts';
import type { Signal } from '../../../engine/domain/signal.ts';
import { ReplayClock } from '../../../engine/exchanges/replay-clock.ts';
import { ReplayMarketData } from '../../../engine/exchanges/replay-market-data.ts';
import { MarketState } from '../../../engine/market/market-state.ts';
import { loadRecording, type Recording } from '../../../engine/recordings/recording.ts';
import { recordingDirectory } from '../../../engine/recordings/recording-files.ts';
import { STRATEGIES } from '../../../engine/strategies/registry.ts';

const DAY = 86_400_000;

/** The entries that both strategies want at their defaults over the bundled week, if none of them is traded. */
async function candidatesOf(recording: Recording, startAt: number): Promise<readonly Signal[]> {
  const replay = new ReplayMarketData({ recording, clock: new ReplayClock(0), startAt, sleep: async () => {} });
  const state = new MarketState(recording.symbols);
  const strategies = recording.symbols.flatMap((symbol) => STRATEGIES.map(({ create }) => create({ symbol })));
  const signals: Signal[] = [];
  const closedBy = (event: MarketEvent): readonly Candle[] => {
    const update = state.apply(event);
    if (update.outcome === 'quarantined') throw new Error(update.reason.code);
    return update.closed;
  };
  const observed = (candle: Candle) =>
    strategies.filter(({ symbol, timeframe }) => symbol === candle.symbol && timeframe === candle.timeframe);
  for (const minute of replay.warmUp()) {
    for (const candle of closedBy({ type: 'candle.closed', at: minute.closeTime, candle: minute })) {
      for (const strategy of observed(candle)) strategy.observe(candle);
    }
  }
  replay.subscribe((event) => {
    for (const candle of closedBy(event)) {
      for (const strategy of observed(candle)) {
        strategy.observe(candle);
        const signal = strategy.propose({ at: event.at, price: candle.close, position: null });
        if (signal !== null) signals.push(signal);
      }
    }
  });
  await replay.run();
  return signals;
}

describe('the strategies over the bundled week', () => {
  let recording: Recording;
  let signals: readonly Signal[];

  beforeAll(async () => {
    recording = await loadRecording(recordingDirectory('may-2025'));
    signals = await candidatesOf(recording, recording.manifest.startTime);
  });

  it('bring a desk of four symbols some dozens of candidates a day, the first within minutes', () => {
    const { startTime } = recording.manifest;
    const perDay = Array.from(
      { length: 7 },
      (_, day) => signals.filter(({ at }) => Math.floor((at - startTime - 1) / DAY) === day).length,
    );
    expect(perDay).toEqual([81, 60, 72, 69, 43, 59, 50]);
    expect((signals[0]?.at ?? 0) - startTime).toBe(5 * 60_000);
    expect(signals.filter(({ source }) => source === 'strategy:turtle')).toHaveLength(268);
    expect(signals.filter(({ source }) => source === 'strategy:mean-reversion')).toHaveLength(166);
  });

  it('want the same after a restart in the middle', async () => {
    const startAt = recording.manifest.startTime + 3.3 * DAY;
    expect(await candidatesOf(recording, startAt)).toEqual(signals.filter(({ at }) => at >= startAt));
  });

  it('never give two signals one id', () => {
    expect(new Set(signals.map(({ id }) => id)).size).toBe(signals.length);
  });
});
