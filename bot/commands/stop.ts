import { ASSISTANT_WORDS } from '../i18n/assistant-words.ts';
import { textMessage } from '../message.ts';
import type { ChatCommand } from './command.ts';

export const stop: ChatCommand = {
  name: 'stop',
  aliases: ['그만', '그만해'],
  usage: '',
  summary: { en: 'Stop the answer that is being written', ko: '쓰고 있는 답변을 멈춥니다' },
  role: 'viewer',
  run: async (_args, { assistant, userId, voice }) => {
    const words = ASSISTANT_WORDS[voice.language];
    const isStopped = assistant?.stop(userId) ?? false;
    return [isStopped ? textMessage('receipt', words.stopAsked) : textMessage('answer', words.nothingToStop)];
  },
};
