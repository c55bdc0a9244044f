import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { ConfigSources } from '../../../bot/config/config.ts';
import { loadConfig } from '../../../bot/config/config.ts';
import { configExample } from '../../../bot/config/config-example.ts';
import { ConfigError } from '../../../engine/domain/errors.ts';
import { NEWS_ALONE } from '../../../engine/emergency/emergency-settings.ts';

const STRATEGIES = [
  {
    name: 'turtle',
    configSchema: z.strictObject({
      entryBars: z.number().int().min(2).max(500).optional(),
      timeframe: z.enum(['1m', '5m']).default('5m'),
      exit: z.strictObject({ bars: z.number().int() }).default({ bars: 10 }),
      skip: z.boolean().default(true),
    }),
  },
  { name: 'mean-reversion', configSchema: z.strictObject({}) },
];
const OWN = { rest: null, stream: null };
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folderWith(yaml: string | null): string {
  const folder = mkdtempSync(join(tmpdir(), 'assent-config-'));
  folders.push(folder);
  if (yaml !== null) writeFileSync(join(folder, 'config.yaml'), yaml);
  return folder;
}

function load(yaml: string | null, sources: Partial<ConfigSources> = {}) {
  return loadConfig({ environment: {}, workingDirectory: folderWith(yaml), strategies: STRATEGIES, ...sources });
}

function problemsWith(yaml: string | null, sources: Partial<ConfigSources> = {}): string[] {
  try {
    load(yaml, sources);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.message
      .split('\n')
      .slice(1)
      .map((line) => line.replace('  - ', ''));
  }
  return [];
}

describe('a configuration', () => {
  test('needs no file: the defaults suit a paper account of 10,000 USDT', () => {
    const folder = folderWith(null);
    const { config, file } = loadConfig({ environment: {}, workingDirectory: folder, strategies: STRATEGIES });
    expect(file).toBeNull();
    expect(config).toEqual({
      mode: 'replay',
      data: { directory: join(folder, 'data') },
      database: { url: null },
      replay: { recording: 'may-2025', speed: 60, from: null },
      emergency: NEWS_ALONE,
      venue: {
        name: 'binanceusdm',
        quoteCurrency: 'USDT',
        coins: ['BTC', 'ETH', 'SOL', 'XRP'],
        symbols: ['BTC/USDT:USDT', 'ETH/USDT:USDT', 'SOL/USDT:USDT', 'XRP/USDT:USDT'],
        leverage: 1,
        marginMode: 'isolated',
        maxSlippageFraction: 0.003,
        mirror: null,
        addresses: { binance: OWN, binanceusdm: OWN, upbit: OWN, bithumb: OWN },
        keys: { binance: null, binanceusdm: null, upbit: null, bithumb: null },
      },
      account: { name: 'paper', startingCash: '10000', seed: 'assent' },
      desk: {
        riskFraction: 0.0015,
        defaultStopFraction: 0.02,
        limits: {
          maxExposureFraction: 1,
          maxSymbolExposureFraction: 0.35,
          maxRiskFraction: 0.01,
          maxDailyLossFraction: 0.03,
          maxDrawdownFraction: 0.1,
          maxOpenPositions: 4,
          cooldownAfterLossMs: 1_800_000,
          maxOrdersPerMinute: 20,
          maxOrdersPerDay: 300,
          maxQuoteAgeMs: 180_000,
          maxSpreadFraction: 0.002,
          maxHumanOrderFraction: 0.5,
          newsAlarmTone: -0.6,
        },
        approval: { mode: 'ask-above', askAboveFraction: 0.25, expiresAfterMs: 900_000, maxDriftFraction: 0.005 },
        strategies: { turtle: true, 'mean-reversion': true },
      },
      strategies: { turtle: { enabled: true, config: {} }, 'mean-reversion': { enabled: true, config: {} } },
      news: expect.objectContaining({ fetchEveryMs: null, embedder: null, reader: null, privateHosts: [] }),
      minds: expect.objectContaining({ advisor: null, assistant: expect.objectContaining({ model: null }) }),
      chat: { language: 'auto', timeZone: null, colour: true },
      telegram: { token: null, server: 'https://api.telegram.org', groups: [], webhook: null },
      discord: { token: null, server: 'https://discord.com', channels: [] },
      slack: { webhook: null, alerts: 'money', language: 'en' },
      email: { server: null, from: '', to: [], alerts: 'money', language: 'en' },
      log: { level: 'info', file: join(folder, 'data', 'assent.log') },
    });
  });

  test('asks nobody for news, and knows whom it would ask', () => {
    const { news } = load(null).config;
    expect(news.sources.feeds.map(({ name }) => name)).toEqual([
      ...['coindesk', 'cointelegraph', 'decrypt', 'theblock', 'tokenpost', 'blockmedia'],
    ]);
    expect(news.sources).toMatchObject({ cryptopanic: { enabled: false }, x: { enabled: false }, folder: null });
    expect(news.figures).toMatchObject({ fearGreed: true, mempool: true, fred: { enabled: false } });
    expect(news.secrets).toEqual({ cryptopanicToken: null, xBearer: null, fredApiKey: null, groqApiKey: null });
  });

  test('news: intervals, models, hosts and folders as they are written', () => {
    const yaml = `news:
  fetchEvery: 5m
  embedder: onnx:models/mini
  reader: groq:llama-3.1-8b-instant
  ollamaUrl: http://localhost:11434/
  privateHosts: 192.168.1.5:8080, feeds.home
  sources: {folder: {path: inbox}, feeds: [{name: home, url: "http://feeds.home/rss"}]}
  figures: {fred: {enabled: true, series: [CPIAUCSL]}}
desk: {limits: {newsAlarm: off}}`;
    const folder = folderWith(yaml);
    const environment = { FRED_API_KEY: 'fred-key-1', GROQ_API_KEY: 'groq-key-1' };
    const loaded = loadConfig({ environment, workingDirectory: folder, strategies: STRATEGIES });
    const { news, desk } = loaded.config;
    expect(news).toMatchObject({
      fetchEveryMs: 300_000,
      embedder: { provider: 'onnx', model: join(folder, 'models/mini') },
      reader: { provider: 'groq', model: 'llama-3.1-8b-instant' },
      ollamaUrl: 'http://localhost:11434',
      privateHosts: ['192.168.1.5:8080', 'feeds.home'],
      sources: { folder: { path: join(folder, 'inbox') }, feeds: [{ name: 'home', every: 300_000 }] },
      figures: { fred: { enabled: true, series: ['CPIAUCSL'] } },
    });
    expect(desk.limits.newsAlarmTone).toBeNull();
    expect(news.secrets).toMatchObject({ fredApiKey: 'fred-key-1', groqApiKey: 'groq-key-1' });
    expect(loaded.secrets).toEqual(['fred-key-1', 'groq-key-1']);
    expect(environment).toEqual({});
  });

  test.each([
    ['news: {fetchEvery: sometimes}', /news\.fetchEvery is "sometimes"\. Use off, or a duration from 1m to 24h/],
    ['news: {embedder: bge-m3}', /Use lexical, or ollama:NAME or onnx:NAME/],
    ['news: {reader: "onnx:x"}', /Use lexicon, or ollama:NAME or groq:NAME/],
    ['news: {ollamaUrl: "http://me:pw@host/path"}', /the address of a server such as http:\/\/127\.0\.0\.1:11434/],
    ['news: {privateHosts: "http://x"}', /Use none, or hosts between commas/],
    ['news: {sources: {feedz: []}}', /news\.sources\.feedz is unknown\. Did you mean news\.sources\.feeds\?/],
    ['news: {sources: {feeds: [{name: Bad Name, url: x}]}}', /news\.sources\.feeds\.0\.name/],
    ['news: {figures: {fearGreed: maybe}}', /news\.figures\.fearGreed is "maybe"\. Use true or false\./],
    ['desk: {limits: {newsAlarm: -2}}', /Use off, or a tone from -1/],
    ['desk: {limits: {newsAlarm: 0.5}}', /Use off, or a tone from -1/],
  ])('%s is told', (yaml, sentence) => {
    expect(problemsWith(yaml).join('\n')).toMatch(sentence);
  });

  test('telegram: groups, webhook and server as they are written, the token from the environment only', () => {
    const token = `123456789:${'A'.repeat(35)}`;
    const yaml = 'telegram: {groups: "-5, -1001234567890", webhook: "https://me.example.org/t", webhookPort: 9000}';
    const { config, secrets } = load(yaml, { environment: { TELEGRAM_BOT_TOKEN: token } });
    expect(config.telegram).toEqual({
      token,
      server: 'https://api.telegram.org',
      groups: [-5, -1001234567890],
      webhook: { url: 'https://me.example.org/t', port: 9000 },
    });
    expect(secrets).toContain(token);
    expect(load('telegram: {groups: [-7]}').config.telegram.groups).toEqual([-7]);
  });

  test.each([
    ['telegram: {groups: "12"}', /telegram\.groups is "12"\. Use none, or numbers of groups between commas/],
    ['telegram: {groups: []}', /Use none, or numbers of groups/],
    ['telegram: {webhook: "http://me.example.org"}', /Use off, or an https address/],
  ])('%s is told', (yaml, sentence) => {
    expect(problemsWith(yaml).join('\n')).toMatch(sentence);
  });

  test('discord: channels and server as they are written, the token from the environment only', () => {
    const token = `MTMwMDAwMDAwMDAwMDAwMDAwMQ.GabcdE.${'x'.repeat(38)}`;
    const yaml = `discord: {channels: ['1300000000000000001', '1300000000000000002'], server: "http://127.0.0.1:9000/"}`;
    const environment = { DISCORD_BOT_TOKEN: token };
    const loaded = load(yaml, { environment });
    expect(loaded.config.discord).toEqual({
      token,
      server: 'http://127.0.0.1:9000',
      channels: ['1300000000000000001', '1300000000000000002'],
    });
    expect(loaded.secrets).toEqual([token]);
    expect(environment).toEqual({});
    expect(load("discord: {channels: '1300000000000000001'}").config.discord.channels).toEqual(['1300000000000000001']);
    // Without quotes YAML reads a number, and the number has lost its last digits.
    expect(problemsWith('discord: {channels: 1300000000000000001}')[0]).toMatch(/in quotes such as '\d+'/);
    const wrong = problemsWith(null, { environment: { DISCORD_BOT_TOKEN: 'MTMw.short' } });
    expect(wrong.join('\n')).toMatch(/DISCORD_BOT_TOKEN.*no token of a Discord bot/);
    expect(wrong.join('\n')).not.toContain('MTMw');
  });

  test('the example holds every default', () => {
    const folder = folderWith(configExample());
    const sources = { environment: {}, workingDirectory: folder, strategies: STRATEGIES };
    const { config } = loadConfig(sources);
    rmSync(join(folder, 'config.yaml'));
    expect(config).toEqual(loadConfig(sources).config);
  });

  test('config.example.yaml is what the schema says (write it anew with "npm run assent -- config example")', () => {
    expect(readFileSync('config.example.yaml', 'utf8')).toBe(configExample());
  });

  test('a section whose lines are all commented out keeps its defaults', () => {
    expect(load('replay:\n#  speed: max\ndesk:\n  limits:\n').config.replay.speed).toBe(60);
  });

  test.each([
    ['fraction written as a share', 'desk: {limits: {maxSpread: 0.007}}', 0.007],
    ['fraction in percent', 'desk: {limits: {maxSpread: 0.7%}}', 0.007],
    ['fraction in percent with a space', 'desk: {limits: {maxSpread: 5 %}}', 0.05],
  ])('%s', (_, yaml, expected) => {
    expect(load(yaml).config.desk.limits.maxSpreadFraction).toBe(expected);
  });

  test.each([
    ['90s', 90_000],
    ['1h30m', 5_400_000],
    ['1h 30m', 5_400_000],
    ['0.5h', 1_800_000],
  ])('reads the duration %s', (written, expected) => {
    expect(load(`desk: {limits: {cooldownAfterLoss: ${written}}}`).config.desk.limits.cooldownAfterLossMs).toBe(
      expected,
    );
  });

  test.each([
    ['2025-05-19', Date.UTC(2025, 4, 19)],
    ['2025-05-19T14:05Z', Date.UTC(2025, 4, 19, 14, 5)],
    ['2025-05-19 14:05:30+09:00', Date.UTC(2025, 4, 19, 5, 5, 30)],
  ])('reads the moment %s', (written, expected) => {
    expect(load(`replay: {from: "${written}"}`).config.replay.from).toBe(expected);
  });

  test('money keeps every digit', () => {
    expect(load("account: {startingCash: '123456789.12345678'}").config.account.startingCash).toBe(
      '123456789.12345678',
    );
  });

  test("a strategy's own settings are handed on for its own schema to check", () => {
    const { config } = load('strategies: {turtle: {enabled: false, entryBars: 20}}');
    expect(config.strategies.turtle).toEqual({ enabled: false, config: { entryBars: 20 } });
    expect(config.desk.strategies).toEqual({ turtle: false, 'mean-reversion': true });
  });

  test('a flag wins over the environment, the environment over the file', () => {
    const yaml = 'replay: {speed: 1}\naccount: {seed: file}';
    const environment = { ASSENT_SPEED: '2', ASSENT_SEED: 'variable' };
    const { config } = load(yaml, { environment, flags: { speed: 'max' } });
    expect([config.replay.speed, config.account.seed]).toEqual(['max', 'variable']);
  });

  test('a named file is read instead of config.yaml', () => {
    const folder = folderWith('mode: nonsense');
    writeFileSync(join(folder, 'other.yaml'), 'replay: {speed: 5}');
    const sources = { workingDirectory: folder, strategies: STRATEGIES };
    const { config, file } = loadConfig({ ...sources, environment: { ASSENT_CONFIG: 'other.yaml' } });
    expect([config.replay.speed, file]).toEqual([5, join(folder, 'other.yaml')]);
  });
});

describe('secrets', () => {
  test('come from the environment and are gone from it afterwards', () => {
    const environment = { DATABASE_URL: 'postgres://assent:tr0ub4dor@db:5432/assent', HOME: '/root' };
    const { config, secrets } = load(null, { environment });
    expect(config.database.url).toBe('postgres://assent:tr0ub4dor@db:5432/assent');
    expect(secrets).toContain('tr0ub4dor');
    expect(environment).toEqual({ HOME: '/root' });
  });

  test('come from files, the password apart from the address if wanted', () => {
    const folder = folderWith(null);
    const file = join(folder, 'password');
    writeFileSync(file, 'p@ss/word é\n');
    const environment = { DATABASE_URL: 'postgres://assent@db/assent', DATABASE_PASSWORD_FILE: file };
    const { config, secrets } = load(null, { environment });
    expect(new URL(config.database.url ?? '').password).toBe('p%40ss%2Fword%20%C3%A9');
    expect(secrets).toContain('p@ss/word é');
    expect(environment).toEqual({});
  });

  test('never appear in a message, wherever they were put', () => {
    const yaml = [
      'mode: postgres://a:Kanarienvogel@b/c',
      'database: {url: "postgres://a:Kanarienvogel@b/c"}',
      'databaseUrl: postgres://a:Kanarienvogel@b/c',
      'account: {password: Kanarienvogel}',
      'log: {level: "Bearer Kanarienvogel"}',
    ].join('\n');
    const environment = { DATABASE_URL: 'Kanarienvogel', DATABASE_PASSWORD_FILE: '/no/such/file' };
    const problems = problemsWith(yaml, { environment });
    expect(problems.length).toBe(7);
    expect(problems.join('\n')).not.toContain('Kanarienvogel');
  });
});

describe('a wrong configuration', () => {
  const SHARE = 'written like 15% or 0.15.';
  const TIME = 'written like 30s, 15m, 12h or 1h30m.';
  const BELOW = 'Write its settings below it, each on a line.';
  const SECRET =
    'is not read from here. Set secrets in the environment, such as DATABASE_URL, or DATABASE_URL_FILE for a file that holds it.';

  test.each<[yaml: string, message: string]>([
    ['mode: turbo', 'config.yaml, line 1: mode is "turbo". Use one of replay, paper, live.'],
    ['dask: {}', 'config.yaml, line 1: dask is unknown. Did you mean desk?'],
    [
      'wibble: 1',
      'config.yaml, line 1: wibble is unknown. Known here: mode, data, replay, venue, account, desk, approval, emergency, strategies, news, models, review, assistant, chat, telegram, slack, email, discord, log.',
    ],
    ['replay:\n  sped: 5', 'config.yaml, line 2: replay.sped is unknown. Did you mean replay.speed?'],
    [
      'desk: {maxRisk: 1%}',
      'config.yaml, line 1: desk.maxRisk is unknown. Known here: riskPerTrade, defaultStop, limits.',
    ],
    [
      'approval: {askAboveFraction: 0.2}',
      'config.yaml, line 1: approval.askAboveFraction is unknown. Did you mean approval.askAbove?',
    ],
    ['replay: fast', `config.yaml, line 1: replay is "fast". ${BELOW}`],
    ['account: [1, 2]', `config.yaml, line 1: account is a list. ${BELOW}`],
    ['strategies: true', `config.yaml, line 1: strategies is true. ${BELOW}`],
    ['strategies: {turtle: off}', `config.yaml, line 1: strategies.turtle is "off". ${BELOW}`],
    [
      'strategies:\n  turtle:\n    enabled: maybe',
      'config.yaml, line 3: strategies.turtle.enabled is "maybe". Use true or false.',
    ],
    [
      'strategies: {turtle: {entrybars: 3}}',
      'config.yaml, line 1: strategies.turtle.entrybars is unknown. Did you mean strategies.turtle.entryBars?',
    ],
    [
      'strategies:\n  turtle:\n    entryBars: 1',
      'config.yaml, line 3: strategies.turtle.entryBars is 1. Use a number from 2.',
    ],
    [
      'strategies: {turtle: {entryBars: 2.5}}',
      'config.yaml, line 1: strategies.turtle.entryBars is 2.5. Use a whole number.',
    ],
    [
      'strategies: {turtle: {timeframe: 2h}}',
      'config.yaml, line 1: strategies.turtle.timeframe is "2h". Use one of 1m, 5m.',
    ],
    [
      'strategies: {turtle: {skip: never}}',
      'config.yaml, line 1: strategies.turtle.skip is "never". Use true or false.',
    ],
    ['strategies: {turtle: {exit: 5}}', `config.yaml, line 1: strategies.turtle.exit is 5. ${BELOW}`],
    [
      'strategies: {turtle: {exit: {bar: 5, bars: 5}}}',
      'config.yaml, line 1: strategies.turtle.exit.bar is unknown. Did you mean strategies.turtle.exit.bars?',
    ],
    ['strategies: {turtel: {}}', 'config.yaml, line 1: strategies.turtel is unknown. Did you mean strategies.turtle?'],
    [
      'strategies: {arbitrage: {}}',
      'config.yaml, line 1: strategies.arbitrage is unknown. Known here: turtle, mean-reversion.',
    ],
    [
      'replay: {speed: quick}',
      'config.yaml, line 1: replay.speed is "quick". Use max, or a number from 0.1 to 10000 (60 plays an hour in a minute).',
    ],
    [
      'replay: {from: yesterday}',
      'config.yaml, line 1: replay.from is "yesterday". Use start, a date such as 2025-05-19, or a time in UTC such as 2025-05-19T14:05Z.',
    ],
    [
      'replay: {recording: ../../etc}',
      'config.yaml, line 1: replay.recording is "../../etc". Use a name of at most 40 small letters, digits and hyphens.',
    ],
    [
      'account: {startingCash: -5}',
      'config.yaml, line 1: account.startingCash is -5. Use an amount from 10 to 1000000000, in plain digits such as 10000 or 2500.50.',
    ],
    [
      'account: {startingCash: 1e309}',
      'config.yaml, line 1: account.startingCash is Infinity. Use an amount from 10 to 1000000000, in plain digits such as 10000 or 2500.50.',
    ],
    [
      'account: {name: My Account}',
      'config.yaml, line 1: account.name is "My Account". Use a name of at most 40 small letters, digits and hyphens.',
    ],
    [
      'desk:\n  limits:\n    maxExposure: 300%',
      `config.yaml, line 3: desk.limits.maxExposure is "300%". Use a fraction from 0% to 100%, ${SHARE}`,
    ],
    [
      'desk: {limits: {maxSpread: .nan}}',
      `config.yaml, line 1: desk.limits.maxSpread is NaN. Use a fraction from 0.001% to 10%, ${SHARE}`,
    ],
    [
      'desk: {limits: {maxOpenPositions: 2.5}}',
      'config.yaml, line 1: desk.limits.maxOpenPositions is 2.5. Use a whole number from 0 to 50.',
    ],
    [
      'desk: {limits: {cooldownAfterLoss: 30}}',
      `config.yaml, line 1: desk.limits.cooldownAfterLoss is 30. Use a duration from 0s to 24h, ${TIME}`,
    ],
    [
      'desk: {limits: {maxQuoteAge: 2h}}',
      `config.yaml, line 1: desk.limits.maxQuoteAge is "2h". Use a duration from 1s to 1h, ${TIME}`,
    ],
    [
      'desk:\n  riskPerTrade: 2%',
      'config.yaml, line 2: desk.riskPerTrade is 0.02, above desk.limits.maxRisk at 0.01. Lower one or raise the other.',
    ],
    ['chat: {language: de}', 'config.yaml, line 1: chat.language is "de". Use one of auto, ko, en.'],
    [
      'chat: {timeZone: Mars/Olympus}',
      'config.yaml, line 1: chat.timeZone is "Mars/Olympus". Use auto, or the name of a time zone such as Asia/Seoul or UTC.',
    ],
    [
      'log: {level: loud}',
      'config.yaml, line 1: log.level is "loud". Use one of debug, info, warn, error, fatal, silent.',
    ],
    ['log: {file: 7}', 'config.yaml, line 1: log.file is 7. Use the path of a file or folder.'],
    ['database: {url: "x"}', `config.yaml, line 1: database ${SECRET}`],
    ['account: {apiKey: abc}', `config.yaml, line 1: account.apiKey ${SECRET}`],
    ['mode: replay\nmode: replay', 'config.yaml, line 2: this is not YAML (duplicate key).'],
    ['- mode', 'config.yaml: this is not a list of settings. Write lines such as "mode: replay".'],
    ['mode: "re\0play"', 'config.yaml: it is not text.'],
    [
      'a: &a [x,x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]',
      'config.yaml: its references repeat too much of the file. Write the values out.',
    ],
  ])('%j', (yaml, message) => {
    expect(problemsWith(yaml)).toEqual([message]);
  });

  test.each<[string, Partial<ConfigSources>, string]>([
    [
      'a misspelt variable',
      { environment: { ASSENT_DATA_DIR: 'x' } },
      'ASSENT_DATA_DIR: it is unknown. Did you mean ASSENT_DATA_DIRECTORY?',
    ],
    [
      'a wrong variable',
      { environment: { ASSENT_LANGUAGE: 'fr' } },
      'ASSENT_LANGUAGE: chat.language is "fr". Use one of auto, ko, en.',
    ],
    [
      'a wrong flag',
      { flags: { speed: '-1' } },
      '--speed: replay.speed is "-1". Use max, or a number from 0.1 to 10000 (60 plays an hour in a minute).',
    ],
    ['a file that is not there', { flags: { config: '/no/such.yaml' } }, 'such.yaml: it cannot be read (ENOENT).'],
    ['a folder for a file', { flags: { config: '/tmp' } }, 'tmp: this is not a file.'],
    [
      'another database',
      { environment: { DATABASE_URL: 'mysql://a:b@c/d' } },
      'DATABASE_URL: it is not the URL of a PostgreSQL database (not shown here). Use postgres://user:password@host:5432/name, with % written as %25.',
    ],
    [
      'a password that everybody knows',
      { environment: { DATABASE_URL: 'postgres://a:changeme@c/d' } },
      'DATABASE_URL: its password is a placeholder that everybody knows. Set one of your own.',
    ],
    [
      'a secret given twice',
      { environment: { DATABASE_URL: 'postgres://a@c/d', DATABASE_URL_FILE: '/x' } },
      'DATABASE_URL: DATABASE_URL and DATABASE_URL_FILE are both set. Keep one of them.',
    ],
    [
      'a secret file that is not there',
      { environment: { DATABASE_URL_FILE: '/no/such' } },
      'DATABASE_URL_FILE: /no/such cannot be read (ENOENT). Is it there, and readable for this user?',
    ],
  ])('%s', (_, sources, message) => {
    expect(problemsWith(null, sources)).toEqual([message]);
  });

  test('is told whole, in the order of the file, and with what to do', () => {
    const yaml = 'replay:\n  speed: quick\n  wibble: 1\nlog:\n  level: loud\nmode: real\n';
    const problems = problemsWith(yaml, { environment: { ASSENT_SEDE: 'x' } });
    expect(problems.map((line) => line.split(':')[0])).toEqual([
      'config.yaml, line 2',
      'config.yaml, line 3',
      'config.yaml, line 5',
      'config.yaml, line 6',
      'ASSENT_SEDE',
    ]);
    expect(() => load(yaml)).toThrow(
      expect.objectContaining({
        hint: 'Correct this and start again. "npm run assent -- config example" prints every setting with its default.',
      }),
    );
  });

  test('a long value is cut, and the file may not be huge', () => {
    expect(problemsWith(`mode: ${'x'.repeat(4_000)}`)[0]?.length).toBeLessThan(160);
    expect(problemsWith(`# ${'x'.repeat(300_000)}`)).toEqual([
      'config.yaml: it is larger than 256 kB, so it is no configuration.',
    ]);
  });
});
