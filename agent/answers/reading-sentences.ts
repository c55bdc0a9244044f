import { baseOf } from '../../engine/domain/instrument.ts';
import type { DeskView, StrategyReading } from '../../engine/ports/desk-view.ts';
import { strategySource } from '../../engine/strategies/strategy.ts';
import type { AnswerSentence } from './answer.ts';
import type { Topic } from './draft.ts';
import { type FactSheet, phrase, sentence } from './fact-sheet.ts';

const MOST = 2;

/**
 * How near each strategy was to the entry asked about, the nearest first; cited as `S-SOL`. Nothing for an exit, nor
 * where something is held: then it was not the distance that kept an entry away.
 */
export function readingSentences(
  sheet: FactSheet,
  view: Pick<DeskView, 'readings' | 'positions'>,
  { symbol, side }: Pick<Topic, 'symbol' | 'side'>,
): readonly AnswerSentence[] {
  if (symbol === null || side === 'sell' || side === 'close') return [];
  if (view.positions().some(({ position }) => position.symbol === symbol)) return [];
  const wanted = side === null ? null : side === 'short' ? 'short' : 'long';
  const fitting = view.readings(symbol).filter(({ reading }) => [null, reading.values.direction].includes(wanted));
  const nearest = nearestOfEach(fitting).slice(0, MOST);
  if (nearest.length === 0) return [];
  const readings = nearest.map((one) => ({ source: strategySource(one.strategy), ...one }));
  const id = sheet.add(`S-${baseOf(symbol)}`, { symbol, readings });
  return readings.map(({ strategy }, index) => {
    const slots = {
      source: sheet.slot('term:source', `${id}#readings[${index}].source`),
      reason: sheet.slot('reason', `${id}#readings[${index}].reading`),
    };
    return sentence(`why-not.reading.${strategy}`, phrase('{source}: {reason}.', '{source}: {reason}.', slots));
  });
}

/** Of a strategy that reads both directions, the one that was nearer. */
function nearestOfEach(readings: readonly StrategyReading[]): readonly StrategyReading[] {
  const sorted = readings.toSorted((a, b) => distanceOf(a) - distanceOf(b));
  return sorted.filter((one, index) => sorted.findIndex(({ strategy }) => strategy === one.strategy) === index);
}

function distanceOf({ reading }: StrategyReading): number {
  const { distanceFraction } = reading.values;
  return typeof distanceFraction === 'number' ? distanceFraction : Number.POSITIVE_INFINITY;
}
