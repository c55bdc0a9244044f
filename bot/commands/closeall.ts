import type { Message } from '../message.ts';
import { lines, message, textMessage } from '../message.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { positionsBlock } from './positions.ts';

export const closeall: ChatCommand = {
  name: 'closeall',
  aliases: ['전부청산', '전체청산', '모두청산', 'close-all', 'flatten'],
  usage: '',
  summary: { en: 'Close every position (asks first)', ko: '모든 포지션 청산 (확인 후)' },
  role: 'trader',
  run: (_args, context) => closeAll(context),
};

/** Shows what would be closed and asks for the code: unlike a panic, nothing is on fire. */
export async function closeAll(context: CommandContext): Promise<readonly Message[]> {
  const { text } = context.voice;
  if (context.desk.positions().length === 0) {
    return [textMessage('answer', text.noPositions)];
  }
  const command = { type: 'positions.close-all', by: context.userId } as const;
  const code = context.askToConfirm({ command, role: 'trader', quoted: null, line: '/closeall' });
  return [
    message({
      kind: 'proposal',
      title: text.closeAllTitle,
      blocks: [positionsBlock(context), lines(text.confirmHow({ code }))],
      choices: [{ label: text.confirmChoice, command: `/confirm ${code}` }],
    }),
  ];
}
