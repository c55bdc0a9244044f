import type { SeriesSite } from './series-site.ts';
import { startSeriesSite } from './series-site.ts';

/** Speaks the REST interface of mempool.space; the height comes as bare text, as there. */
export function startMempool(): Promise<SeriesSite> {
  return startSeriesSite((url) => {
    switch (url.pathname) {
      case '/api/v1/fees/recommended':
        return { body: { fastestFee: 12, halfHourFee: 9, hourFee: 6.5, economyFee: 2, minimumFee: 1 } };
      case '/api/v1/difficulty-adjustment':
        return {
          body: {
            progressPercent: 44.4,
            difficultyChange: -3.25,
            estimatedRetargetDate: 1627762478,
            remainingBlocks: 1121,
            remainingTime: 665977,
            previousRetarget: -4.807005268478962,
            nextRetargetHeight: 741888,
            timeAvg: 302328,
            timeOffset: 0,
          },
        };
      case '/api/v1/mining/hashrate/3d':
        return {
          body: {
            hashrates: [{ timestamp: 1746057600, avgHashrate: 8.8e20 }],
            difficulty: [],
            currentHashrate: 9.1e20,
            currentDifficulty: 119_116_256_505_723.5,
          },
        };
      case '/api/blocks/tip/height':
        return { body: '894700' };
      default:
        return undefined;
    }
  });
}
