import type { InstrumentSymbol } from '../../domain/instrument.ts';
import { reason } from '../../domain/reason.ts';
import type { DetectorKind } from '../detector.ts';
import { against, stateOf } from '../detector.ts';

interface Extreme {
  readonly at: number;
  readonly price: number;
}

/**
 * The price has fallen so far below its highest of the last minutes; for a short, risen above its lowest. Looks at each
 * quote, because a candle closes too late.
 */
export const priceDrop: DetectorKind = {
  name: 'price-drop',
  create({ priceDrop: settings }) {
    if (settings === null) return null;
    const { fraction, withinMs, action } = settings;
    const windows = new Map<InstrumentSymbol, { readonly highs: Extreme[]; readonly lows: Extreme[] }>();
    return {
      name: 'price-drop',
      action,
      onQuote({ symbol, at, price }, direction) {
        const { highs, lows } = stateOf(windows, symbol, () => ({ highs: [], lows: [] }));
        keep(highs, { at, price }, withinMs, (last) => last <= price);
        keep(lows, { at, price }, withinMs, (last) => last >= price);
        const from = direction === 'long' ? highs[0] : direction === 'short' ? lows[0] : undefined;
        if (from === undefined || direction === null) return null;
        const move = price / from.price - 1;
        if (against(direction, move) < fraction) return null;
        return reason('emergency.price-drop', { move, limit: fraction, withinMs: at - from.at, windowMs: withinMs });
      },
    };
  },
};

/** A monotonic queue: its first is the extreme of the window. What a newer one outdoes can never be it again. */
function keep(queue: Extreme[], next: Extreme, withinMs: number, outdone: (price: number) => boolean): void {
  for (let last = queue.at(-1); last !== undefined && outdone(last.price); last = queue.at(-1)) queue.pop();
  queue.push(next);
  for (let first = queue[0]; first !== undefined && first.at < next.at - withinMs; first = queue[0]) queue.shift();
}
