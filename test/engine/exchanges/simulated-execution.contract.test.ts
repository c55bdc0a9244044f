import { createSimulatedExecution } from '../../../engine/exchanges/simulated-execution.ts';
import { describeExecution } from '../../contracts/execution.ts';
import { BTC, quoteEvent, quoteOf } from '../../fakes/market.ts';

describeExecution('the simulated venue', async () => {
  const execution = createSimulatedExecution({ seed: 'contract' });
  let at = 1;
  async function trade(price: number): Promise<void> {
    at += 1;
    execution.onMarket(quoteEvent(quoteOf(at, price, { symbol: BTC })));
  }
  await trade(100);
  return { execution, trade, now: () => at };
});
