import type { PortfolioContext } from '../../engine/domain/evidence.ts';
import type { FeatureVector } from '../../engine/domain/feature-vector.ts';
import type { ReviewRequest } from '../../engine/ports/reviewer.ts';
import { type EvidenceLine, figureLine } from './evidence-line.ts';

const MINUTES_OF_HOUR = 60;
/** More features than any set has; a vector beyond it is cut, not refused. */
const MAX_INDICATORS = 40;
const INDICATOR = /^[A-Za-z][A-Za-z0-9]{0,39}$/;

/** The market as rules see it too. Prices are left out: a model that was trained later could know the hour by them. */
export function marketLines({ market }: Pick<ReviewRequest, 'market'>): readonly EvidenceLine[] {
  const { change1hFraction, change24hFraction, volatility, atrFraction, rsi14, volumeRatio, spreadFraction } = market;
  const deviation = volatility === null ? null : volatility * Math.sqrt(MINUTES_OF_HOUR);
  const hourSigmas = change1hFraction === null || deviation === null ? null : change1hFraction / deviation;
  return [
    ...share('market.change1h', 'change1hFraction', change1hFraction, 2, 'price change over the last hour'),
    ...share('market.change24h', 'change24hFraction', change24hFraction, 2, 'price change over the last day'),
    ...plain('market.hourSigmas', 'hourSigmas', hourSigmas, 'the hour in its own standard deviations'),
    ...share('market.volatility', 'volatility', volatility, 3, 'standard deviation of one minute'),
    ...share('market.atr', 'atrFraction', atrFraction, 3, 'average true range of one minute, of the price'),
    ...plain('market.rsi14', 'rsi14', rsi14, 'RSI of fourteen minutes, 0 to 100', 1),
    ...plain('market.volumeRatio', 'volumeRatio', volumeRatio, 'volume of the last minute over its usual volume'),
    ...share('market.spread', 'spreadFraction', spreadFraction, 4, 'between bid and ask, of the price'),
  ];
}

const SIGMAS = 'in standard deviations';

/** What the places of the feature sets mean; a name that is not here speaks for itself. */
const MEANINGS: Readonly<Record<string, string>> = {
  return1: `move of the last minute, ${SIGMAS}`,
  return5: `move of five minutes, ${SIGMAS}`,
  return15: `move of fifteen minutes, ${SIGMAS}`,
  return60: `move of an hour, ${SIGMAS}`,
  rsi14: 'RSI from -1 to 1, 0 in the middle',
  bollingerB: 'place in the Bollinger bands, 0 in the middle, 0.5 on the upper, -0.5 on the lower',
  bollingerWidth: 'natural log of the width of the bands in per cent',
  atrFraction: 'natural log of the average true range in per cent',
  macdHistogram: `MACD histogram, ${SIGMAS}`,
  volumeRatio: 'natural log of volume over that of the hour before',
  rangePosition60: 'place in the range of an hour, -1 at its low, 1 at its high',
  rangePosition240: 'place in the range of four hours, -1 at its low, 1 at its high',
  candleBody: 'last minute from open to close, of its range',
  volatilityRatio: 'natural log of volatility now over that of four hours',
  volatilityDay: 'natural log of the volatility of the day, in per cent a minute',
};

/** The time of day says when it was, which is nothing to judge by. */
const UNSAID: ReadonlySet<string> = new Set(['timeSine', 'timeCosine']);

export function indicatorLines(features: FeatureVector | null): readonly EvidenceLine[] {
  if (features === null) return [];
  return features.names
    .map((name, place) => ({ name, value: features.values[place] }))
    .filter(({ name }) => INDICATOR.test(name) && !UNSAID.has(name))
    .slice(0, MAX_INDICATORS)
    .flatMap(({ name, value }) => plain(`indicator.${name}`, name, value, MEANINGS[name] ?? 'as its name says'));
}

/** The account in shares of its equity: how much there is concerns nobody who judges a trade. */
export function accountLines({ portfolio, asOf }: Pick<ReviewRequest, 'portfolio' | 'asOf'>): readonly EvidenceLine[] {
  const of = (amount: number) => (portfolio.equity > 0 ? amount / portfolio.equity : null);
  const { position } = portfolio;
  const held = position === null ? 0 : of(position.direction === 'long' ? position.notional : 0 - position.notional);
  const waiting = of(portfolio.pendingNotional);
  return [
    ...share('account.exposure', 'exposureFraction', of(portfolio.exposure), 1, 'all positions, of equity'),
    ...share('account.cash', 'cashFraction', of(portfolio.cash), 1, 'free cash, of equity'),
    ...plain('account.positions', 'openPositions', portfolio.openPositions, 'open positions', 0),
    ...share('account.held', 'heldFraction', held, 1, 'held of this coin, of equity; below zero a short'),
    ...share('account.waiting', 'pendingFraction', waiting, 1, 'orders on their way, of equity'),
    ...share('account.day', 'dayReturnFraction', portfolio.dayReturnFraction, 2, 'change of equity today'),
    ...share('account.drawdown', 'drawdownFraction', portfolio.drawdownFraction, 2, 'below the highest equity so far'),
    ...streakLines(portfolio, asOf),
  ];
}

function streakLines(portfolio: PortfolioContext, asOf: number): readonly EvidenceLine[] {
  const { lossStreak, winStreak, lastLossAt, ordersToday, unresolvedOrders } = portfolio;
  const sinceLoss = lastLossAt === null ? null : Math.max(0, asOf - lastLossAt) / 60_000;
  return [
    ...plain('account.losses', 'lossStreak', lossStreak, 'losing trades in a row', 0),
    ...plain('account.wins', 'winStreak', winStreak, 'winning trades in a row', 0),
    ...plain('account.sinceLoss', 'minutesSinceLoss', sinceLoss, 'minutes since the last loss', 0),
    ...plain('account.orders', 'ordersToday', ordersToday, 'orders today', 0),
    ...plain('account.unresolved', 'unresolvedOrders', unresolvedOrders, 'orders whose outcome is not known', 0),
  ];
}

function share(
  id: string,
  name: string,
  value: number | null | undefined,
  digits: number,
  meaning: string,
): readonly EvidenceLine[] {
  return figureLine(id, name, { value, digits, unit: 'percent' }, meaning);
}

function plain(
  id: string,
  name: string,
  value: number | null | undefined,
  meaning: string,
  digits = 2,
): readonly EvidenceLine[] {
  return figureLine(id, name, { value, digits, unit: 'plain' }, meaning);
}
