import type { WhatIfChange } from '../../agent/assistant/tools/what-if-port.ts';
import type { Strategy } from '../../engine/strategies/strategy.ts';

/** Returns the strategy with its entries' stop and target where the changes want them, from a time on. */
export function withChangedPlan(strategy: Strategy, changes: readonly WhatIfChange[], from: number): Strategy {
  const fractionOf = (type: 'stop' | 'target') =>
    changes.flatMap((change) => (change.type === type ? [change.fraction] : [])).at(-1) ?? null;
  const stop = fractionOf('stop');
  const target = fractionOf('target');
  if (stop === null && target === null) return strategy;
  return {
    name: strategy.name,
    symbol: strategy.symbol,
    timeframe: strategy.timeframe,
    observe: (candle) => strategy.observe(candle),
    readings: () => strategy.readings(),
    propose(context) {
      const signal = strategy.propose(context);
      if (signal === null || signal.action !== 'enter' || context.at < from) return signal;
      const stopDistance = stop === null ? signal.plan.stopDistance : context.price * stop;
      const targetDistance = target === null ? signal.plan.targetDistance : context.price * target;
      return { ...signal, plan: { ...signal.plan, stopDistance, targetDistance } };
    },
  };
}
