import type { Order } from '../../engine/domain/order.ts';
import { lines, message, table } from '../message.ts';
import type { ChatCommand, CommandContext } from './command.ts';

export const orders: ChatCommand = {
  name: 'orders',
  aliases: ['주문', '미체결', 'order'],
  usage: '',
  summary: { en: 'Orders that are open', ko: '미체결 주문' },
  role: 'viewer',
  run: async (_args, context) => {
    const { text } = context.voice;
    const open = context.desk.openOrders();
    const block = open.length === 0 ? lines(text.noOrders) : ordersTable(open, context);
    return [message({ kind: 'answer', title: text.ordersTitle, blocks: [block] })];
  },
};

/** Returns orders as a table, with the number that cancels them. */
export function ordersTable(list: readonly Order[], context: CommandContext) {
  const { text } = context.voice;
  return table(
    [text.order, text.coin, text.side, text.type, `>${text.quantity}`, `>${text.filled}`, `>${text.price}`, text.state],
    list.map((order) => row(order, context)),
  );
}

function row(order: Order, context: CommandContext): readonly string[] {
  const { text, format } = context.voice;
  const { request } = order;
  const price = request.price ?? request.triggerPrice ?? order.averagePrice;
  return [
    `[O-${order.number}]`,
    format.coin(request.symbol),
    format.side(request.side),
    text.orderType[request.type],
    format.number(request.quantity, 12),
    format.number(order.filledQuantity, 12),
    price === null ? text.atMarket : format.price(request.symbol, price),
    text.orderState[order.state],
  ];
}
