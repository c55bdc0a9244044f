import type { DecimalText } from '../../engine/domain/decimal.ts';
import { decimalText, estimateOf, ZERO } from '../../engine/domain/decimal.ts';
import { averageEntryPrice } from '../../engine/domain/position.ts';
import type { DeskView, PositionView } from '../../engine/ports/desk-view.ts';

/** The desk at one moment as answers cite it: `J-1234`, the journal up to that entry. Money is decimal text. */
export interface DeskFacts {
  readonly now: number;
  readonly journalEntries: number;
  readonly account: {
    readonly startingCash: DecimalText;
    readonly equity: DecimalText;
    readonly exposure: DecimalText;
    readonly unrealised: DecimalText;
    readonly realised: DecimalText;
    readonly fees: DecimalText;
    readonly dayReturnFraction: number;
    readonly dayLossFraction: number;
    readonly drawdownFraction: number;
    readonly maxDrawdownFraction: number;
  };
  readonly positions: Readonly<Record<string, PositionFacts>>;
  readonly counts: ReturnType<DeskView['counts']>;
  readonly gates: ReturnType<DeskView['gates']>;
  readonly settings: Readonly<Record<string, number | string | boolean>>;
  readonly derived: {
    readonly gain: DecimalText;
    readonly gainFraction: number;
    readonly exposureFraction: number;
    readonly openPositions: number;
    readonly positionsWithoutStop: number;
    readonly symbolsWithoutStop: readonly string[];
    /** Sum of what the stops would lose, over the positions that have one. */
    readonly riskAtStops: DecimalText;
    readonly riskAtStopsFraction: number;
    readonly pendingApprovals: number;
    readonly openOrders: number;
    readonly symbols: readonly string[];
    /** Each traded symbol by itself, for sentences that name one. */
    readonly coins: Readonly<Record<string, string>>;
  };
}

export interface PositionFacts {
  readonly symbol: string;
  readonly direction: 'long' | 'short';
  readonly quantity: DecimalText;
  readonly entryPrice: DecimalText;
  readonly openedAt: number;
  readonly source: string;
  readonly units: number;
  readonly price: DecimalText | null;
  readonly unrealised: DecimalText | null;
  readonly riskAtStop: DecimalText | null;
  readonly stopPrice: DecimalText | null;
  readonly targetPrice: DecimalText | null;
  readonly entryDecisionIds: readonly string[];
}

export function deskFacts(view: DeskView): DeskFacts {
  const account = view.account();
  const positions = view.positions();
  const counts = view.counts();
  const riskAtStops = positions.reduce((total, { riskAtStop }) => total.plus(riskAtStop ?? ZERO), ZERO);
  const equity = estimateOf(account.equity);
  const naked = positions.filter((one) => one.riskAtStop === null);
  return {
    now: view.now(),
    journalEntries: counts.journal,
    account: {
      startingCash: decimalText(account.startingCash),
      equity: decimalText(account.equity),
      exposure: decimalText(account.exposure),
      unrealised: decimalText(account.unrealised),
      realised: decimalText(account.realised),
      fees: decimalText(account.fees),
      dayReturnFraction: account.dayReturnFraction,
      dayLossFraction: Math.max(-account.dayReturnFraction, 0),
      drawdownFraction: account.drawdownFraction,
      maxDrawdownFraction: account.maxDrawdownFraction,
    },
    positions: Object.fromEntries(positions.map((one) => [one.position.symbol, positionFacts(one)])),
    counts,
    gates: view.gates(),
    settings: Object.fromEntries(view.settings().map(({ key, value }) => [key, value])),
    derived: {
      gain: decimalText(account.equity.minus(account.startingCash)),
      gainFraction: ratio(equity - estimateOf(account.startingCash), estimateOf(account.startingCash)),
      exposureFraction: ratio(estimateOf(account.exposure), equity),
      openPositions: positions.length,
      positionsWithoutStop: naked.length,
      symbolsWithoutStop: naked.map((one) => one.position.symbol),
      riskAtStops: decimalText(riskAtStops),
      riskAtStopsFraction: ratio(estimateOf(riskAtStops), equity),
      pendingApprovals: view.pendingApprovals().length,
      openOrders: view.openOrders().length,
      symbols: view.instruments().map(({ symbol }) => symbol),
      coins: Object.fromEntries(view.instruments().map(({ symbol }) => [symbol, symbol])),
    },
  };
}

function positionFacts(one: PositionView): PositionFacts {
  const { position, protection } = one;
  return {
    symbol: position.symbol,
    direction: position.direction,
    quantity: decimalText(position.quantity),
    entryPrice: decimalText(averageEntryPrice(position)),
    openedAt: position.openedAt,
    source: one.source,
    units: one.units,
    price: one.price === null ? null : decimalText(one.price),
    unrealised: one.unrealised === null ? null : decimalText(one.unrealised),
    riskAtStop: one.riskAtStop === null ? null : decimalText(one.riskAtStop),
    stopPrice: protection?.stopPrice ?? null,
    targetPrice: protection?.targetPrice ?? null,
    entryDecisionIds: one.entryDecisionIds,
  };
}

function ratio(part: number, whole: number): number {
  return whole === 0 ? 0 : part / whole;
}
