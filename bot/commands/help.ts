import { mayDo } from '../access.ts';
import type { Message } from '../message.ts';
import { lines, message, section, table, textMessage } from '../message.ts';
import { nearest } from '../nearest.ts';
import { echoOf } from '../parse/parsed.ts';
import type { ChatCommand, CommandContext } from './command.ts';

export const help: ChatCommand = {
  name: 'help',
  aliases: ['도움말', '도움', '명령어', '?', 'start', 'commands'],
  usage: '[command]',
  summary: { en: 'What you can type here', ko: '여기서 할 수 있는 일' },
  role: 'viewer',
  run: async (args, context) => [args === '' ? overview(context) : details(args, context)],
};

function overview(context: CommandContext): Message {
  const { text, language } = context.voice;
  const open = context.commands.filter((command) => mayDo(context.role, command.role));
  const rows = open.map((command) => [usageOf(command), command.summary[language]]);
  return message({
    kind: 'answer',
    title: text.helpTitle,
    blocks: [table([text.helpCommand, text.helpMeaning], rows), section(text.helpQuestionsTitle, text.helpQuestions)],
  });
}

function details(args: string, context: CommandContext): Message {
  const { text, language } = context.voice;
  const wanted = args.replace(/^\//, '').toLowerCase();
  const allowed = context.commands.filter(({ role }) => mayDo(context.role, role));
  const command = allowed.find((one) => one.name === wanted || one.aliases.includes(wanted));
  if (command === undefined) {
    const near = nearest(
      wanted,
      allowed.map(({ name }) => name),
    );
    return textMessage('error', text.unknownCommand({ name: echoOf(args), near }));
  }
  const aliases = command.aliases.filter((alias) => /[a-z가-힣]/.test(alias)).join(', ');
  return message({
    kind: 'answer',
    title: usageOf(command),
    blocks: [lines(command.summary[language], text.helpAliases({ aliases }), text.helpRole({ role: command.role }))],
  });
}

function usageOf(command: ChatCommand): string {
  return command.usage === '' ? `/${command.name}` : `/${command.name} ${command.usage}`;
}
