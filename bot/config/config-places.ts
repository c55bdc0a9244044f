import { isIP } from 'node:net';
import { resolve } from 'node:path';
import type { Language } from '../i18n/language.ts';
import type { LeafSchema } from './config-leaf.ts';
import { leaf } from './config-leaf.ts';
import type { ConfigProblem } from './config-problem.ts';

/** What a place is told on its own: everything, what is of money, or only what did not arrive elsewhere. */
export const HEARS = ['all', 'money', 'escalated'] as const;
export type Hears = (typeof HEARS)[number];

interface PlaceConfig {
  readonly alerts: Hears;
  readonly language: Language;
}

/** `webhook` is a secret; null: no Slack. */
export interface SlackConfig extends PlaceConfig {
  readonly webhook: string | null;
}

export interface EmailConfig extends PlaceConfig {
  /** Null: no mail. */
  readonly server: MailServer | null;
  readonly from: string;
  readonly to: readonly string[];
}

/** `password` is a secret. `ca` is an absolute path to certificates that are trusted beside those of the system. */
export interface MailServer {
  readonly host: string;
  readonly port: number;
  readonly security: 'starttls' | 'tls' | 'none';
  readonly user: string | null;
  readonly password: string | null;
  readonly ca: string | null;
}

interface WrittenPlace {
  readonly alerts: Hears;
  readonly language: Language | 'auto';
}

interface WrittenEmail extends WrittenPlace {
  readonly host: string | null;
  readonly port: number;
  readonly security: MailServer['security'];
  readonly user: string | null;
  readonly from: readonly string[];
  readonly to: readonly string[];
  readonly ca: string | null;
}

const ADDRESS = /^[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[a-z0-9]([a-z0-9-]{0,62}\.?)*[a-z0-9]$/i;
const LONGEST_ADDRESS = 254;
const MOST_ADDRESSES = 20;

/** Mail addresses between commas, or a list of them; `none` for none. */
export function mailAddresses(): LeafSchema<readonly string[]> {
  return leaf<readonly string[]>({
    allowed: `none, or at most ${MOST_ADDRESSES} mail addresses between commas such as me@example.org, desk@example.org`,
    read(value) {
      if (value === 'none') return [];
      const written = typeof value === 'string' ? value.split(',').map((part) => part.trim()) : [value].flat();
      const addresses = [...new Set(written.map(String))];
      const isSound = addresses.every((one) => one.length <= LONGEST_ADDRESS && ADDRESS.test(one));
      return isSound && addresses.length > 0 && addresses.length <= MOST_ADDRESSES ? addresses : undefined;
    },
  });
}

/** A server by its name or address; `off` is null. */
export function mailHost(): LeafSchema<string | null> {
  return leaf<string | null>({
    allowed: 'off, or the name of a mail server such as smtp.example.org',
    read(value) {
      if (value === 'off') return null;
      const isHost =
        typeof value === 'string' && (isIP(value) !== 0 || /^[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?$/i.test(value));
      return isHost ? value : undefined;
    },
  });
}

/** A text on one line, such as a name to log in with; `none` is null. */
export function lineOrNone(): LeafSchema<string | null> {
  return leaf<string | null>({
    allowed: 'none, or one line of text',
    read(value) {
      if (value === 'none') return null;
      return typeof value === 'string' && /^\P{Cc}{1,1000}$/u.test(value) ? value : undefined;
    },
  });
}

export function slackConfig(written: WrittenPlace, webhook: string | null, spoken: Language): SlackConfig {
  return { webhook, ...placeConfig(written, spoken) };
}

export interface EmailSurroundings {
  readonly password: string | null;
  readonly workingDirectory: string;
  /** Of the desk, for `auto`. */
  readonly language: Language;
}

export function emailConfig(written: WrittenEmail, around: EmailSurroundings): EmailConfig {
  const { host, port, security, user, to, ca } = written;
  const isOn = host !== null && to.length > 0;
  return {
    server: isOn
      ? { host, port, security, user, password: around.password, ca: ca && resolve(around.workingDirectory, ca) }
      : null,
    from: senderOf(written) ?? '',
    to,
    ...placeConfig(written, around.language),
  };
}

function placeConfig({ alerts, language }: WrittenPlace, spoken: Language): PlaceConfig {
  return { alerts, language: language === 'auto' ? spoken : language };
}

/** Who logs in with an address sends from it. */
function senderOf({ from, user }: Pick<WrittenEmail, 'from' | 'user'>): string | null {
  return from[0] ?? (user !== null && ADDRESS.test(user) ? user : null);
}

/** Looks only at a section that is right in itself, and is used. */
export function emailProblems(written: WrittenEmail, originOf: (key: string) => string): readonly ConfigProblem[] {
  const { host, to, from, security } = written;
  if (host === null) return [];
  const found: ConfigProblem[] = [];
  const tell = (key: string, text: string): void => void found.push({ origin: originOf(key), text });
  if (to.length === 0)
    tell('host', 'email.host is set, but email.to names nobody. Say who gets mail, or set host to off.');
  if (from.length > 1) tell('from', 'email.from holds more than one address. Keep one.');
  if (senderOf(written) === null) tell('host', 'email.from is missing: name the address that mail is sent from.');
  if (security === 'none' && !isLoopback(host)) {
    tell(
      'security',
      `email.security none would send mail to ${host} in the open. Use starttls or tls; none is for this machine alone.`,
    );
  }
  return found;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

/** Returns the problem of an address that Slack's webhook cannot have, or null. */
export function slackWebhookProblem(text: string): string | null {
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSecret = url?.protocol === 'https:' || (url?.protocol === 'http:' && isLoopback(url.hostname));
  const isPlain = url !== null && url.username === '' && url.password === '' && url.pathname.length > 1;
  return isSecret && isPlain
    ? null
    : 'it is no incoming webhook (not shown here). Slack gives one such as https://hooks.slack.com/services/….';
}
