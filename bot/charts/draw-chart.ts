import { RefusedError } from '../../engine/domain/errors.ts';
import { allocationScene } from './allocation-chart.ts';
import { altText } from './alt-text.ts';
import { candlesScene } from './candles-chart.ts';
import type { ChartRequest, DrawnChart } from './chart.ts';
import { fontMeasure } from './chart-font.ts';
import { chartProblem } from './check-chart.ts';
import { equityScene } from './equity-chart.ts';
import { paintScene } from './paint-scene.ts';
import type { MeasureText, Scene } from './scene.ts';

/** Returns what lies where in the picture; draws nothing. */
export function chartScene(request: ChartRequest, measure: MeasureText): Scene {
  switch (request.type) {
    case 'candles':
      return candlesScene(request, measure);
    case 'equity':
      return equityScene(request, measure);
    case 'allocation':
      return allocationScene(request, measure);
  }
}

/**
 * Returns the picture and what it shows. The same request gives the same bytes. Takes tens of milliseconds of the
 * thread it runs in. Throws RefusedError, with a sentence in the viewer's language, for what cannot be drawn.
 */
export function drawChart(request: ChartRequest): DrawnChart {
  const problem = chartProblem(request);
  if (problem !== null) throw new RefusedError(problem);
  return { png: paintScene(chartScene(request, fontMeasure())), alt: altText(request) };
}
