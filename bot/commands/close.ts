import type { Message } from '../message.ts';
import { message, textMessage } from '../message.ts';
import { marketsOf, parseOrderLine } from '../parse/order-line.ts';
import { refusal } from './arguments.ts';
import { closeAll } from './closeall.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { reducePosition } from './reduce-position.ts';

export const close: ChatCommand = {
  name: 'close',
  aliases: ['청산', '정리', '닫아', '청산해', '청산해줘', '정리해줘', 'exit'],
  usage: '<symbol> [size]',
  summary: { en: 'Close a position, or a part of it', ko: '포지션 청산 (일부 가능)' },
  role: 'trader',
  takesPlain: (args, context) => args === '' || (!args.includes('?') && namesSomething(args, context)),
  run: closePosition,
};

function namesSomething(args: string, context: CommandContext): boolean {
  const read = parseOrderLine(args, context.desk.instruments());
  return read.outcome === 'parsed' && (read.value.instrument !== null || read.value.size !== null);
}

async function closePosition(args: string, context: CommandContext): Promise<readonly Message[]> {
  const { text } = context.voice;
  const instruments = context.desk.instruments();
  const read = parseOrderLine(args, instruments);
  if (read.outcome === 'refused') return refusal(read.reason, context);
  const { instrument, size } = read.value;
  if (instrument === null) {
    const everything = size?.type === 'fraction' && size.fraction === 1;
    return everything ? closeAll(context) : [whichPosition(context, marketsOf(instruments))];
  }
  const held = context.desk.positions().find((view) => view.position.symbol === instrument.symbol);
  if (held === undefined) return [textMessage('answer', text.noPositionIn({ coin: instrument.base }))];
  return reducePosition(held, { instrument, size: size ?? { type: 'fraction', fraction: 1 } }, context);
}

function whichPosition(context: CommandContext, markets: string): Message {
  const { text, format } = context.voice;
  const open = context.desk.positions();
  if (open.length === 0) return textMessage('answer', text.noPositions);
  const coins = open.map((view) => format.coin(view.position.symbol));
  return message({
    kind: 'answer',
    blocks: [{ type: 'lines', lines: [text.whichPosition({ coins: coins.join(', ') || markets })] }],
    choices: coins.map((coin) => ({ label: text.closeChoice({ coin }), command: `/close ${coin}` })),
  });
}
