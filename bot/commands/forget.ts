import { ASSISTANT_WORDS } from '../i18n/assistant-words.ts';
import { textMessage } from '../message.ts';
import type { ChatCommand } from './command.ts';

export const forget: ChatCommand = {
  name: 'forget',
  aliases: ['잊어', '잊어줘', '기억삭제'],
  usage: '',
  summary: {
    en: 'Erase what the assistant remembers of your questions',
    ko: '어시스턴트가 기억하는 내 질문을 지웁니다',
  },
  role: 'viewer',
  run: async (_args, { assistant, userId, voice }) => {
    const words = ASSISTANT_WORDS[voice.language];
    const count = assistant === null ? 0 : await assistant.forget(userId);
    if (count === null) return [textMessage('error', words.noMemory)];
    return [textMessage('receipt', count === 0 ? words.nothingToForget : words.forgotten({ count }))];
  },
};
