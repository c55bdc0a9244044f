import { HELP_WORDS } from '../i18n/help-words.ts';
import { LANGUAGES } from '../i18n/language.ts';
import type { Choice, Message } from '../message.ts';
import { lines, message, section, table, textMessage } from '../message.ts';
import { nearest } from '../nearest.ts';
import { echoOf } from '../parse/parsed.ts';
import { mayDo } from '../people/access.ts';
import type { ChatCommand, CommandContext } from './command.ts';
import type { HelpTopic } from './help-topics.ts';
import { HELP_TOPICS, TOPIC_NAMES } from './help-topics.ts';

export const help: ChatCommand = {
  name: 'help',
  aliases: ['도움말', '도움', '명령어', '?', 'start', 'commands'],
  usage: '[topic|command]',
  summary: { en: 'What you can type here', ko: '여기서 할 수 있는 일' },
  role: 'viewer',
  run: async (args, context) => {
    const wanted = args.replace(/^\//, '').toLowerCase();
    if (wanted === '') return [overview(context)];
    const command = open(context).find((one) => one.name === wanted || one.aliases.includes(wanted));
    const topic = topicNamed(wanted);
    if (command === undefined && topic === null) return [unknown(wanted, args, context)];
    // `거래` names a topic, and in passing a command of another one.
    const isBeside = topic !== null && !HELP_TOPICS[topic].some((name) => name === command?.name);
    return [details(isBeside ? null : (command ?? null), topic, context)];
  },
};

/** A line of names for each topic: fifty sentences are nothing for a phone. */
function overview(context: CommandContext): Message {
  const { text, language } = context.voice;
  const { topics, how } = HELP_WORDS[language];
  const parts = TOPIC_NAMES.flatMap((topic) => {
    const names = commandsOf(topic, context).map(({ name }) => `/${name}`);
    return names.length === 0 ? [] : [section(topics[topic], [names.join(' ')])];
  });
  return message({
    kind: 'answer',
    title: text.helpTitle,
    blocks: [...parts, section(text.helpQuestionsTitle, text.helpQuestions), lines(how)],
    choices: topicChoices(null, context),
  });
}

/** What a word stands for: a command, a topic, or the command that gives its topic the name. */
function details(command: ChatCommand | null, topic: HelpTopic | null, context: CommandContext): Message {
  const { text, language } = context.voice;
  const { topics } = HELP_WORDS[language];
  const others = topic === null ? [] : commandsOf(topic, context).filter(({ name }) => name !== command?.name);
  const about = command === null ? [] : linesOf(command, topic === null, context);
  const rows = others.map((one) => [usageOf(one), one.summary[language]]);
  return message({
    kind: 'answer',
    title: command === null || topic !== null ? text.helpTitle : usageOf(command),
    blocks: [
      ...(topic === null ? [] : [section(topics[topic], command === null ? [] : [usageOf(command), ...about])]),
      ...(topic === null ? [lines(...about)] : []),
      ...(rows.length === 0 ? [] : [table([text.helpCommand, text.helpMeaning], rows)]),
    ],
    choices: topic === null ? [] : topicChoices(topic, context),
  });
}

function linesOf(command: ChatCommand, isAlone: boolean, context: CommandContext): readonly string[] {
  const { text, language } = context.voice;
  const aliases = command.aliases.filter((alias) => /[a-z가-힣]/.test(alias)).join(', ');
  const beside = isAlone ? neighbours(command, context) : '';
  return [
    command.summary[language],
    ...(aliases === '' ? [] : [text.helpAliases({ aliases })]),
    text.helpRole({ role: command.role }),
    ...(beside === '' ? [] : [HELP_WORDS[language].seeAlso({ commands: beside })]),
  ];
}

function neighbours({ name }: ChatCommand, context: CommandContext): string {
  const topic = TOPIC_NAMES.find((one) => HELP_TOPICS[one].some((each) => each === name));
  const beside = topic === undefined ? [] : commandsOf(topic, context).filter((one) => one.name !== name);
  return beside.map((one) => `/${one.name}`).join(' ');
}

function unknown(wanted: string, args: string, context: CommandContext): Message {
  const near = nearest(
    wanted,
    open(context).map(({ name }) => name),
  );
  return textMessage('error', context.voice.text.unknownCommand({ name: echoOf(args), near }));
}

/** The other topics, and the way back. */
function topicChoices(shown: HelpTopic | null, context: CommandContext): readonly Choice[] {
  const { topics, overview: all } = HELP_WORDS[context.voice.language];
  const others = TOPIC_NAMES.filter((topic) => topic !== shown && commandsOf(topic, context).length > 0);
  const choices = others.map((topic): Choice => ({ label: topics[topic], command: `/help ${topic}` }));
  return shown === null ? choices : [{ label: all, command: '/help' }, ...choices];
}

function topicNamed(word: string): HelpTopic | null {
  const isNamed = (topic: HelpTopic) =>
    topic === word || LANGUAGES.some((language) => HELP_WORDS[language].topics[topic] === word);
  return TOPIC_NAMES.find(isNamed) ?? null;
}

function commandsOf(topic: HelpTopic, context: CommandContext): readonly ChatCommand[] {
  // Where nothing is played there is nothing to do with a recording.
  if (topic === 'recording' && context.replay === null) return [];
  const allowed = open(context);
  return HELP_TOPICS[topic].flatMap((name) => allowed.filter((command) => command.name === name));
}

function open({ commands, role }: CommandContext): readonly ChatCommand[] {
  return commands.filter((command) => mayDo(role, command.role));
}

function usageOf(command: ChatCommand): string {
  return command.usage === '' ? `/${command.name}` : `/${command.name} ${command.usage}`;
}
