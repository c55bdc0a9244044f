import { parseArgs } from 'node:util';
import type { Invocation, RunCommand } from './invocation.ts';
import { nearest } from './nearest.ts';
import { cleanText } from './parse/clean-text.ts';

/** A flag: `value` is what stands after it in the help; without one it is a switch. */
interface Flag {
  readonly value?: string;
  readonly summary: string;
}

/** One command: its code is loaded only when it is asked for, because start-up time is waiting time. */
export interface LineCommand {
  readonly name: string;
  /** What may follow the name, besides flags. */
  readonly words: string;
  readonly maxWords: number;
  readonly summary: string;
  readonly flags: Readonly<Record<string, Flag>>;
  load(): Promise<RunCommand>;
}

const PLACE: Readonly<Record<string, Flag>> = {
  config: { value: 'FILE', summary: 'Settings in YAML; config.yaml in this folder is read without being named.' },
  data: { value: 'DIR', summary: 'The folder of the desk: journal, database, log.' },
  lang: { value: 'ko|en', summary: 'The language to speak.' },
  'log-level': { value: 'LEVEL', summary: 'How much is written to the log.' },
};

const DESK: Readonly<Record<string, Flag>> = {
  ...PLACE,
  mode: { value: 'replay|paper|live', summary: 'A recording, a real market with play money, or real money.' },
  venue: { value: 'NAME', summary: 'The real market: binance, binanceusdm, upbit or bithumb.' },
  recording: { value: 'NAME', summary: 'The recorded market to play.' },
  speed: { value: '1|60|max', summary: 'Recorded seconds per second.' },
  from: { value: 'TIME', summary: 'Where a first start begins, such as 2025-05-19 or 2025-05-19T14:05Z.' },
  account: { value: 'WORD', summary: 'The name of the account.' },
  seed: { value: 'WORD', summary: 'Decides every chance of the simulation.' },
  zone: { value: 'ZONE', summary: 'The time zone of what is shown, such as Asia/Seoul.' },
};

const JSON_FLAG: Readonly<Record<string, Flag>> = { json: { summary: 'Answer in JSON.' } };

export const COMMAND_LINE: readonly LineCommand[] = [
  {
    name: 'start',
    words: '',
    maxWords: 0,
    summary: 'Open the desk and talk to it (npm start). Piped lines are obeyed one by one.',
    flags: {
      ...DESK,
      step: { value: '24h', summary: 'Market time between two piped lines at --speed max.' },
      arm: { value: '"TRADE REAL MONEY"', summary: 'Mode live: says that real money may be traded.' },
      bind: { summary: 'Mode live: binds this key to the account, where another was bound.' },
    },
    load: async () => (await import('./app/start.ts')).start,
  },
  {
    name: 'doctor',
    words: '',
    maxWords: 0,
    summary: 'Check this machine and say what to do.',
    flags: {
      ...DESK,
      ...JSON_FLAG,
      health: { summary: 'Only whether a desk runs here and can write.' },
      venue: { value: 'NAME', summary: 'Only a venue: key, rights, clock, limits, minimum orders, streams.' },
    },
    load: async () => (await import('./app/doctor.ts')).doctor,
  },
  {
    name: 'panic',
    words: '',
    maxWords: 0,
    summary: 'Get everything flat now and block entries; works while the desk hangs, and without one.',
    flags: { ...PLACE, mode: { value: 'paper|live', summary: 'The mode of the desk.' }, ...JSON_FLAG },
    load: async () => (await import('./app/panic.ts')).panicCommand,
  },
  {
    name: 'setup',
    words: 'telegram|discord',
    maxWords: 1,
    summary: 'Create a bot for this desk, on Telegram or Discord, and become its admin.',
    flags: {
      ...PLACE,
      ...JSON_FLAG,
      save: { value: 'FILE', summary: 'Write the bot token there, readable for you alone.' },
      wait: { value: 'MINUTES', summary: 'How long the code is waited for; 15 at most.' },
    },
    load: async () => (await import('./app/setup-command.ts')).setupCommand,
  },
  {
    name: 'news',
    words: 'fetch|import|list|search|reindex|stats',
    maxWords: 60,
    summary: 'What the desk knows of the world; "assent news" alone says what each of these does.',
    flags: {
      ...PLACE,
      ...JSON_FLAG,
      all: { summary: 'fetch: also the sources that are not due.' },
      'as-published': { summary: 'import: an archive; each item counts as known when it was published.' },
      fresh: { summary: 'reindex: make every vector anew.' },
      asset: { value: 'BTC', summary: 'list, search: about this coin only.' },
      source: { value: 'NAME', summary: 'list, search: of this publisher only.' },
      kind: { value: 'KIND', summary: 'list, search: news, notice, post or macro.' },
      'as-of': { value: 'TIME', summary: 'list, search: what was known then, such as 2025-05-22T14:30Z.' },
      limit: { value: 'N', summary: 'list, search: how many at most.' },
    },
    load: async () => (await import('./app/news.ts')).newsCommand,
  },
  {
    name: 'ask',
    words: 'QUESTION',
    maxWords: 1_000,
    summary: 'Answer a question from the record of a desk that does not run now; works without a language model.',
    flags: {
      ...PLACE,
      ...JSON_FLAG,
      zone: { value: 'ZONE', summary: 'The time zone of what is shown, such as Asia/Seoul.' },
      model: { value: 'PROVIDER:NAME|none', summary: 'Who writes the sentences where rules have no answer.' },
    },
    load: async () => (await import('./app/ask.ts')).askCommand,
  },
  {
    name: 'report',
    words: 'PERIOD',
    maxWords: 8,
    summary: 'How a day, week, month or span went: today, daily, weekly, monthly, a date, or two.',
    flags: {
      ...PLACE,
      ...JSON_FLAG,
      zone: { value: 'ZONE', summary: 'Whose days are meant, such as Asia/Seoul.' },
    },
    load: async () => (await import('./app/report.ts')).reportCommand,
  },
  {
    name: 'models',
    words: 'scoreboard|export',
    maxWords: 1,
    summary: 'How right the model and the reviewers were; their votes as a file to train on.',
    flags: {
      ...PLACE,
      ...JSON_FLAG,
      days: { value: 'N', summary: 'Only the last N days of the desk.' },
      out: { value: 'FILE', summary: 'export: a new file, .jsonl or .csv.' },
    },
    load: async () => (await import('./app/models.ts')).modelsCommand,
  },
  {
    name: 'alerts',
    words: 'test slack|email',
    maxWords: 3,
    summary: 'Send one test message to Slack and by mail, and say what came of it.',
    flags: PLACE,
    load: async () => (await import('./app/alerts.ts')).alertsCommand,
  },
  {
    name: 'replay-decision',
    words: 'D-12',
    maxWords: 1,
    summary: 'Make a past decision again from its record and compare.',
    flags: { ...PLACE, ...JSON_FLAG },
    load: async () => (await import('./app/replay-decision.ts')).replayDecisionCommand,
  },
  {
    name: 'prompts',
    words: 'list|test|diff [ID]',
    maxWords: 2,
    summary: 'What language models are told here; "assent prompts" alone says what each of these does.',
    flags: {
      ...PLACE,
      ...JSON_FLAG,
      model: { value: 'PROVIDER:MODEL', summary: 'test: ask this model too, such as ollama:qwen3:8b.' },
    },
    load: async () => (await import('./app/prompts.ts')).promptsCommand,
  },
  {
    name: 'config',
    words: 'example',
    maxWords: 1,
    summary: 'Print every setting with its default and what it means.',
    flags: {},
    load: async () => (await import('./app/config-example.ts')).configCommand,
  },
  {
    name: 'version',
    words: '',
    maxWords: 0,
    summary: 'Print the version.',
    flags: JSON_FLAG,
    load: async () => (await import('./app/version.ts')).versionCommand,
  },
  {
    name: 'help',
    words: 'COMMAND',
    maxWords: 1,
    summary: 'Print this, or what a command takes.',
    flags: {},
    load: () => Promise.reject(new RangeError('help is answered before anything is loaded')),
  },
];

/** What a command line asks for: a command to run, a text to print, or a correction. */
export type LineRequest =
  | { readonly outcome: 'run'; readonly command: LineCommand; readonly given: Omit<Invocation, 'workingDirectory'> }
  | { readonly outcome: 'help'; readonly text: string }
  | { readonly outcome: 'wrong'; readonly text: string };

/** Returns what the words after the program's name ask for. */
export function readCommandLine(args: readonly string[]): LineRequest {
  const [name = 'help', ...rest] = args.map(spelledOut);
  const command = COMMAND_LINE.find((candidate) => candidate.name === name);
  if (command === undefined) return { outcome: 'wrong', text: unknownCommand(name) };
  if (rest.includes('--help')) return { outcome: 'help', text: commandHelp(command) };
  const read = readFlags(rest, command);
  if ('problem' in read) return { outcome: 'wrong', text: `${read.problem} Try "assent help ${command.name}".\n` };
  if (command.name === 'help') return helpRequest(read.positionals[0]);
  return { outcome: 'run', command, given: read };
}

const OTHER_SPELLINGS: Readonly<Record<string, string>> = { '-h': '--help', '-v': 'version', '--version': 'version' };

function spelledOut(word: string, index: number): string {
  if (index === 0 && (word === '-h' || word === '--help')) return 'help';
  return index === 0 || word === '-h' ? (OTHER_SPELLINGS[word] ?? word) : word;
}

function helpRequest(name: string | undefined): LineRequest {
  if (name === undefined) return { outcome: 'help', text: helpText() };
  const command = COMMAND_LINE.find((candidate) => candidate.name === name);
  if (command === undefined) return { outcome: 'wrong', text: unknownCommand(name) };
  return { outcome: 'help', text: commandHelp(command) };
}

function unknownCommand(name: string): string {
  const names = COMMAND_LINE.map((command) => command.name);
  if (name.startsWith('-')) return `A command comes first: assent ${names.join(' | ')}. Try "assent help".\n`;
  const near = nearest(name, names);
  const advice = near === null ? `Commands: ${names.join(', ')}.` : `Did you mean "${near}"?`;
  return `There is no command "${shown(name)}". ${advice} Try "assent help".\n`;
}

type FlagsRead = Omit<Invocation, 'workingDirectory'> | { readonly problem: string };

function readFlags(args: readonly string[], command: LineCommand): FlagsRead {
  const options = Object.fromEntries(
    Object.entries(command.flags).map(([name, { value }]) => [name, { type: value ? 'string' : 'boolean' } as const]),
  );
  // Not strict: its refusals speak to programmers. The tokens say what was written.
  const { values, positionals, tokens } = parseArgs({
    args: [...args],
    options,
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  for (const token of tokens) {
    if (token.kind !== 'option') continue;
    const problem = flagProblem(token.name, token.rawName, token.value, command);
    if (problem !== null) return { problem };
  }
  const extra = positionals[command.maxWords];
  if (extra !== undefined) return { problem: `"${command.name}" takes no "${shown(extra)}".` };
  return { flags: values as Invocation['flags'], positionals };
}

function flagProblem(name: string, written: string, value: string | undefined, command: LineCommand): string | null {
  const flag = command.flags[name];
  if (flag === undefined) {
    const near = nearest(name, Object.keys(command.flags));
    const advice = near === null ? '' : ` Did you mean --${near}?`;
    return `"${command.name}" does not know ${shown(written)}.${advice}`;
  }
  if (flag.value === undefined) return value === undefined ? null : `--${name} is a switch and takes no value.`;
  const missing = value === undefined || value.trim() === '' || value.startsWith('--');
  return missing ? `--${name} needs a value: --${name} ${flag.value}.` : null;
}

/** What was typed, fit to be shown: short, on one line, without control characters. */
function shown(word: string): string {
  const clean = cleanText(word);
  return clean.length > 60 ? `${clean.slice(0, 60)}…` : clean;
}

function helpText(): string {
  const lines = COMMAND_LINE.map((command) => [usageOf(command), command.summary] as const);
  return [
    'Assent: a trading assistant you talk to.',
    'Run a command with "npm run assent -- COMMAND"; "npm start" is "assent start".',
    '',
    ...inColumns(lines),
    '',
    '"assent help start" tells the flags of "start", and so for every command.',
    '',
  ].join('\n');
}

function commandHelp(command: LineCommand): string {
  const flags = Object.entries(command.flags).map(
    ([name, { value, summary }]) => [value === undefined ? `--${name}` : `--${name} ${value}`, summary] as const,
  );
  return [usageOf(command), `  ${command.summary}`, ...(flags.length === 0 ? [] : ['', ...inColumns(flags)]), ''].join(
    '\n',
  );
}

function usageOf({ name, words, flags }: LineCommand): string {
  const optional = name === 'help' ? `[${words}]` : words;
  return ['assent', name, optional, Object.keys(flags).length === 0 ? '' : '[flags]'].filter(Boolean).join(' ');
}

function inColumns(rows: readonly (readonly [left: string, right: string])[]): readonly string[] {
  const width = Math.max(...rows.map(([left]) => left.length));
  return rows.map(([left, right]) => `  ${left.padEnd(width)}  ${right}`);
}
