import { DECLINE_CODES } from '../../engine/domain/approval.ts';
import { APPROVAL_WORDS } from '../i18n/approval-words.ts';
import type { Message } from '../message.ts';
import { lines, message, textMessage } from '../message.ts';
import { cleanText } from '../parse/clean-text.ts';
import { readCitation, refusal } from './arguments.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { outcomeMessage } from './outcome-message.ts';

export const giveReason: ChatCommand = {
  name: 'reason',
  aliases: ['거절사유', '사유'],
  usage: '<A-3> <words>',
  summary: { en: 'Say why you declined a proposal', ko: '거절한 이유 남기기' },
  role: 'trader',
  takesPlain: (args) => /^a-?\d{1,9}\s+\S/i.test(args),
  run: async (args, context) => {
    const [, word = args, said = ''] = /^(\S+)\s+(.*)$/.exec(args.trim()) ?? [];
    const approvalId = readCitation(word, 'A', 'A');
    if (approvalId === null) return refusal({ code: 'parse.not-an-id', values: { text: word } }, context);
    const words = APPROVAL_WORDS[context.voice.language];
    const spoken = said.toLowerCase();
    if (spoken === 'other') return [textMessage('answer', words.ownWords({ id: approvalId }))];
    const code = DECLINE_CODES.find((one) => one === spoken) ?? null;
    const text = cleanText(said).replace(/\s+/g, ' ').trim();
    const given = code === null ? ({ code: 'other', text } as const) : { code, text: null };
    const by = context.userId;
    return [
      await outcomeMessage(await context.engine.send({ type: 'approval.give-reason', approvalId, given, by }), context),
    ];
  },
};

/** Asks once why somebody declined; the buttons say what could be typed, and silence is an answer too. */
export function reasonQuestion(approvalId: string, { voice }: CommandContext): Message {
  const words = APPROVAL_WORDS[voice.language];
  return message({
    kind: 'answer',
    importance: 'quiet',
    blocks: [lines(words.askReason({ id: approvalId }))],
    choices: DECLINE_CODES.map((code) => ({
      label: words.declineReason[code],
      command: `/reason ${approvalId} ${code}`,
    })),
  });
}
