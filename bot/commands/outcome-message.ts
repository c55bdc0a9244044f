import type { CommandOutcome } from '../../engine/domain/command.ts';
import type { DecisionRecord } from '../../engine/domain/decision.ts';
import type { Order } from '../../engine/domain/order.ts';
import type { Message } from '../message.ts';
import { lines, message } from '../message.ts';
import type { CommandContext } from './command.ts';

const RECENT_ORDERS = 200;

/** Returns the receipt of a command: what the engine said, what it decided, what it ordered. */
export async function outcomeMessage(outcome: CommandOutcome, context: CommandContext): Promise<Message> {
  const { voice } = context;
  if (outcome.outcome === 'refused') {
    return message({ kind: 'error', title: voice.text.refusedTitle, blocks: [lines(voice.reason(outcome.reason))] });
  }
  const records = await Promise.all(outcome.decisionIds.map((id) => context.records.decision(id)));
  const decisions = records.flatMap((found) => (found === null ? [] : [found.record]));
  const orders = await ordersNumbered(outcome.orderNumbers, context);
  const symbol = decisions[0]?.signal.symbol ?? orders[0]?.request.symbol;
  return message({
    kind: 'receipt',
    title: voice.text.acceptedTitle,
    blocks: [
      lines(
        voice.reason(outcome.reason, symbol),
        ...decisions.map((record) => decisionLine(record, context)),
        ...orders.map((order) => orderLine(order, context)),
      ),
    ],
  });
}

async function ordersNumbered(numbers: readonly number[], context: CommandContext): Promise<readonly Order[]> {
  if (numbers.length === 0) return [];
  const wanted = new Set(numbers);
  const recent = await context.records.orders(RECENT_ORDERS);
  return recent.filter((order) => wanted.has(order.number)).sort((a, b) => a.number - b.number);
}

function decisionLine(record: DecisionRecord, context: CommandContext): string {
  const { text, format } = context.voice;
  const reason = context.voice.reason(record.reason, record.signal.symbol);
  const coin = format.coin(record.signal.symbol);
  const loss = record.sizing === null ? '' : ` ${text.worstLossOf({ loss: format.money(record.sizing.worstLoss) })}`;
  return `[${record.id}] ${coin} ${text.outcomeName[record.outcome]}: ${reason}${record.outcome === 'acted' ? loss : ''}`;
}

function orderLine(order: Order, context: CommandContext): string {
  const { text, format } = context.voice;
  const { request } = order;
  const size = format.quantity(request.symbol, request.quantity);
  const price = order.averagePrice === null ? '' : ` @ ${format.price(request.symbol, order.averagePrice)}`;
  return `[O-${order.number}] ${format.side(request.side)} ${size}${price}: ${text.orderState[order.state]}`;
}
