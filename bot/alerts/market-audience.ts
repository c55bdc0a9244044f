import type { MarketEvent } from '../../engine/domain/market.ts';

export type MarketListener = (event: MarketEvent) => void;

/** Those who only look on at the market: none of them can hold the desk up or break it. */
export interface MarketAudience {
  add(listener: MarketListener): void;
  tell(event: MarketEvent): void;
}

export function createMarketAudience(onFault: (fault: unknown) => void): MarketAudience {
  const listeners: MarketListener[] = [];
  return {
    add: (listener) => void listeners.push(listener),
    tell(event) {
      for (const listener of listeners) {
        try {
          listener(event);
        } catch (fault) {
          onFault(fault);
        }
      }
    },
  };
}
