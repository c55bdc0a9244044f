import { message, pairs } from '../message.ts';
import type { ChatCommand } from './command.ts';
import { shareable } from './shareable.ts';

export const version: ChatCommand = {
  name: 'version',
  aliases: ['버전', 'ver', 'about'],
  usage: '',
  summary: { en: 'Version, model, journal hash', ko: '버전, 모델, 저널 해시' },
  role: 'viewer',
  run: async (_args, context) => {
    const { info } = context;
    const { text, format } = context.voice;
    const head = info.journalHead();
    return [
      message({
        kind: 'answer',
        title: `Assent ${info.version}`,
        blocks: [
          pairs([
            [text.modelLabel, info.model ?? text.none],
            [text.reviewersLabel, info.reviewers.join(', ')],
            [text.databaseLabel, shareable(info.database)],
            [text.journalLabel, text.journalHead({ count: format.count(head.seq), hash: head.hash })],
          ]),
        ],
      }),
    ];
  },
};
