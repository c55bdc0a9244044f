import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { z } from 'zod';
import type { DeskConfig } from '../../engine/desk/settings.ts';
import type { DecimalText } from '../../engine/domain/decimal.ts';
import type { EmergencySettings } from '../../engine/emergency/emergency-settings.ts';
import { nearest } from '../nearest.ts';
import { emergencySettings } from './config-emergency.ts';
import type { ConfigFile } from './config-file.ts';
import { noConfigFile, readConfigFile } from './config-file.ts';
import type { MindsConfig } from './config-minds.ts';
import { mindsConfig, mindsProblems } from './config-minds.ts';
import type { NewsConfig } from './config-news.ts';
import { newsConfig, newsProblems } from './config-news.ts';
import type { EmailConfig, SlackConfig } from './config-places.ts';
import { emailConfig, emailProblems, slackConfig } from './config-places.ts';
import type { ConfigProblem } from './config-problem.ts';
import { configError, isRecord, problemsOf } from './config-problem.ts';
import type { WrittenConfig } from './config-schema.ts';
import { configSchema, ENVIRONMENT_SETTINGS, FLAG_SETTINGS } from './config-schema.ts';
import type { Secrets } from './config-secrets.ts';
import { takeSecrets } from './config-secrets.ts';
import type { VenueConfig } from './config-venue.ts';
import { FIRST_CASH, venueConfig, venueProblems } from './config-venue.ts';

export interface AppConfig {
  readonly mode: 'replay' | 'paper' | 'live';
  /** Absolute. */
  readonly data: { readonly directory: string };
  /** `url` is a secret; null means the embedded database in the data directory. */
  readonly database: { readonly url: string | null };
  readonly replay: { readonly recording: string; readonly speed: number | 'max'; readonly from: number | null };
  /** The real market of paper and live. Holds secrets. */
  readonly venue: VenueConfig;
  readonly account: { readonly name: string; readonly startingCash: DecimalText; readonly seed: string };
  readonly desk: DeskConfig;
  /** What ends positions without asking. */
  readonly emergency: EmergencySettings;
  /** Every known strategy; `config` is for the strategy's own schema to check. */
  readonly strategies: Readonly<Record<string, StrategySetting>>;
  readonly news: NewsConfig;
  readonly minds: MindsConfig;
  readonly chat: {
    readonly language: 'auto' | 'ko' | 'en';
    readonly timeZone: string | null;
    readonly colour: boolean;
  };
  /** `token` is a secret; null: not on Telegram. A null `webhook` asks for updates. */
  readonly telegram: {
    readonly token: string | null;
    readonly server: string;
    readonly groups: readonly number[];
    readonly webhook: { readonly url: string; readonly port: number } | null;
  };
  /** `token` is a secret; null: not on Discord. */
  readonly discord: { readonly token: string | null; readonly server: string; readonly channels: readonly string[] };
  readonly slack: SlackConfig;
  readonly email: EmailConfig;
  /** `file` is absolute. */
  readonly log: { readonly level: WrittenConfig['log']['level']; readonly file: string };
}

export interface StrategySetting {
  readonly enabled: boolean;
  readonly config: Readonly<Record<string, unknown>>;
}

export interface ConfigSources {
  /** Secrets are removed from it. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly workingDirectory: string;
  /** Values of the command line by the name of the flag: `config`, and the names in FLAG_SETTINGS. */
  readonly flags?: Readonly<Record<string, string>>;
  /** The registry of strategies. */
  readonly strategies: readonly KnownStrategy[];
}

/** What the configuration must know of a strategy: its name and what its own settings may be. */
export interface KnownStrategy {
  readonly name: string;
  readonly configSchema: z.ZodType;
}

export interface LoadedConfig {
  readonly config: AppConfig;
  /** The file that was read, or null. */
  readonly file: string | null;
  /** For the scrubber of everything that leaves the process. */
  readonly secrets: readonly string[];
}

/** Reads file, environment and flags, the later ones winning. Throws one ConfigError that tells every problem. */
export function loadConfig(sources: ConfigSources): LoadedConfig {
  const environment = sources.environment ?? process.env;
  const secrets = takeSecrets(environment);
  const path = configPath(environment, sources);
  const file = path === null ? noConfigFile() : readConfigFile(path);
  const layers = overlay(file, [
    namedValues(environment, ENVIRONMENT_SETTINGS, ''),
    namedValues(sources.flags ?? {}, FLAG_SETTINGS, '--'),
  ]);
  const result = configSchema.safeParse(layers.raw);
  const problems = [
    ...file.problems,
    ...unknownVariables(environment),
    ...problemsOf(result.error?.issues ?? [], layers.raw, knownKeys, layers.originOf),
    ...crossProblems(layers, sources.strategies),
    ...modelProblems(layers, secrets),
    ...secrets.problems,
  ];
  if (problems.length > 0 || !result.success) throw configError(inOrder(problems));
  return { config: appConfig(result.data, secrets, sources, layers.raw), file: path, secrets: secrets.values };
}

/** A file that is named must be there; `config.yaml` in the working directory may be missing. */
function configPath(environment: NodeJS.ProcessEnv, { flags, workingDirectory }: ConfigSources): string | null {
  const named = flags?.config ?? environment.ASSENT_CONFIG;
  if (named) return resolve(workingDirectory, named);
  const usual = resolve(workingDirectory, 'config.yaml');
  return existsSync(usual) ? usual : null;
}

interface Override {
  readonly origin: string;
  readonly path: readonly string[];
  readonly value: string;
}

interface Layers {
  readonly raw: Readonly<Record<string, unknown>>;
  originOf(path: readonly PropertyKey[]): string;
}

function namedValues(
  values: Readonly<Record<string, string | undefined>>,
  settings: Readonly<Record<string, string>>,
  prefix: string,
): Override[] {
  return Object.entries(settings).flatMap(([name, path]) => {
    const value = values[name];
    return value ? [{ origin: `${prefix}${name}`, path: path.split('.'), value }] : [];
  });
}

function overlay(file: ConfigFile, groups: readonly (readonly Override[])[]): Layers {
  const overrides = groups.flat();
  const origins = new Map(overrides.map(({ path, origin }) => [path.join('.'), origin]));
  return {
    raw: overrides.reduce<Readonly<Record<string, unknown>>>(withValue, file.values),
    originOf: (path) => origins.get(path.join('.')) ?? file.originOf(path),
  };
}

type Values = Readonly<Record<string, unknown>>;

function withValue(raw: Values, { path, value }: Pick<Override, 'path' | 'value'>): Values {
  const [key = '', ...rest] = path;
  if (rest.length === 0) return { ...raw, [key]: value };
  const section = raw[key] ?? {};
  // A section that is not one is told as such; the override has nowhere to go.
  return isRecord(section) ? { ...raw, [key]: withValue(section, { path: rest, value }) } : raw;
}

/** A misspelt variable would otherwise be ignored in silence. */
function unknownVariables(environment: NodeJS.ProcessEnv): ConfigProblem[] {
  const known = [...Object.keys(ENVIRONMENT_SETTINGS), 'ASSENT_CONFIG'];
  return Object.keys(environment)
    .filter((name) => name.startsWith('ASSENT_') && !known.includes(name))
    .map((name) => {
      const near = nearest(name, known);
      return {
        origin: name,
        text: `it is unknown. ${near === null ? `Known: ${known.join(', ')}.` : `Did you mean ${near}?`}`,
      };
    });
}

function knownKeys(path: readonly PropertyKey[]): readonly string[] {
  return keysAt(configSchema, path);
}

function keysAt(outermost: z.ZodType, path: readonly PropertyKey[]): readonly string[] {
  let schema: unknown = outermost;
  for (const key of path) schema = schema instanceof z.ZodObject ? unwrapped(schema.shape[String(key)]) : undefined;
  return schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
}

function unwrapped(schema: unknown): unknown {
  return schema instanceof z.ZodPrefault || schema instanceof z.ZodDefault ? schema.unwrap() : schema;
}

/** What no single setting can tell; looks only at sections that are right in themselves. */
function crossProblems({ raw, originOf }: Layers, known: readonly KnownStrategy[]): ConfigProblem[] {
  return [
    ...marketProblems(raw, originOf),
    ...riskProblems(raw, originOf),
    ...newsProblems(raw, originOf, keysAt),
    ...mailProblems(raw, originOf),
    ...unknownStrategies(raw, originOf, known),
    ...known.flatMap((strategy) => strategyProblems(raw, originOf, strategy)),
  ];
}

function marketProblems(raw: Layers['raw'], originOf: Layers['originOf']): readonly ConfigProblem[] {
  const venue = configSchema.shape.venue.safeParse(raw.venue);
  return venue.success ? venueProblems(venue.data, (key) => originOf(['venue', key])) : [];
}

function riskProblems(raw: Layers['raw'], originOf: Layers['originOf']): ConfigProblem[] {
  const desk = configSchema.shape.desk.safeParse(raw.desk);
  if (!desk.success || desk.data.riskPerTrade <= desk.data.limits.maxRisk) return [];
  const text = `desk.riskPerTrade is ${desk.data.riskPerTrade}, above desk.limits.maxRisk at ${desk.data.limits.maxRisk}. Lower one or raise the other.`;
  return [{ origin: originOf(['desk', 'riskPerTrade']), text }];
}

function mailProblems(raw: Layers['raw'], originOf: Layers['originOf']): readonly ConfigProblem[] {
  const email = configSchema.shape.email.safeParse(raw.email);
  return email.success ? emailProblems(email.data, (key) => originOf(['email', key])) : [];
}

function modelProblems({ raw, originOf }: Layers, secrets: Secrets): readonly ConfigProblem[] {
  const written = configSchema.pick({ models: true, review: true, assistant: true, news: true }).safeParse({
    models: raw.models,
    review: raw.review,
    assistant: raw.assistant,
  });
  return written.success ? mindsProblems(written.data, secrets.models, originOf) : [];
}

function unknownStrategies(
  raw: Layers['raw'],
  originOf: Layers['originOf'],
  known: readonly KnownStrategy[],
): ConfigProblem[] {
  const named = isRecord(raw.strategies) ? Object.keys(raw.strategies) : [];
  const names = known.map(({ name }) => name);
  return named
    .filter((name) => !names.includes(name))
    .map((name) => {
      const near = nearest(name, names);
      const advice = near === null ? `Known here: ${names.join(', ')}.` : `Did you mean strategies.${near}?`;
      return { origin: originOf(['strategies', name]), text: `strategies.${name.slice(0, 60)} is unknown. ${advice}` };
    });
}

/** The settings that belong to the strategy alone, by its own schema: a desk must not find them wrong once it runs. */
function strategyProblems(
  raw: Layers['raw'],
  originOf: Layers['originOf'],
  { name, configSchema }: KnownStrategy,
): ConfigProblem[] {
  const section = isRecord(raw.strategies) ? raw.strategies[name] : undefined;
  if (!isRecord(section)) return [];
  const { enabled: _, ...own } = section;
  const issues = configSchema.safeParse(own).error?.issues ?? [];
  const at = (path: readonly PropertyKey[]) => ['strategies', name, ...path];
  const worded = issues.map((issue) => ({ ...issue, path: at(issue.path) }));
  return problemsOf(worded, raw, (path) => keysAt(configSchema, path.slice(2)), originOf);
}

/** By line within the file, so that a reader can walk down it; the rest as found. */
function inOrder(problems: readonly ConfigProblem[]): ConfigProblem[] {
  const line = ({ origin }: ConfigProblem) => Number(/, line (\d+)$/.exec(origin)?.[1] ?? Number.MAX_SAFE_INTEGER);
  return [...problems].sort((left, right) => line(left) - line(right));
}

function appConfig(written: WrittenConfig, secrets: Secrets, sources: ConfigSources, raw: Values): AppConfig {
  const environment = sources.environment ?? process.env;
  const directory = resolve(sources.workingDirectory, written.data.directory);
  const strategies = strategySettings(written, sources.strategies);
  const language = written.chat.language === 'ko' ? 'ko' : 'en';
  const { workingDirectory } = sources;
  const venue = venueConfig(written.venue, secrets.venues);
  return {
    mode: written.mode,
    data: { directory },
    database: { url: secrets.databaseUrl },
    replay: written.replay,
    venue,
    account: { ...written.account, name: accountName(written, raw), startingCash: firstCash(written, venue, raw) },
    desk: deskConfig(written, strategies),
    emergency: emergencySettings(written.emergency, written.mode),
    strategies,
    news: newsConfig(written.news, secrets.news, sources.workingDirectory),
    minds: mindsConfig(written, secrets.models, directory),
    // https://no-color.org: any value but the empty one.
    chat: { ...written.chat, colour: !environment.NO_COLOR },
    telegram: telegramConfig(written.telegram, secrets.telegramToken),
    discord: { ...written.discord, token: secrets.discordToken },
    slack: slackConfig(written.slack, secrets.slackWebhook, language),
    email: emailConfig(written.email, { password: secrets.smtpPassword, workingDirectory, language }),
    log: { level: written.log.level, file: resolve(directory, written.log.file) },
  };
}

/** Ten thousand won would buy nothing: where the file is silent, the currency decides. */
function firstCash({ mode, account }: WrittenConfig, { quoteCurrency }: VenueConfig, raw: Values): DecimalText {
  const isSaid = isRecord(raw.account) && raw.account.startingCash !== undefined;
  return mode === 'replay' || isSaid ? account.startingCash : FIRST_CASH[quoteCurrency];
}

/** Nobody should have to write "paper" to trade real money. */
function accountName({ mode, account }: WrittenConfig, raw: Values): string {
  const isSaid = isRecord(raw.account) && raw.account.name !== undefined;
  return mode !== 'live' || isSaid ? account.name : 'live';
}

function telegramConfig(written: WrittenConfig['telegram'], token: string | null): AppConfig['telegram'] {
  const { server, groups, webhook: url, webhookPort: port } = written;
  return { token, server, groups, webhook: url === null ? null : { url, port } };
}

function strategySettings(written: WrittenConfig, known: readonly KnownStrategy[]): AppConfig['strategies'] {
  return Object.fromEntries(known.map(({ name }) => [name, written.strategies[name] ?? { enabled: true, config: {} }]));
}

function deskConfig({ desk, approval }: WrittenConfig, strategies: AppConfig['strategies']): DeskConfig {
  const { limits } = desk;
  return {
    riskFraction: desk.riskPerTrade,
    defaultStopFraction: desk.defaultStop,
    limits: {
      maxExposureFraction: limits.maxExposure,
      maxSymbolExposureFraction: limits.maxSymbolExposure,
      maxRiskFraction: limits.maxRisk,
      maxDailyLossFraction: limits.maxDailyLoss,
      maxDrawdownFraction: limits.maxDrawdown,
      maxOpenPositions: limits.maxOpenPositions,
      cooldownAfterLossMs: limits.cooldownAfterLoss,
      maxOrdersPerMinute: limits.maxOrdersPerMinute,
      maxOrdersPerDay: limits.maxOrdersPerDay,
      maxQuoteAgeMs: limits.maxQuoteAge,
      maxSpreadFraction: limits.maxSpread,
      maxHumanOrderFraction: limits.maxHumanOrder,
      newsAlarmTone: limits.newsAlarm,
      // Left out where nothing is said: a replay's records must not change.
      ...(limits.maxSymbolOrdersPerMinute !== null && { maxSymbolOrdersPerMinute: limits.maxSymbolOrdersPerMinute }),
      ...(limits.maxDailyNotional !== null && { maxDailyNotionalRatio: limits.maxDailyNotional }),
    },
    approval: {
      mode: approval.mode,
      askAboveFraction: approval.askAbove,
      expiresAfterMs: approval.expiresAfter,
      maxDriftFraction: approval.maxDrift,
    },
    strategies: Object.fromEntries(Object.entries(strategies).map(([name, { enabled }]) => [name, enabled])),
  };
}
