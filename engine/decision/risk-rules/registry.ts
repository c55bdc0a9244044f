import { dailyLoss } from './daily-loss.ts';
import { dailyNotional } from './daily-notional.ts';
import { drawdown } from './drawdown.ts';
import { externalChange } from './external-change.ts';
import { humanOrder } from './human-order.ts';
import { lossCooldown } from './loss-cooldown.ts';
import { maxExposure } from './max-exposure.ts';
import { maxSymbolExposure } from './max-symbol-exposure.ts';
import { newsAlarm } from './news-alarm.ts';
import { openPositions } from './open-positions.ts';
import { oppositePosition } from './opposite-position.ts';
import { orderGrid } from './order-grid.ts';
import { ordersPerDay } from './orders-per-day.ts';
import { ordersPerMinute } from './orders-per-minute.ts';
import type { RiskRule } from './risk-rule.ts';
import { spotShort } from './spot-short.ts';
import { spread } from './spread.ts';
import { staleMarket } from './stale-market.ts';
import { stopRequired } from './stop-required.ts';
import { symbolOrdersPerMinute } from './symbol-orders-per-minute.ts';
import { symbolOwner } from './symbol-owner.ts';
import { tradeRisk } from './trade-risk.ts';
import { unresolvedOrder } from './unresolved-order.ts';

/** All rules, always all asked; the first denial in this order is the one that is told. */
export const RISK_RULES: readonly RiskRule[] = [
  unresolvedOrder,
  externalChange,
  staleMarket,
  spread,
  dailyLoss,
  drawdown,
  lossCooldown,
  newsAlarm,
  spotShort,
  oppositePosition,
  symbolOwner,
  stopRequired,
  orderGrid,
  humanOrder,
  maxSymbolExposure,
  maxExposure,
  tradeRisk,
  openPositions,
  ordersPerMinute,
  ordersPerDay,
  symbolOrdersPerMinute,
  dailyNotional,
];
