import { lines, message, textMessage } from '../message.ts';
import { isUserId, ROLES } from '../people/access.ts';
import { wordsOf } from './arguments.ts';
import type { ChatCommand } from './command.ts';
import { giveRole } from './give-role.ts';
import { personText, readPerson } from './person.ts';

export const grant: ChatCommand = {
  name: 'grant',
  aliases: ['권한'],
  usage: '<id> viewer|trader|admin',
  summary: { en: 'Give somebody a role', ko: '권한 부여' },
  role: 'admin',
  run: async (args, context) => {
    const { text } = context.voice;
    const [who = '', word = '', ...rest] = wordsOf(args);
    const userId = readPerson(who, context);
    const role = ROLES.find((one) => one === word.toLowerCase());
    if (userId === null || role === undefined || rest.length > 0) return [textMessage('error', text.grantHow)];
    const command = { type: 'role.grant', by: context.userId, userId, role } as const;
    // What will be refused anyway is refused now.
    if (role !== 'admin' || !isUserId(userId)) return [await giveRole(command, context)];
    const code = context.askToConfirm({ command, role: 'admin', quoted: null, line: `/grant ${userId} ${role}` });
    const person = personText(context.access.users().find((user) => user.userId === userId) ?? { userId, name: '' });
    const ask = lines(text.grantConfirm({ who: person }), text.confirmHow({ code }));
    return [message({ kind: 'answer', title: text.grantTitle, blocks: [ask] })];
  },
};
