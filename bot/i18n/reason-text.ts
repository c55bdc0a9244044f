import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { Reason } from '../../engine/domain/reason.ts';
import type { Format } from './format.ts';
import { REASON_SENTENCES } from './reasons/catalogue.ts';
import { fillTemplate } from './template.ts';

/** Returns a reason as a sentence; one that has no row is shown as it is, `code (key=value)`, rather than hidden. */
export function reasonText(reason: Reason, format: Format, symbol: InstrumentSymbol | null = null): string {
  const sentence = Object.hasOwn(REASON_SENTENCES, reason.code) ? REASON_SENTENCES[reason.code] : undefined;
  if (sentence === undefined) return rawReason(reason);
  return fillTemplate(sentence[format.language], { format, values: reason.values, symbol });
}

function rawReason(reason: Reason): string {
  const values = Object.entries(reason.values).map(([key, value]) => `${key}=${value}`);
  return values.length === 0 ? reason.code : `${reason.code} (${values.join(', ')})`;
}
