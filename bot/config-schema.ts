import { z } from 'zod';
import type { LeafSchema } from './config-leaf.ts';
import { choice, count, duration, flag, fraction, instant, money, path, speed, word, zone } from './config-leaf.ts';

/** A setting with its default as people write it, and the line that documents it in the example. */
function setting<T>(schema: LeafSchema<T>, written: string | number | boolean, description: string) {
  return schema.prefault(written).meta({ description, written });
}

function section<T extends z.core.$ZodShape>(description: string, shape: T) {
  return z.strictObject(shape).meta({ description });
}

const limits = section('Hard caps. Chat can tighten them while the desk runs, never loosen them.', {
  maxExposure: setting(fraction(0, 1), '100%', 'All positions and waiting entries together, as a share of equity.'),
  maxSymbolExposure: setting(fraction(0, 1), '35%', 'The same for one market.'),
  maxRisk: setting(fraction(0.0001, 0.05), '1%', 'What one entry may lose at its stop, at most.'),
  maxDailyLoss: setting(fraction(0.001, 0.5), '3%', 'Lost since midnight UTC: no more entries that day.'),
  maxDrawdown: setting(
    fraction(0.005, 0.9),
    '10%',
    'Below the highest equity: no more entries until a person says /resume.',
  ),
  maxOpenPositions: setting(count(0, 50), 4, 'Positions held at the same time.'),
  cooldownAfterLoss: setting(duration('0s', '24h'), '30m', 'No new entry in a market this long after a loss in it.'),
  maxOrdersPerMinute: setting(count(1, 1_000), 20, 'Orders sent in any minute.'),
  maxOrdersPerDay: setting(count(1, 100_000), 300, 'Orders sent in any day.'),
  maxQuoteAge: setting(duration('1s', '1h'), '3m', 'No entry on a quote older than this.'),
  maxSpread: setting(
    fraction(0.00001, 0.1),
    '0.2%',
    'No entry when bid and ask are further apart, as a share of the price.',
  ),
  maxHumanOrder: setting(fraction(0.001, 1), '50%', "A person's order above this share of equity is refused outright."),
});

const strategy = z
  .looseObject({ enabled: flag().prefault(true) })
  .transform(({ enabled, ...config }) => ({ enabled, config: config as Readonly<Record<string, unknown>> }));

/** Every setting of `config.yaml`, in the order of the example. Secrets are not here: they come from the environment. */
export const configSchema = z.strictObject({
  mode: setting(
    choice('replay', 'paper', 'live'),
    'replay',
    'replay plays a recorded market to a paper account. paper and live are not part of this version.',
  ),
  data: section('Where everything that must outlive the process is kept.', {
    directory: setting(path(), 'data', 'Created if missing; relative to the folder in which Assent is started.'),
  }).prefault({}),
  replay: section('The recorded market.', {
    recording: setting(word(), 'may-2025', 'A folder of engine/recordings.'),
    speed: setting(speed(), 60, 'Recorded seconds per second, or max.'),
    from: setting(instant(), 'start', 'Where a first start begins; a later one goes on where it stopped.'),
  }).prefault({}),
  account: section('The paper account.', {
    name: setting(word(), 'paper', 'A name of its own starts an account of its own.'),
    startingCash: setting(money('10', '1000000000'), '10000', 'USDT at the beginning.'),
    seed: setting(word(), 'assent', 'Decides every chance of the simulation; the same seed gives the same journal.'),
  }).prefault({}),
  desk: section('How much the desk may dare.', {
    riskPerTrade: setting(
      fraction(0.0001, 0.05),
      '0.15%',
      'What an entry of a strategy may lose at its stop; at most maxRisk.',
    ),
    defaultStop: setting(
      fraction(0.002, 0.2),
      '2%',
      'Where the stop of your own order lies when you name none: this far from its price.',
    ),
    limits: limits.prefault({}),
  }).prefault({}),
  approval: section('When the desk asks before it enters. If nobody answers, it skips.', {
    mode: setting(choice('auto', 'ask-above', 'ask-always'), 'ask-above', 'auto, ask-above or ask-always.'),
    askAbove: setting(fraction(0, 1), '25%', 'With ask-above: entries of at least this share of equity are asked.'),
    expiresAfter: setting(duration('10s', '1h'), '15m', 'In market time.'),
    maxDrift: setting(
      fraction(0.0001, 0.05),
      '0.5%',
      'A price further from the proposed one is quoted anew instead of traded.',
    ),
  }).prefault({}),
  strategies: z.record(z.string(), strategy).prefault({}).meta({
    description:
      'By name, such as turtle: { enabled: false }. Not named means enabled; further keys are its own settings.',
    written: {},
  }),
  chat: section('How the desk talks.', {
    language: setting(choice('auto', 'ko', 'en'), 'auto', 'ko, en, or auto: the language in which it is asked.'),
    timeZone: setting(zone(), 'auto', 'An IANA name such as Asia/Seoul, or auto: that of the language.'),
  }).prefault({}),
  log: section('What is written for operators; the journal is kept in any case.', {
    level: setting(
      choice('debug', 'info', 'warn', 'error', 'fatal', 'silent'),
      'info',
      'debug, info, warn, error, fatal or silent.',
    ),
    file: setting(path(), 'assent.log', 'Relative to the data folder. Begun anew at 10 MB; three old ones are kept.'),
  }).prefault({}),
});

export type WrittenConfig = z.output<typeof configSchema>;

/** Environment variables that override a setting. */
export const ENVIRONMENT_SETTINGS: Readonly<Record<string, string>> = {
  ASSENT_MODE: 'mode',
  ASSENT_DATA_DIRECTORY: 'data.directory',
  ASSENT_RECORDING: 'replay.recording',
  ASSENT_SPEED: 'replay.speed',
  ASSENT_FROM: 'replay.from',
  ASSENT_ACCOUNT: 'account.name',
  ASSENT_SEED: 'account.seed',
  ASSENT_LANGUAGE: 'chat.language',
  ASSENT_TIME_ZONE: 'chat.timeZone',
  ASSENT_LOG_LEVEL: 'log.level',
};

/** Flags of the command line that override a setting, and the environment. */
export const FLAG_SETTINGS: Readonly<Record<string, string>> = {
  data: 'data.directory',
  recording: 'replay.recording',
  speed: 'replay.speed',
  from: 'replay.from',
  account: 'account.name',
  seed: 'account.seed',
  lang: 'chat.language',
  zone: 'chat.timeZone',
  'log-level': 'log.level',
};
