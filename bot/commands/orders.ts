import type { Order } from '../../engine/domain/order.ts';
import { lines, message, table } from '../message.ts';
import { refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { pageBlocks, pageChoices, pageOf, readPage, refreshChoice } from './page.ts';

const SHOWN = 20;

export const orders: ChatCommand = {
  name: 'orders',
  aliases: ['주문', '미체결', 'order'],
  usage: '[page]',
  summary: { en: 'Orders that are open', ko: '미체결 주문' },
  role: 'viewer',
  takesPlain: (args) => readPage(args) !== null,
  run: async (args, context) => {
    const { text } = context.voice;
    const page = readPage(args);
    if (page === null) return refusal({ code: 'parse.not-a-number', values: { text: args } }, context);
    const shown = pageOf(context.desk.openOrders(), page, SHOWN);
    const block = shown.items.length === 0 ? lines(text.noOrders) : ordersTable(shown.items, context);
    const here = shown.number === 1 ? '/orders' : `/orders ${shown.number}`;
    return [
      message({
        kind: 'answer',
        title: text.ordersTitle,
        blocks: [block, ...pageBlocks(shown, context.voice)],
        choices: [...pageChoices(shown, '/orders'), refreshChoice(here, context.voice)],
      }),
    ];
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
