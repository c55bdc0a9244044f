import { readFileSync } from 'node:fs';
import type { ModelSecrets } from './config-minds.ts';
import { KEY_VARIABLES } from './config-minds.ts';
import { slackWebhookProblem } from './config-places.ts';
import type { ConfigProblem } from './config-problem.ts';
import { takeVenueKeys, venueKeyTexts } from './config-secrets-venue.ts';
import type { VenueKeySecrets } from './config-venue.ts';

/** Keys of those who are asked for news; null where none was given. */
export interface NewsSecrets {
  readonly cryptopanicToken: string | null;
  readonly xBearer: string | null;
  readonly fredApiKey: string | null;
  readonly groqApiKey: string | null;
}

export interface Secrets {
  readonly databaseUrl: string | null;
  readonly news: NewsSecrets;
  /** Keys of those who serve language models. */
  readonly models: ModelSecrets;
  readonly telegramToken: string | null;
  readonly discordToken: string | null;
  readonly slackWebhook: string | null;
  readonly smtpPassword: string | null;
  readonly venues: VenueKeySecrets;
  /** Every secret text, for the scrubber of the log. */
  readonly values: readonly string[];
  readonly problems: readonly ConfigProblem[];
}

const MAX_SECRET_BYTES = 64 * 1024;
const PLACEHOLDERS = new Set(['changeme', 'change-me', 'password', 'secret', 'example', 'todo', 'xxx']);

/** Reads the secrets and removes them from `environment`, so that no child process and no crash report carries them. */
export function takeSecrets(environment: NodeJS.ProcessEnv): Secrets {
  const problems: ConfigProblem[] = [];
  const url = takeSecret(environment, 'DATABASE_URL', problems);
  const password = takeSecret(environment, 'DATABASE_PASSWORD', problems);
  const databaseUrl = url === null ? null : databaseUrlOf(url, password, problems);
  if (url === null && password !== null) {
    problems.push({ origin: 'DATABASE_PASSWORD', text: 'it is given without DATABASE_URL, so nothing would use it.' });
  }
  const models = takeModelKeys(environment, problems);
  const news: NewsSecrets = {
    cryptopanicToken: takeSecret(environment, 'CRYPTOPANIC_TOKEN', problems),
    xBearer: takeSecret(environment, 'X_BEARER_TOKEN', problems),
    fredApiKey: takeSecret(environment, 'FRED_API_KEY', problems),
    groqApiKey: models.groq,
  };
  const telegramToken = takeTelegramToken(environment, problems);
  const discordToken = takeDiscordToken(environment, problems);
  const slackWebhook = takeSlackWebhook(environment, problems);
  const smtpPassword = takeSecret(environment, 'SMTP_PASSWORD', problems);
  const venues = takeVenueKeys((name) => takeSecret(environment, name, problems)?.trim() ?? null, problems);
  const places = [slackWebhook, slackWebhook && new URL(slackWebhook).pathname, smtpPassword];
  const keys = [...Object.values(news), ...Object.values(models), telegramToken, discordToken, ...places].filter(
    (key) => key !== null,
  );
  const values = [...new Set([...secretTexts(databaseUrl, password), ...keys, ...venueKeyTexts(venues)])];
  return {
    ...{ databaseUrl, news, models, telegramToken, discordToken, slackWebhook, smtpPassword, venues },
    ...{ values, problems },
  };
}

function takeModelKeys(environment: NodeJS.ProcessEnv, problems: ConfigProblem[]): ModelSecrets {
  const key = (provider: keyof typeof KEY_VARIABLES) => takeSecret(environment, KEY_VARIABLES[provider], problems);
  return {
    groq: key('groq'),
    ollama: null,
    openai: key('openai'),
    anthropic: key('anthropic'),
    perplexity: key('perplexity'),
    compatible: key('compatible'),
  };
}

function takeSlackWebhook(environment: NodeJS.ProcessEnv, problems: ConfigProblem[]): string | null {
  const url = takeSecret(environment, 'SLACK_WEBHOOK_URL', problems)?.trim() ?? null;
  const text = url === null ? null : slackWebhookProblem(url);
  if (text === null) return url;
  problems.push({ origin: 'SLACK_WEBHOOK_URL', text });
  return null;
}

/** What the developer portal gives: the bot's number, a moment, and what is secret, in base64url. */
export const DISCORD_TOKEN = /^[\w-]{20,40}={0,2}\.[\w-]{4,12}\.[\w-]{20,60}$/;

function takeDiscordToken(environment: NodeJS.ProcessEnv, problems: ConfigProblem[]): string | null {
  const token = takeSecret(environment, 'DISCORD_BOT_TOKEN', problems)?.trim() ?? null;
  if (token === null || DISCORD_TOKEN.test(token)) return token;
  problems.push({
    origin: 'DISCORD_BOT_TOKEN',
    text: 'it is no token of a Discord bot (not shown here). The developer portal gives one: Bot, Reset Token.',
  });
  return null;
}

/** What BotFather gives: the bot's number, a colon, and what is secret. */
export const TELEGRAM_TOKEN = /^\d{5,20}:[\w-]{30,100}$/;

function takeTelegramToken(environment: NodeJS.ProcessEnv, problems: ConfigProblem[]): string | null {
  const token = takeSecret(environment, 'TELEGRAM_BOT_TOKEN', problems)?.trim() ?? null;
  if (token === null || TELEGRAM_TOKEN.test(token)) return token;
  problems.push({
    origin: 'TELEGRAM_BOT_TOKEN',
    text: 'it is no token of a Telegram bot (not shown here). BotFather gives one such as 123456789:AAE….',
  });
  return null;
}

function takeSecret(environment: NodeJS.ProcessEnv, name: string, problems: ConfigProblem[]): string | null {
  const direct = environment[name];
  const file = environment[`${name}_FILE`];
  delete environment[name];
  delete environment[`${name}_FILE`];
  if (direct && file) {
    problems.push({ origin: name, text: `${name} and ${name}_FILE are both set. Keep one of them.` });
    return null;
  }
  return file ? readSecretFile(`${name}_FILE`, file, problems) : direct || null;
}

function readSecretFile(origin: string, path: string, problems: ConfigProblem[]): string | null {
  try {
    const bytes = readFileSync(path);
    const text = bytes.toString('utf8').trim();
    if (text !== '' && bytes.length <= MAX_SECRET_BYTES && !/\p{Cc}/u.test(text)) return text;
    problems.push({ origin, text: `${path} does not hold one secret on one line.` });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : 'unknown';
    problems.push({ origin, text: `${path} cannot be read (${code}). Is it there, and readable for this user?` });
  }
  return null;
}

function databaseUrlOf(text: string, password: string | null, problems: ConfigProblem[]): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol) || !hasSoundEscapes(url)) {
    problems.push({
      origin: 'DATABASE_URL',
      text: 'it is not the URL of a PostgreSQL database (not shown here). Use postgres://user:password@host:5432/name, with % written as %25.',
    });
    return null;
  }
  if (password !== null) url.password = password;
  if (PLACEHOLDERS.has(decodeURIComponent(url.password).toLowerCase())) {
    problems.push({
      origin: 'DATABASE_URL',
      text: 'its password is a placeholder that everybody knows. Set one of your own.',
    });
    return null;
  }
  return url.href;
}

/** A password with a bare `%` in it makes a URL that parses and yet cannot be read. */
function hasSoundEscapes({ username, password, hostname, pathname }: URL): boolean {
  try {
    for (const part of [username, password, hostname, pathname]) decodeURIComponent(part);
    return true;
  } catch {
    return false;
  }
}

function secretTexts(databaseUrl: string | null, password: string | null): string[] {
  const inUrl = databaseUrl === null ? '' : new URL(databaseUrl).password;
  return [databaseUrl, password, inUrl, decodeURIComponent(inUrl)].filter((text): text is string => !!text);
}
