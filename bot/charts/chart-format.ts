import type { Format } from '../i18n/format.ts';
import { createFormat } from '../i18n/format.ts';
import type { ChartViewer } from './chart.ts';

/** Returns how dates and shares are written for the viewer of a chart. */
export function chartFormat(viewer: ChartViewer): Format {
  return createFormat({
    language: viewer.language,
    zone: viewer.zone,
    now: viewer.now,
    instruments: [],
    quoteCurrency: '',
  });
}
