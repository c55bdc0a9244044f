import type { Fill } from '../../engine/domain/fill.ts';
import type { Format } from './format.ts';

/** Returns a fee with its currency; won have no parts, whatever the venue computes. */
export function feeText({ fee, feeCurrency }: Pick<Fill, 'fee' | 'feeCurrency'>, format: Format): string {
  const isWon = feeCurrency === 'KRW' && format.quoteCurrency === 'KRW';
  return isWon ? format.money(fee) : `${format.number(fee, 4)} ${feeCurrency}`;
}
