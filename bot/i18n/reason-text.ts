import type { InstrumentSymbol } from '../../engine/domain/instrument.ts';
import type { Reason } from '../../engine/domain/reason.ts';
import type { Format } from './format.ts';
import { SHORT_REASONS } from './reasons/abstentions.ts';
import { REASON_SENTENCES } from './reasons/catalogue.ts';
import { fillTemplate } from './template.ts';

/** Returns a reason as a sentence; one that has no row is shown as it is, `code (key=value)`, rather than hidden. */
export function reasonText(reason: Reason, format: Format, symbol: InstrumentSymbol | null = null): string {
  const template = templateOf(reason.code, format);
  if (template === null) return rawReason(reason);
  return fillTemplate(template, {
    format,
    values: reason.values,
    symbol,
    describeCode: (code) => describeCode(code, format),
  });
}

function templateOf(code: string, format: Format): string | null {
  const sentence = Object.hasOwn(REASON_SENTENCES, code) ? REASON_SENTENCES[code] : undefined;
  return sentence?.[format.language] ?? null;
}

/** A code that comes without its values is told only if its sentence needs none, or has a short form. */
function describeCode(code: string, format: Format): string {
  const short = Object.hasOwn(SHORT_REASONS, code) ? SHORT_REASONS[code] : undefined;
  if (short !== undefined) return short[format.language];
  const template = templateOf(code, format);
  return template === null || template.includes('{') ? code : template.replace(/\.$/, '');
}

function rawReason(reason: Reason): string {
  const values = Object.entries(reason.values).map(([key, value]) => `${key}=${value}`);
  return values.length === 0 ? reason.code : `${reason.code} (${values.join(', ')})`;
}
