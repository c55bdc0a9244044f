import type { RunCommand } from './invocation.ts';

interface OptionTable {
  readonly options: Readonly<Record<string, { readonly type: 'string' | 'boolean' }>>;
}

/** One command: its code is loaded only when it is asked for, because start-up time is waiting time. */
export interface LineCommand {
  readonly name: string;
  readonly usage: string;
  readonly summary: string;
  readonly options: OptionTable;
  load(): Promise<RunCommand>;
}

const SETTINGS = {
  config: { type: 'string' },
  data: { type: 'string' },
  recording: { type: 'string' },
  speed: { type: 'string' },
  from: { type: 'string' },
  account: { type: 'string' },
  seed: { type: 'string' },
  lang: { type: 'string' },
  zone: { type: 'string' },
  'log-level': { type: 'string' },
} as const;

const JSON_FLAG = { json: { type: 'boolean' } } as const;

export const COMMAND_LINE: readonly LineCommand[] = [
  {
    name: 'start',
    usage:
      'assent start [--speed 1|60|max] [--data DIR] [--from TIME] [--lang ko|en] [--zone ZONE] [--seed WORD] [--step 24h] [--config FILE]',
    summary: 'Open the desk and talk to it (npm start). Piped lines are obeyed one by one.',
    options: { options: { ...SETTINGS, step: { type: 'string' } } },
    load: async () => (await import('./app-start.ts')).start,
  },
  {
    name: 'doctor',
    usage: 'assent doctor [--json] [--health] [--data DIR] [--lang ko|en]',
    summary: 'Check this machine and say what to do.',
    options: { options: { ...SETTINGS, ...JSON_FLAG, health: { type: 'boolean' } } },
    load: async () => (await import('./app-doctor.ts')).doctor,
  },
  {
    name: 'replay-decision',
    usage: 'assent replay-decision D-12 [--json] [--data DIR]',
    summary: 'Make a past decision again from its record and compare.',
    options: { options: { ...SETTINGS, ...JSON_FLAG } },
    load: async () => (await import('./app-replay-decision.ts')).replayDecisionCommand,
  },
  {
    name: 'config',
    usage: 'assent config example',
    summary: 'Print every setting with its default and what it means.',
    options: { options: {} },
    load: async () => (await import('./app-config-example.ts')).configCommand,
  },
  {
    name: 'version',
    usage: 'assent version [--json]',
    summary: 'Print the version.',
    options: { options: { ...JSON_FLAG } },
    load: async () => (await import('./app-version.ts')).versionCommand,
  },
  {
    name: 'help',
    usage: 'assent help',
    summary: 'Print this.',
    options: { options: {} },
    load: () => Promise.reject(new RangeError('help is answered before anything is loaded')),
  },
];

export function commandNames(): string {
  return COMMAND_LINE.map((command) => command.name).join(', ');
}

export function helpText(): string {
  const lines = COMMAND_LINE.flatMap((command) => [`  ${command.usage}`, `      ${command.summary}`]);
  return [
    'Assent: a trading assistant you talk to. Run a command with "npm run assent -- COMMAND".',
    '',
    ...lines,
    '',
  ].join('\n');
}
