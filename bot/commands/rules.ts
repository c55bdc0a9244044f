import { alert } from './alert.ts';
import type { ChatCommand } from './command.ts';

export const rules: ChatCommand = {
  name: 'rules',
  aliases: ['규칙'],
  usage: '',
  summary: { en: 'The alert rules that you have set', ko: '내가 설정한 알림 규칙 목록' },
  role: 'viewer',
  run: (_args, context) => alert.run('', context),
};
