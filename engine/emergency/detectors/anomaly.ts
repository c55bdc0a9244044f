import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { reason } from '../../domain/reason.ts';
import { AnomalyScore } from '../anomaly-score.ts';
import type { DetectorKind } from '../detector.ts';
import { against, stateOf } from '../detector.ts';

interface Minute {
  readonly score: AnomalyScore;
  lastClose: { readonly at: number; readonly price: number } | null;
  spreads: number;
  quotes: number;
  spreadFraction: number;
}

/** A minute like none of the hours before it in return, volume and spread together, against the position. */
export const anomaly: DetectorKind = {
  name: 'anomaly',
  create({ anomaly: settings }) {
    if (settings === null) return null;
    const { score: limit, action } = settings;
    const markets = new Map<InstrumentSymbol, Minute>();
    const make = (): Minute => ({
      ...{ score: new AnomalyScore(), lastClose: null, spreads: 0, quotes: 0, spreadFraction: 0 },
    });
    return {
      name: 'anomaly',
      action,
      onQuote({ symbol, price, bid, ask }) {
        const minute = stateOf(markets, symbol, make);
        minute.spreads += (ask - bid) / price;
        minute.quotes += 1;
        return null;
      },
      onCandle(candle, direction) {
        if (candle.timeframe !== '1m') return null;
        const minute = stateOf(markets, candle.symbol, make);
        const { lastClose } = minute;
        // Without a quote in the minute its spread is the one before.
        if (minute.quotes > 0) minute.spreadFraction = minute.spreads / minute.quotes;
        Object.assign(minute, { spreads: 0, quotes: 0, lastClose: { at: candle.closeTime, price: candle.close } });
        if (lastClose?.at !== candle.openTime) return null;
        const move = candle.close / lastClose.price - 1;
        const score = minute.score.push({
          logReturn: Math.log1p(move),
          logVolume: Math.log1p(candle.volume),
          spreadFraction: minute.spreadFraction,
        });
        if (score === null || direction === null || score <= limit || against(direction, move) === 0) return null;
        return reason('emergency.anomaly', { score, limit, move });
      },
    };
  },
};
