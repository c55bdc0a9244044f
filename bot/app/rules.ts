import type { Logger } from 'pino';
import { AlertRuleTable } from '../../db/alert-rule-table.ts';
import { TIMEFRAME_MS } from '../../engine/domain/timeframe.ts';
import { knownAt } from '../../rag/document.ts';
import { accountLook } from '../rules/account-look.ts';
import type { RuleDesk } from '../rules/rule-desk.ts';
import { createRuleDesk } from '../rules/rule-desk.ts';
import type { AppDesk } from './desk.ts';

/** What was published longer ago than this when it came in is no news. */
const OLD_NEWS_MS = TIMEFRAME_MS['1d'];
const MOST_REPORTS = 2_000;

/** Returns the rules of everybody over a desk; they watch from `start` on. */
export function createAppRules(desk: AppDesk, logger: Logger): RuleDesk {
  const { view, knowledge, records } = desk;
  const rules = createRuleDesk({
    store: new AlertRuleTable(desk.database),
    now: () => view.now(),
    bars: (symbol, timeframe, limit) => view.candles(symbol, timeframe, limit),
    account: () => accountLook(view),
    reports: async (from, asOf) => {
      const maxAgeMs = asOf - from + OLD_NEWS_MS;
      const found = await knowledge.documents.find({ assets: null, asOf, maxAgeMs, limit: MOST_REPORTS });
      return found
        .filter((document) => knownAt(document) > from)
        .sort((a, b) => knownAt(a) - knownAt(b) || a.publishedAt - b.publishedAt);
    },
    equity: async (from, to) =>
      (await records.equity(from, to)).map(({ at, equity }) => ({ at, equity: Number(equity) })),
    logger: logger.child({ component: 'rules' }),
  });
  desk.onMarket((event) => {
    if (event.type === 'candle.closed') rules.observe(event.candle);
  });
  return rules;
}
