import { isHuman } from '../wanted-side.ts';
import type { RiskRule } from './risk-rule.ts';
import { above, notConcerned } from './risk-rule.ts';

const NAME = 'news-alarm';

/**
 * What the news has just thrown the desk out of, it does not buy again while the news is as bad. A person may: who buys
 * into a panic knows that there is one. Too little news is no alarm.
 */
export const newsAlarm: RiskRule = {
  name: NAME,
  isAsked: ({ limits, sentiment }) => typeof limits.newsAlarmTone === 'number' && sentiment !== undefined,
  check({ signal, sentiment, limits }) {
    const limit = limits.newsAlarmTone ?? Number.NaN;
    const concerned = signal.direction === 'long' && !isHuman(signal) && sentiment !== null && sentiment !== undefined;
    return concerned ? above(NAME, sentiment.value, limit) : notConcerned(NAME, limit);
  },
};
