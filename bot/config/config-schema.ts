import { z } from 'zod';
import { emergencySection } from './config-emergency.ts';
import {
  autoOr,
  badTone,
  channelIds,
  choice,
  count,
  duration,
  flag,
  fraction,
  groupIds,
  hookUrl,
  hosts,
  instant,
  interval,
  model,
  money,
  path,
  serverUrl,
  speed,
  word,
  zone,
} from './config-leaf.ts';
import { assistantSection, modelsSection, reviewSection } from './config-minds-schema.ts';
import { HEARS, lineOrNone, mailAddresses, mailHost } from './config-places.ts';
import { section, setting } from './config-section.ts';
import { VENUE_ENVIRONMENT, venueSection } from './config-venue.ts';

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
  maxSymbolOrdersPerMinute: setting(
    autoOr(1, 1_000, true),
    'auto',
    'Entry orders of one market in any minute. auto: 6 in paper and live, no limit of its own in replay.',
  ),
  maxDailyNotional: setting(
    autoOr(0.01, 1_000, false),
    'auto',
    'All entries of a UTC day, as a multiple of equity. auto: 5 in paper and live, no limit of its own in replay.',
  ),
  maxQuoteAge: setting(duration('1s', '1h'), '3m', 'No entry on a quote older than this.'),
  maxSpread: setting(
    fraction(0.00001, 0.1),
    '0.2%',
    'No entry when bid and ask are further apart, as a share of the price.',
  ),
  maxHumanOrder: setting(fraction(0.001, 1), '50%', "A person's order above this share of equity is refused outright."),
  newsAlarm: setting(
    badTone(),
    -0.6,
    'A coin whose news turn as bad as this (-1 to 0, at least two publishers) is sold at once and not bought; or off.',
  ),
});

const strategy = z
  .looseObject({ enabled: flag().prefault(true) })
  .transform(({ enabled, ...config }) => ({ enabled, config: config as Readonly<Record<string, unknown>> }));

/** Written by the sources themselves, and checked by their own schemas: see config-news.ts. */
const ownSections = () => z.record(z.string(), z.unknown()).prefault({});

const news = section('What the desk reads of the world. Nothing is fetched until you say so.', {
  fetchEvery: setting(
    interval('1m', '24h'),
    'off',
    'How often a running desk looks which source is due. off: only "assent news fetch" does.',
  ),
  embedder: setting(
    model('lexical', 'ollama', 'onnx'),
    'lexical',
    'lexical compares wording and needs nothing; ollama:bge-m3 or onnx:FOLDER compare meaning.',
  ),
  reader: setting(
    model('lexicon', 'ollama', 'groq'),
    'lexicon',
    'Who gives a report its tone: the lexicon, or a language model such as ollama:llama3.1:8b or groq:NAME.',
  ),
  ollamaUrl: setting(serverUrl(), 'http://127.0.0.1:11434', 'Where Ollama answers.'),
  privateHosts: setting(
    hosts(),
    'none',
    'Hosts of your own network that sources may be on; all other private addresses are refused.',
  ),
  sources: ownSections().meta({
    description:
      'Texts: feeds (a list of name, url, every), cryptopanic, x, folder, notices. Left out: six feeds and the notices of Upbit, Bithumb and Binance.',
    written: {},
  }),
  figures: ownSections().meta({
    description: 'Figures: fearGreed, funding, mempool, fred, coinmetrics, trends. Left out: the first three.',
    written: {},
  }),
  addresses: ownSections().meta({
    description:
      'Other addresses for the same interfaces, such as a mirror or a rehearsal: cryptopanic, x, upbit, binance, bithumb, fearGreed, fred, funding, mempool, coinmetrics. https, or a host of privateHosts.',
    written: {},
  }),
});

/** Of a place that is told and never asked. */
const toldOnly = {
  alerts: setting(
    choice(...HEARS),
    'money',
    'all, money, or escalated: only what did not reach an admin where they are.',
  ),
  language: setting(choice('auto', 'ko', 'en'), 'auto', 'ko, en, or auto: that of chat.'),
};

/** Every setting of `config.yaml`, in the order of the example. Secrets are not here: they come from the environment. */
export const configSchema = z.strictObject({
  mode: setting(
    choice('replay', 'paper', 'live'),
    'replay',
    'replay plays a recorded market; paper follows a real one with play money; live trades real money, and asks first.',
  ),
  data: section('Where everything that must outlive the process is kept.', {
    directory: setting(path(), 'data', 'Created if missing; relative to the folder in which Assent is started.'),
  }).prefault({}),
  replay: section('The recorded market.', {
    recording: setting(word(), 'may-2025', 'A folder of engine/recordings.'),
    speed: setting(speed(), 60, 'Recorded seconds per second, or max.'),
    from: setting(instant(), 'start', 'Where a first start begins; a later one goes on where it stopped.'),
  }).prefault({}),
  venue: venueSection.prefault({}),
  account: section('The account.', {
    name: setting(
      word(),
      'paper',
      'A name of its own starts an account of its own. Left out, it is live in mode live.',
    ),
    startingCash: setting(money('10', '1000000000'), '10000', 'Play money at the beginning; 10000000 where it is won.'),
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
  emergency: emergencySection.prefault({}),
  strategies: z.record(z.string(), strategy).prefault({}).meta({
    description:
      'By name, such as turtle: { enabled: false }. Not named means enabled; further keys are its own settings.',
    written: {},
  }),
  news: news.prefault({}),
  models: modelsSection.prefault({}),
  review: reviewSection.prefault({}),
  assistant: assistantSection.prefault({}),
  chat: section('How the desk talks.', {
    language: setting(choice('auto', 'ko', 'en'), 'auto', 'ko, en, or auto: the language in which it is asked.'),
    timeZone: setting(zone(), 'auto', 'An IANA name such as Asia/Seoul, or auto: that of the language.'),
  }).prefault({}),
  telegram: section(
    'The desk on Telegram: on as soon as TELEGRAM_BOT_TOKEN, or TELEGRAM_BOT_TOKEN_FILE, is set. "assent setup" leads there.',
    {
      groups: setting(
        groupIds(),
        'none',
        'Groups in which it may be asked, by their numbers. Money moves in private only.',
      ),
      webhook: setting(
        hookUrl(),
        'off',
        'off asks for updates and needs no open port. An https address of yours has them sent there instead.',
      ),
      webhookPort: setting(
        count(1, 65_535),
        8443,
        'Where the webhook listens on 127.0.0.1, behind a proxy that ends TLS.',
      ),
      server: setting(serverUrl(), 'https://api.telegram.org', 'For a Bot API server of your own.'),
    },
  ).prefault({}),
  slack: section(
    'Alerts in a Slack channel: on as soon as SLACK_WEBHOOK_URL, or SLACK_WEBHOOK_URL_FILE, holds an incoming webhook.',
    {
      ...toldOnly,
    },
  ).prefault({}),
  email: section(
    'Alerts by mail: on as soon as host and to are set. Only SMTP_PASSWORD, or SMTP_PASSWORD_FILE, is a secret.',
    {
      host: setting(mailHost(), 'off', 'The server that takes mail, such as smtp.example.org.'),
      port: setting(count(1, 65_535), 587, '587 for starttls, 465 for tls.'),
      security: setting(
        choice('starttls', 'tls', 'none'),
        'starttls',
        'starttls, tls, or none: only to a server on this machine.',
      ),
      user: setting(lineOrNone(), 'none', 'Who logs in; none: nobody has to.'),
      from: setting(mailAddresses(), 'none', 'The address it is sent from; none: that of user.'),
      to: setting(mailAddresses(), 'none', 'Who gets it: addresses between commas.'),
      ca: setting(lineOrNone(), 'none', 'A file of certificates to trust (PEM), for a server of your own.'),
      ...toldOnly,
    },
  ).prefault({}),
  discord: section(
    'The desk on Discord: on as soon as DISCORD_BOT_TOKEN, or DISCORD_BOT_TOKEN_FILE, is set. "assent setup discord" leads there.',
    {
      channels: setting(
        channelIds(),
        'none',
        'Channels of servers in which it may be asked, by their numbers. Money moves in direct messages only.',
      ),
      server: setting(serverUrl(), 'https://discord.com', 'For a proxy of your own before Discord.'),
    },
  ).prefault({}),
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
  ...VENUE_ENVIRONMENT,
  ASSENT_RECORDING: 'replay.recording',
  ASSENT_SPEED: 'replay.speed',
  ASSENT_FROM: 'replay.from',
  ASSENT_ACCOUNT: 'account.name',
  ASSENT_SEED: 'account.seed',
  ASSENT_NEWS_FETCH_EVERY: 'news.fetchEvery',
  ASSENT_NEWS_EMBEDDER: 'news.embedder',
  ASSENT_OLLAMA_URL: 'news.ollamaUrl',
  ASSENT_MODELS_GROQ_URL: 'models.groqUrl',
  ASSENT_MODELS_OLLAMA_URL: 'models.ollamaUrl',
  ASSENT_MODELS_OPENAI_URL: 'models.openaiUrl',
  ASSENT_MODELS_ANTHROPIC_URL: 'models.anthropicUrl',
  ASSENT_MODELS_PERPLEXITY_URL: 'models.perplexityUrl',
  ASSENT_MODELS_COMPATIBLE_URL: 'models.compatibleUrl',
  ASSENT_MODELS_DAY_USD: 'models.dayUsd',
  ASSENT_MODELS_CASSETTE: 'models.cassette',
  ASSENT_MODELS_CASSETTE_FILE: 'models.cassetteFile',
  ASSENT_REVIEW_POLICY: 'review.policy',
  ASSENT_REVIEW_ORDER: 'review.order',
  ASSENT_REVIEW_FIRST: 'review.first',
  ASSENT_REVIEW_SECOND: 'review.second',
  ASSENT_REVIEW_MAIN: 'review.main',
  ASSENT_REVIEW_RISK: 'review.risk',
  ASSENT_REVIEW_NEWS: 'review.news',
  ASSENT_REVIEW_ADVISOR: 'review.advisor',
  ASSENT_ASSISTANT_MODEL: 'assistant.model',
  ASSENT_LANGUAGE: 'chat.language',
  ASSENT_TIME_ZONE: 'chat.timeZone',
  ASSENT_LOG_LEVEL: 'log.level',
};

/** Flags of the command line that override a setting, and the environment. */
export const FLAG_SETTINGS: Readonly<Record<string, string>> = {
  mode: 'mode',
  venue: 'venue.name',
  data: 'data.directory',
  recording: 'replay.recording',
  speed: 'replay.speed',
  from: 'replay.from',
  account: 'account.name',
  seed: 'account.seed',
  lang: 'chat.language',
  zone: 'chat.timeZone',
  model: 'assistant.model',
  'log-level': 'log.level',
};
