import type { Side } from '../domain/order.ts';
import type { Signal } from '../domain/signal.ts';

/** Returns the side that carries a signal out: entering long and leaving short buy, the others sell. */
export function wantedSide(signal: Pick<Signal, 'action' | 'direction'>): Side {
  return (signal.action === 'enter') === (signal.direction === 'long') ? 'buy' : 'sell';
}

/** Tells what the assistant proposed by itself: it never goes ahead without a person's word. */
export function isAssistants(signal: Pick<Signal, 'source'>): boolean {
  return signal.source.startsWith('assistant:');
}

/** Tells a person's own order from the engine's proposals. */
export function isHuman(signal: Pick<Signal, 'source'>): boolean {
  return signal.source.startsWith('human:');
}
