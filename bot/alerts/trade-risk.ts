import type { Decimal } from '../../engine/domain/decimal.ts';
import { decimal, ZERO } from '../../engine/domain/decimal.ts';
import type { NumberedFill, Records } from '../../engine/ports/records.ts';

/**
 * Returns what would have been lost in quote currency, fees aside, had each of these entry fills left at the stop that
 * its decision was sized by; null where one had none.
 */
export async function riskOf(
  entries: readonly NumberedFill[],
  records: Pick<Records, 'decision'>,
): Promise<Decimal | null> {
  const stops = new Map<string, string | null>();
  for (const { decisionId } of entries) {
    if (stops.has(decisionId)) continue;
    stops.set(decisionId, (await records.decision(decisionId))?.record.sizing?.stopPrice ?? null);
  }
  let risk = ZERO;
  for (const { decisionId, fill } of entries) {
    const stop = stops.get(decisionId) ?? null;
    if (stop === null) return null;
    risk = risk.plus(decimal(fill.price).minus(decimal(stop)).abs().times(decimal(fill.quantity)));
  }
  return risk.isZero() ? null : risk;
}
