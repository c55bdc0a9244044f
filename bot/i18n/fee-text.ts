import { decimalText } from '../../engine/domain/decimal.ts';
import type { Fill } from '../../engine/domain/fill.ts';
import type { FeesPaid } from '../../engine/domain/portfolio.ts';
import type { Format } from './format.ts';

/** Returns a fee with its currency; won have no parts, whatever the venue computes. */
export function feeText({ fee, feeCurrency }: Pick<Fill, 'fee' | 'feeCurrency'>, format: Format): string {
  const isWon = feeCurrency === 'KRW' && format.quoteCurrency === 'KRW';
  return isWon ? format.money(fee) : `${format.number(fee, 4)} ${feeCurrency}`;
}

/** Returns what fills cost: `12.30 USDT + 0.01 BNB`. */
export function feesText({ quote, others }: FeesPaid, format: Format): string {
  const beside = [...others].map(([currency, amount]) => `${format.number(decimalText(amount), 8)} ${currency}`);
  const own = beside.length > 0 && quote.isZero() ? [] : [format.money(quote)];
  return [...own, ...beside].join(' + ');
}
