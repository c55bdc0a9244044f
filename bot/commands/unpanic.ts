import { lines, message, textMessage } from '../message.ts';
import type { ChatCommand } from './command.ts';

/** Two steps and typed, never a button: trading again after an emergency is a decision. */
export const unpanic: ChatCommand = {
  name: 'unpanic',
  aliases: ['패닉해제', '비상해제'],
  usage: '',
  summary: { en: 'Release the panic latch (asks for a code)', ko: '비상 정지 해제 (확인 코드 필요)' },
  role: 'admin',
  run: async (_args, context) => {
    const { text } = context.voice;
    const gates = context.desk.gates();
    // A halt is released the same way: somebody has looked at it.
    if (!gates.panicked && gates.halted === null) return [textMessage('answer', text.notPanicked)];
    const command = { type: 'panic.clear', by: context.userId } as const;
    const code = context.askToConfirm({ command, role: 'admin', quoted: null, line: '/unpanic' });
    return [message({ kind: 'answer', title: text.unpanicTitle, blocks: [lines(text.unpanicConfirm({ code }))] })];
  },
};
