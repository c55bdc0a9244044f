import { averageEntryPrice } from '../../engine/domain/position.ts';
import type { PositionView } from '../../engine/ports/desk-view.ts';
import type { Block, Choice } from '../message.ts';
import { lines, message, table } from '../message.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { refreshChoice } from './page.ts';

export const positions: ChatCommand = {
  name: 'positions',
  aliases: ['포지션', '보유', 'pos', 'position'],
  usage: '',
  summary: { en: 'What is held, with stops and profit', ko: '보유 포지션과 손절가, 손익' },
  role: 'viewer',
  run: async (_args, context) => [
    message({
      kind: 'answer',
      title: context.voice.text.positionsTitle,
      blocks: [positionsBlock(context)],
      choices: [
        ...context.desk.positions().map((view) => closeChoice(view, context)),
        refreshChoice('/positions', context.voice),
      ],
    }),
  ],
};

/** Returns the open positions as a table, or the sentence that there are none. */
export function positionsBlock(context: CommandContext): Block {
  const { text } = context.voice;
  const open = context.desk.positions();
  if (open.length === 0) return lines(text.noPositions);
  return table(
    [
      text.coin,
      text.side,
      `>${text.quantity}`,
      `>${text.entry}`,
      `>${text.price}`,
      `>${text.profit}`,
      `>${text.stop}`,
      `>${text.target}`,
      text.because,
    ],
    open.map((view) => row(view, context)),
  );
}

function row(view: PositionView, context: CommandContext): readonly string[] {
  const { text, format } = context.voice;
  const { position, protection } = view;
  const price = (value: Parameters<typeof format.price>[1] | null) =>
    value === null ? text.dash : format.price(position.symbol, value);
  return [
    format.coin(position.symbol),
    format.direction(position.direction),
    format.number(position.quantity, 12),
    price(averageEntryPrice(position)),
    price(view.price),
    view.unrealised === null ? text.dash : format.signedMoney(view.unrealised),
    price(protection?.stopPrice ?? null),
    price(protection?.targetPrice ?? null),
    view.entryDecisionIds.map((id) => `[${id}]`).join(' '),
  ];
}

function closeChoice(view: PositionView, context: CommandContext): Choice {
  const coin = context.voice.format.coin(view.position.symbol);
  return { label: context.voice.text.closeChoice({ coin }), command: `/close ${coin}` };
}
