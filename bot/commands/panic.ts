import type { Message } from '../message.ts';
import { lines, message } from '../message.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { gateLines } from './gate-lines.ts';
import { outcomeMessage } from './outcome-message.ts';

/** One step, without a question: getting out is the safe direction. */
export const panic: ChatCommand = {
  name: 'panic',
  aliases: ['패닉', '비상', '긴급청산', '긴급정지', 'kill', 'emergency'],
  usage: '',
  summary: { en: 'Close everything now and block entries', ko: '즉시 전부 청산하고 진입 차단' },
  role: 'trader',
  run: async (_args, context) => {
    const outcome = await context.engine.send({ type: 'panic.latch', by: context.userId });
    const receipt = await outcomeMessage(outcome, context);
    return outcome.outcome === 'refused' ? [receipt] : [withState(receipt, context)];
  },
};

function withState(receipt: Message, context: CommandContext): Message {
  const { text, format } = context.voice;
  const open = context.desk.positions().length;
  const orders = context.desk.openOrders().length;
  const flat = open === 0 && orders === 0;
  const state = flat
    ? text.panicFlat
    : text.panicClosing({ positions: format.count(open), orders: format.count(orders) });
  return message({
    ...receipt,
    importance: 'urgent',
    title: text.panicTitle,
    blocks: [
      ...receipt.blocks,
      lines(
        state,
        `${text.equity}: ${format.money(context.desk.account().equity)}`,
        `${text.entries}: ${gateLines(context).join(' ')}`,
        text.panicHowBack,
      ),
    ],
  });
}
