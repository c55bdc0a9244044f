import type { InstrumentSymbol } from '../../domain/instrument.ts';
import type { Candle } from '../../domain/market.ts';
import { reason } from '../../domain/reason.ts';
import { TIMEFRAME_MS } from '../../domain/timeframe.ts';
import type { DetectorKind } from '../detector.ts';
import { against, stateOf } from '../detector.ts';

const WINDOW = 5;
/** An hour of minutes before the window is what is usual. */
const USUAL = 60;
const MINUTE_MS = TIMEFRAME_MS['1m'];

/** Five minutes traded far more than five usual ones of the hour before, and the price went against the position. */
export const volumeSurge: DetectorKind = {
  name: 'volume-surge',
  create({ volumeSurge: settings }) {
    if (settings === null) return null;
    const { aboveFraction, moveFraction, action } = settings;
    const minutes = new Map<InstrumentSymbol, Candle[]>();
    return {
      name: 'volume-surge',
      action,
      onCandle(candle, direction) {
        if (candle.timeframe !== '1m') return null;
        const kept = stateOf(minutes, candle.symbol, (): Candle[] => []);
        kept.push(candle);
        if (kept.length > WINDOW + USUAL) kept.shift();
        if (direction === null || kept.length < WINDOW + USUAL) return null;
        const first = kept[0];
        // A gap would compare an hour with a day.
        if (first === undefined || candle.closeTime - first.openTime > (WINDOW + USUAL) * MINUTE_MS) return null;
        const usual = volumeOf(kept.slice(0, USUAL)) / USUAL;
        const now = volumeOf(kept.slice(USUAL)) / WINDOW;
        const before = kept[USUAL - 1];
        if (usual <= 0 || before === undefined) return null;
        const above = now / usual - 1;
        const move = candle.close / before.close - 1;
        if (above < aboveFraction || against(direction, move) < moveFraction) return null;
        return reason('emergency.volume-surge', { above, limit: aboveFraction, move });
      },
    };
  },
};

function volumeOf(candles: readonly Candle[]): number {
  return candles.reduce((sum, { volume }) => sum + volume, 0);
}
