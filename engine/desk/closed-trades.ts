import type { ClosedTrade } from '../domain/closed-trade.ts';
import { decimalText } from '../domain/decimal.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import { stopExit } from '../execution/protective-exits.ts';
import type { Closing, DeskState } from './desk-state.ts';
import { EMERGENCY_DECISION } from './fold-external.ts';

/** Decimal places of average prices; sums stay exact, averages are for people. */
const AVERAGE_PLACES = 10;

/** Returns the closed trade of a position that went flat. */
export function closedTradeOf(state: DeskState, closing: Closing, number: number): ClosedTrade {
  const { position, holding, fill } = closing;
  return {
    number,
    symbol: position.symbol,
    direction: position.direction,
    source: holding?.source ?? 'external',
    openedAt: position.openedAt,
    closedAt: fill.at,
    quantity: decimalText(position.openedQuantity),
    entryPrice: decimalText(position.openedNotional.div(position.openedQuantity).toDecimalPlaces(AVERAGE_PLACES)),
    exitPrice: decimalText(position.closedNotional.div(position.closedQuantity).toDecimalPlaces(AVERAGE_PLACES)),
    realised: decimalText(position.realised),
    fees: decimalText(position.fees),
    net: decimalText(position.realised.minus(position.fees)),
    entryDecisionId: position.entryDecisionId,
    exitDecisionId: closing.exitDecisionId,
    exitReason: exitReasonOf(state, closing),
  };
}

function exitReasonOf(state: DeskState, { exitOrder, exitDecisionId }: Closing): Reason {
  if (exitOrder?.leg === 'stop') return stopExit(exitOrder);
  if (exitDecisionId === EMERGENCY_DECISION) return reason('exit.panic');
  return state.sources.get(exitDecisionId)?.exitReason ?? reason('exit.external', {});
}
