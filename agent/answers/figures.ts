import type { SeriesEvidence } from '../../engine/domain/evidence.ts';
import { describeSeries, type SeriesKind } from '../../rag/sources/series/series-names.ts';
import { type FactSheet, type Phrase, phrase } from './fact-sheet.ts';
import { fearGreedWord } from './mood-words.ts';

/** A figure from outside the market as answers cite it: `G-fear-greed`. */
export interface FigureFacts extends SeriesEvidence {
  readonly derived: {
    /** As they are shown: per cent as a share. */
    readonly value: number;
    readonly previous: number | null;
    readonly ageMs: number;
    /** What the value is called, where it has a name. */
    readonly word: ReturnType<typeof fearGreedWord> | null;
  };
}

export function figureFacts(figure: SeriesEvidence, asOf: number): FigureFacts {
  const scale = figure.unit === 'percent' ? 100 : 1;
  return {
    ...figure,
    derived: {
      value: figure.value / scale,
      previous: figure.previous === null ? null : figure.previous / scale,
      ageMs: Math.max(0, asOf - figure.knownAt),
      word: figure.series === FEAR_GREED ? fearGreedWord(figure.value) : null,
    },
  };
}

const FEAR_GREED = 'fear-greed';

export function kindOf(series: string): SeriesKind | null {
  return describeSeries(series)?.kind ?? null;
}

export interface FigureChoice {
  /** Figures of other coins are left out; those of no coin stay. */
  readonly coins: readonly string[];
  /** Only these, in this order; all when left out. */
  readonly kinds?: readonly SeriesKind[] | undefined;
}

const ORDER: readonly SeriesKind[] = ['sentiment', 'derivatives', 'macro', 'onchain', 'attention'];

/** Returns the figures that concern these coins, by kind; what no source of ours describes is left out. */
export function chosenFigures(
  figures: readonly SeriesEvidence[],
  { coins, kinds = ORDER }: FigureChoice,
): readonly SeriesEvidence[] {
  return kinds.flatMap((kind) =>
    figures.filter(({ series }) => {
      const coin = coinOf(series);
      return kindOf(series) === kind && (coin === null || coins.includes(coin));
    }),
  );
}

/** The coin that a figure is about: named in the series, or Bitcoin for what is read off its own network. */
function coinOf(series: string): string | null {
  const described = describeSeries(series);
  const place = described?.pattern.split(':').indexOf('{asset}') ?? -1;
  if (place >= 0) return series.split(':')[place] ?? null;
  return described?.kind === 'onchain' ? 'BTC' : null;
}

/** Whose number says all by itself. */
const BARE_UNITS: ReadonlySet<string> = new Set(['index', 'ratio', 'count', 'as published']);

/** The value at `path` in its unit; one that is written in words stands at `unitPath`, or is said already (null). */
export function valuePhrase(sheet: FactSheet, unit: string, path: string, unitPath: string | null): Phrase {
  switch (unit) {
    case 'fraction':
      return phrase('{value}', '{value}', { value: sheet.slot('rate', path) });
    case 'percent':
      return phrase('{value}', '{value}', { value: sheet.slot('percent', path) });
    case 'usd':
      return phrase('{value} USD', '{value}달러', { value: sheet.slot('count', path) });
    default: {
      const value = sheet.slot(unit === 'count' ? 'count' : 'number', path);
      if (unitPath === null || BARE_UNITS.has(unit)) return phrase('{value}', '{value}', { value });
      return phrase('{value} {unit}', '{value} {unit}', { value, unit: sheet.slot('term:unit', unitPath) });
    }
  }
}
