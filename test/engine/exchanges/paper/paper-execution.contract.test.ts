import { describeExecution } from '../../../contracts/execution.ts';
import { PaperRig } from './paper-market.ts';

describeExecution('the paper venue', async () => {
  const rig = new PaperRig();
  async function trade(price: number): Promise<void> {
    rig.show([[price - 0.1, 1_000]], [[price + 0.1, 1_000]]);
    rig.print(price, 10, 'sell');
    rig.pass(1_000);
    rig.show([[price - 0.1, 1_001]], [[price + 0.1, 1_001]]);
    rig.pass(100);
  }
  await trade(100);
  return { execution: rig.execution, trade, now: () => rig.clock.now() };
});
