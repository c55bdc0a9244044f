import type { ClosedTrade } from '../../engine/domain/closed-trade.ts';
import type { AnswerSentence } from './answer.ts';
import { type FactSheet, phrase, sentence } from './fact-sheet.ts';

const LEADS = {
  'trade.closed': ['Closed', '청산'],
  'trade.last': ['Last closed', '마지막 청산'],
  'trade.best': ['Best', '최고'],
  'trade.worst': ['Worst', '최악'],
} as const;

/** One closed trade: what it was, what it brought, and why it ended. */
export function tradeSentence(sheet: FactSheet, trade: ClosedTrade, key: keyof typeof LEADS): AnswerSentence {
  const id = sheet.add(`T-${trade.number}`, trade);
  const slots = {
    id: sheet.slot('count', `${id}#number`),
    direction: sheet.slot('direction', `${id}#direction`),
    quantity: sheet.slot('quantity', `${id}#quantity`, trade.symbol),
    entry: sheet.slot('price', `${id}#entryPrice`, trade.symbol),
    exit: sheet.slot('price', `${id}#exitPrice`, trade.symbol),
    net: sheet.slot('signed-money', `${id}#net`),
    closed: sheet.slot('time', `${id}#closedAt`),
    reason: sheet.slot('reason', `${id}#exitReason`),
  };
  const [en, ko] = LEADS[key];
  return sentence(
    key,
    phrase(
      `${en}: trade {id}, {direction} {quantity} from {entry} to {exit}, {net}, closed {closed}: {reason}.`,
      `${ko}: 거래 {id}, {quantity} {direction}, {entry} → {exit}, {net}, {closed} 청산: {reason}.`,
      slots,
    ),
    trade.entryDecisionId,
  );
}
