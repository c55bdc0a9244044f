import type { SentimentReading } from '../domain/evidence.ts';
import type { InstrumentSymbol } from '../domain/instrument.ts';
import type { Candle, Quote } from '../domain/market.ts';
import type { Reason } from '../domain/reason.ts';
import type { Direction } from '../domain/signal.ts';
import type { AlarmAction, EmergencySettings } from './emergency-settings.ts';

export type DetectorName = 'price-drop' | 'volume-surge' | 'anomaly' | 'news-sentiment' | 'network-failures';

/** The mood of a coin's news, and from where on it is too bad; null: nobody looks at it. */
export interface NewsMood {
  readonly reading: SentimentReading | null;
  readonly limit: number | null;
}

/**
 * Sees everything, and gives a reason when what it sees hurts a position. `direction` is null where nothing is held:
 * it learns then and never alarms. Nothing here waits or asks; each look is a few additions.
 */
export interface Detector {
  readonly name: DetectorName;
  readonly action: AlarmAction;
  onQuote?(quote: Quote, direction: Direction | null): Reason | null;
  onCandle?(candle: Candle, direction: Direction | null, mood: NewsMood): Reason | null;
  /** A question to the venue was answered, or it was not. */
  onVenueAnswer?(answered: boolean): Reason | null;
}

/** A kind of detector: one file, one line in the registry. */
export interface DetectorKind {
  readonly name: DetectorName;
  /** Returns a detector for all symbols, or null where the settings have it off. */
  create(settings: EmergencySettings): Detector | null;
}

/** Returns what is kept for a symbol, made on first sight. */
export function stateOf<S>(states: Map<InstrumentSymbol, S>, symbol: InstrumentSymbol, make: () => S): S {
  const known = states.get(symbol);
  if (known !== undefined) return known;
  const made = make();
  states.set(symbol, made);
  return made;
}

/** Returns how far a move goes against a position, as a fraction above zero; 0 when it goes its way. */
export function against(direction: Direction, moveFraction: number): number {
  return Math.max(0, direction === 'long' ? -moveFraction : moveFraction);
}
