import { describeMarketData } from '../../../contracts/market-data.ts';
import { BEGIN, MINUTE, scriptedMarket } from './scripted-market.ts';

/** The minute in which the market begins to be followed: only REST knows all of it. */
const UNDER_WAY = BEGIN - (BEGIN % MINUTE);

describeMarketData('a live market of one venue', async () => {
  const { market, bithumb } = scriptedMarket({ venue: 'bithumb' });
  bithumb.minutes?.set(UNDER_WAY, [100, 100, 100, 100, 30]);
  return { source: market, drive: () => bithumb.live(2.5 * MINUTE, 100) };
});

describeMarketData('a live market that goes on at its mirror', async () => {
  const { market, upbit, bithumb, loop } = scriptedMarket({
    mirror: { venue: 'bithumb', address: { rest: null, stream: null } },
  });
  const drive = async (): Promise<void> => {
    for (let second = 0; second < 10; second += 1) {
      await loop.pass(1_000);
      for (const venue of [upbit, bithumb]) venue.book(100);
      upbit.trade(100);
      bithumb.trade(100);
    }
    upbit.minutes = null;
    bithumb.minutes?.set(UNDER_WAY, [100, 100, 100, 100, 30]);
    await bithumb.live(2 * MINUTE, 100);
  };
  return { source: market, drive };
});
