import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle, Quote } from '../domain/market.ts';
import type { Reason } from '../domain/reason.ts';
import type { Direction } from '../domain/signal.ts';
import type { DetectorName, NewsMood } from './detector.ts';
import { createDetectors } from './detector-registry.ts';
import type { AlarmAction, EmergencySettings } from './emergency-settings.ts';

/** What a detector saw, and what is to be done. */
export interface Alarm {
  readonly detector: DetectorName;
  readonly action: AlarmAction;
  /** Null where no single market alarms. */
  readonly symbol: InstrumentSymbol | null;
  readonly reason: Reason;
}

/** Looks for what hurts a position, in everything that comes by. */
export interface DangerWatch {
  onQuote(quote: Quote, held: Direction | null): readonly Alarm[];
  onCandle(candle: Candle, held: Direction | null, mood: NewsMood): readonly Alarm[];
  /** `holding`: something is held anywhere; without it nothing can be hurt. */
  onVenueAnswer(answered: boolean, at: number, holding: boolean): readonly Alarm[];
}

/** An alarm that lasts is one alarm; what acts on it goes on by itself. */
const QUIET_MS = 15 * 60_000;

export function createDangerWatch(settings: EmergencySettings): DangerWatch {
  const detectors = createDetectors(settings);
  /** When each detector rang last, by market. */
  const rung = new Map<InstrumentSymbol | null, Map<DetectorName, number>>();

  function ring(found: Alarm | null, at: number): readonly Alarm[] {
    if (found === null) return [];
    // Bad news last as long as they are read; who acts on them knows whether an exit is under way.
    if (found.detector === 'news-sentiment') return [found];
    const times = rung.get(found.symbol) ?? new Map<DetectorName, number>();
    if (at - (times.get(found.detector) ?? Number.NEGATIVE_INFINITY) < QUIET_MS) return [];
    rung.set(found.symbol, times.set(found.detector, at));
    return [found];
  }

  /** What is bought after an alarm is watched anew. */
  function forget(symbol: InstrumentSymbol, held: Direction | null): void {
    if (held === null) rung.delete(symbol);
  }

  return {
    onQuote(quote, held) {
      forget(quote.symbol, held);
      return detectors.flatMap(({ name, action, onQuote }) => {
        const why = onQuote?.(quote, held) ?? null;
        return ring(why && { detector: name, action, symbol: quote.symbol, reason: why }, quote.at);
      });
    },
    onCandle(candle, held, mood) {
      forget(candle.symbol, held);
      return detectors.flatMap(({ name, action, onCandle }) => {
        const why = onCandle?.(candle, held, mood) ?? null;
        return ring(why && { detector: name, action, symbol: candle.symbol, reason: why }, candle.closeTime);
      });
    },
    onVenueAnswer: (answered, at, holding) =>
      detectors.flatMap(({ name, action, onVenueAnswer }) => {
        const why = onVenueAnswer?.(answered) ?? null;
        return ring(why && holding ? { detector: name, action, symbol: null, reason: why } : null, at);
      }),
  };
}
