import type { Choice, Message } from '../message.ts';
import { message, pairs, table, textMessage } from '../message.ts';
import type { ChatUser } from '../people/access.ts';
import { ROLES } from '../people/access.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import { personText, readPerson } from './person.ts';

const MAX_BUTTONS = 10;

export const users: ChatCommand = {
  name: 'users',
  aliases: ['사용자', '사용자목록'],
  usage: '[id]',
  summary: { en: 'Who may talk to the desk', ko: '사용자와 권한' },
  role: 'admin',
  run: async (args, context) => {
    if (args === '') return [overview(context)];
    const userId = readPerson(args, context);
    const user = context.access.users().find((one) => one.userId === userId);
    if (user === undefined) return [textMessage('error', context.voice.text.accessRefused['unknown-user'])];
    return [details(user, context)];
  },
};

function overview({ access, voice }: CommandContext): Message {
  const { text, format } = voice;
  const list = access.users();
  if (list.length === 0) return textMessage('answer', text.noUsers);
  const since = ({ addedAt }: ChatUser) => (addedAt === 0 ? text.dash : format.time(addedAt));
  const rows = list.map((user) => [user.name === '' ? text.dash : user.name, user.userId, user.role, since(user)]);
  return message({
    kind: 'answer',
    title: text.usersTitle,
    blocks: [table([text.userName, text.userIdLabel, text.roleLabel, text.sinceLabel], rows)],
    choices: list.slice(0, MAX_BUTTONS).map((user) => ({
      label: personText(user),
      command: `/users ${user.userId}`,
    })),
  });
}

function details(user: ChatUser, { voice, userId }: CommandContext): Message {
  const { text } = voice;
  const roles = ROLES.filter((role) => role !== user.role).map(
    (role): Choice => ({ label: text.makeRole({ role }), command: `/grant ${user.userId} ${role}` }),
  );
  // Nobody puts themselves out by a slip of the finger.
  const out = user.userId === userId ? [] : [{ label: text.removeChoice, command: `/remove ${user.userId}` }];
  return message({
    kind: 'answer',
    title: personText(user),
    blocks: [
      pairs([
        [text.userIdLabel, user.userId],
        [text.roleLabel, user.role],
      ]),
    ],
    choices: [...roles, ...out],
  });
}
