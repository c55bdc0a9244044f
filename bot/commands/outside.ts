import type { ExternalAnswer } from '../../engine/domain/external-change.ts';
import { EXTERNAL_WORDS } from '../i18n/external-words.ts';
import { textMessage } from '../message.ts';
import type { ChatCommand } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';

const CHANGE_ID = /^x-?(\d{1,9})$/i;

const ANSWERS: readonly (readonly [RegExp, ExternalAnswer])[] = [
  [/^(?:takeover|take-over|take|맡기|맡아|인수)$/i, 'take-over'],
  [/^(?:leave|두기|그대로)$/i, 'leave'],
  [/^(?:close|청산)$/i, 'close'],
];

export const outside: ChatCommand = {
  name: 'outside',
  aliases: ['외부변경', '외부'],
  usage: '<X-3> <takeover|leave|close>',
  summary: { en: 'Say what to do about a trade made outside', ko: '외부 변경에 답하기' },
  role: 'trader',
  takesPlain: (args) => /^x-?\d{1,9}\s+\S/i.test(args),
  run: async (args, context) => {
    const words = EXTERNAL_WORDS[context.voice.language];
    const [, cited = '', said = ''] = /^(\S+)\s+(\S+)$/.exec(args.trim()) ?? [];
    const number = CHANGE_ID.exec(cited)?.[1];
    const answer = ANSWERS.find(([pattern]) => pattern.test(said))?.[1];
    if (number === undefined || answer === undefined) return [textMessage('answer', words.usage)];
    const id = `X-${Number(number)}`;
    const outcome = await context.engine.send({ type: 'external.answer', id, answer, by: context.userId });
    return [await outcomeMessage(outcome, context)];
  },
};
