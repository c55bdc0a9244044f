import { textMessage } from '../message.ts';
import { readCitation, refusal } from './arguments.ts';
import type { ChatCommand } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';

const EVERYTHING = /^(?:all|전부|모두|전체)$/i;

export const cancel: ChatCommand = {
  name: 'cancel',
  aliases: ['취소', '주문취소'],
  usage: '<O-5|all>',
  summary: { en: 'Cancel an open order, or all', ko: '미체결 주문 취소' },
  role: 'trader',
  takesPlain: (args) => args === '' || EVERYTHING.test(args) || readCitation(args, 'O', 'O') !== null,
  run: async (args, context) => {
    const { text } = context.voice;
    if (EVERYTHING.test(args)) {
      const outcome = await context.engine.send({ type: 'orders.cancel-all', by: context.userId });
      return [await outcomeMessage(outcome, context)];
    }
    const open = context.desk.openOrders();
    if (args === '') {
      const listed = open.map((order) => `O-${order.number}`).join(', ');
      return [textMessage('answer', open.length === 0 ? text.noOrders : text.whichOrder({ orders: listed }))];
    }
    const id = readCitation(args, 'O', 'O');
    if (id === null) return refusal({ code: 'parse.not-an-id', values: { text: args } }, context);
    const outcome = await context.engine.send({
      type: 'order.cancel',
      number: Number(id.slice(2)),
      by: context.userId,
    });
    return [await outcomeMessage(outcome, context)];
  },
};
