import type { Intent } from './intent.ts';
import { approvals } from './intents/approvals.ts';
import { counterfactual } from './intents/counterfactual.ts';
import { extremes } from './intents/extremes.ts';
import { fees } from './intents/fees.ts';
import { greeting } from './intents/greeting.ts';
import { help } from './intents/help.ts';
import { holdings } from './intents/holdings.ts';
import { lastTrade } from './intents/last-trade.ts';
import { market } from './intents/market.ts';
import { mood } from './intents/mood.ts';
import { news } from './intents/news.ts';
import { performance } from './intents/performance.ts';
import { premise } from './intents/premise.ts';
import { profit } from './intents/profit.ts';
import { reviewers } from './intents/reviewers.ts';
import { risk } from './intents/risk.ts';
import { scores } from './intents/scores.ts';
import { status } from './intents/status.ts';
import { thanks } from './intents/thanks.ts';
import { today } from './intents/today.ts';
import { why } from './intents/why.ts';
import { whyNot } from './intents/why-not.ts';

/** All that can be asked, most asked for first: of two that fit equally well the first is taken. */
export const intents: readonly Intent[] = [
  why,
  whyNot,
  premise,
  counterfactual,
  reviewers,
  scores,
  holdings,
  profit,
  fees,
  today,
  risk,
  market,
  mood,
  news,
  approvals,
  lastTrade,
  extremes,
  performance,
  status,
  help,
  thanks,
  greeting,
];
