import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { AccountKeyTable } from '../../db/account-key-table.ts';
import type { AccountLock } from '../../db/account-lock.ts';
import { takeAccountLock } from '../../db/account-lock.ts';
import { ChatUsersTable } from '../../db/chat-users-table.ts';
import type { Database } from '../../db/database.ts';
import { AssentError, ConfigError } from '../../engine/domain/errors.ts';
import { killSwitch } from '../../engine/emergency/kill-switch.ts';
import type { VenueKeys, VenueName } from '../../engine/exchanges/venues/venue-name.ts';
import type { AppConfig } from '../config/config.ts';
import { VENUE_KEY_VARIABLES } from '../config/config-secrets-venue.ts';
import { createFormat } from '../i18n/format.ts';
import type { Language } from '../i18n/language.ts';
import { reasonText } from '../i18n/reason-text.ts';
import { liveCaps, VENUE_WORDS, venueName } from '../i18n/venue-words.ts';
import { modelName, votingSeats } from '../minds/used-models.ts';
import { channelOf } from '../outbox/channel.ts';
import type { AccountLook } from '../venue/account-look.ts';
import type { LiveFacts } from '../venue/live-conditions.ts';
import { liveWarnings, unmetConditions } from '../venue/live-conditions.ts';
import type { Arming, Licence } from './live-arming.ts';
import { ARMING_PHRASE } from './live-arming.ts';

export interface LicenceParts {
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly database: Database;
  readonly arming: Arming;
  /** Asks the venue about the account; the real one unless a test has its own. */
  readonly lookAtAccount?: (config: AppConfig) => Promise<AccountLook>;
  readonly now?: () => number;
  readonly elapsedMs?: () => number;
}

/**
 * Takes the right to trade real money, or throws one ConfigError that tells every condition that does not hold. Nothing
 * is written to the venue; the lock is let go of again where something else is missing.
 */
export async function takeLiveLicence(parts: LicenceParts): Promise<Licence> {
  const { config, logger, arming } = parts;
  const language: Language = config.chat.language === 'ko' ? 'ko' : 'en';
  const keys = config.venue.keys[config.venue.name];
  const fingerprint = keys === null ? null : fingerprintOf(config.venue.name, keys);
  const taking = await tryLock(parts, fingerprint);
  try {
    const facts = await lookAround(parts, fingerprint, taking.heldElsewhere);
    const unmet = unmetConditions(facts, (reason, spoken) => reasonText(reason, plainFormat(config, spoken)));
    if (unmet.length > 0)
      throw refused(
        unmet.map(({ text }) => text[language]),
        language,
      );
    for (const { name, text } of liveWarnings(facts)) logger.warn({ condition: name }, text[language]);
    await askToArm(config, arming, language);
    const { lock } = taking;
    // Without a lock one of the conditions above has told why.
    if (lock === null || fingerprint === null) throw new ConfigError('The account could not be taken.');
    await new AccountKeyTable(parts.database).bind({
      ...{ fingerprint, venue: config.venue.name, account: config.account.name },
      ...{ mode: 'live', boundAt: (parts.now ?? Date.now)() },
    });
    return {
      epoch: lock.epoch,
      verify: (patienceMs) => lock.verify(patienceMs),
      close: () => lock.close(),
      lost: taking.lost,
    };
  } catch (error) {
    await taking.lock?.close();
    throw error;
  }
}

/** Says nothing of the key, and is the same for all who hold it. */
export function fingerprintOf(venue: VenueName, { apiKey }: VenueKeys): string {
  return createHash('sha256')
    .update(`${familyOf(venue)} ${apiKey}`)
    .digest('hex')
    .slice(0, 24);
}

/** Refuses keys of real money in a desk that trades paper, and remembers the others. */
export async function bindPaperKeys(config: AppConfig, database: Database): Promise<void> {
  const { name, keys } = config.venue;
  const own = keys[name];
  if (own === null) return;
  const table = new AccountKeyTable(database);
  const fingerprint = fingerprintOf(name, own);
  const bound = (await table.related(fingerprint, name, config.account.name)).find(
    (row) => row.fingerprint === fingerprint,
  );
  if (bound?.mode === 'live') {
    throw new ConfigError(`The key of ${name} that is set here trades real money in this database.`, {
      hint: 'Take it out of the environment for paper, which needs none, or start in mode live.',
    });
  }
  if (bound !== undefined) return;
  await table.bind({ fingerprint, venue: name, account: config.account.name, mode: 'paper', boundAt: Date.now() });
}

interface Taking {
  readonly lock: AccountLock | null;
  readonly heldElsewhere: boolean;
  /** Rejects when another engine has taken the account. */
  readonly lost: Promise<never>;
}

async function tryLock(parts: LicenceParts, fingerprint: string | null): Promise<Taking> {
  const { config, database } = parts;
  const { url } = config.database;
  let lose: (fault: ConfigError) => void = () => undefined;
  const lost = new Promise<never>((_, reject) => {
    lose = reject;
  });
  lost.catch(() => undefined);
  if (url === null || fingerprint === null) return { lock: null, heldElsewhere: false, lost };
  const { name } = config.venue;
  try {
    const lock = await takeAccountLock({
      databaseUrl: url,
      database,
      names: [`key:${fingerprint}`, `account:${familyOf(name)}:${config.account.name}`],
      title: `${config.account.name} at ${venueName(name, 'en')}`,
      elapsedMs: parts.elapsedMs ?? (() => performance.now()),
      now: parts.now ?? Date.now,
      onLost: lose,
    });
    return { lock, heldElsewhere: false, lost };
  } catch (error) {
    if (error instanceof ConfigError) return { lock: null, heldElsewhere: true, lost };
    throw error;
  }
}

async function lookAround(parts: LicenceParts, fingerprint: string | null, heldElsewhere: boolean): Promise<LiveFacts> {
  const { config, database, arming, now = Date.now } = parts;
  const { name } = config.venue;
  const [users, look] = await Promise.all([new ChatUsersTable(database).load(), lookAt(parts, fingerprint)]);
  return {
    venue: name,
    account: config.account.name,
    database: { server: config.database.url !== null, durable: database.durable },
    missingKeys: fingerprint === null ? VENUE_KEY_VARIABLES[familyOf(name)] : null,
    look,
    hasAdmin: users.some((user) => user.role === 'admin' && user.removedAt === null && isReached(config, user.userId)),
    reviews: reviewsOf(config),
    killed: killSwitch(join(config.data.directory, 'emergency')).latched(),
    heldElsewhere,
    bound: fingerprint === null || arming.bind ? 'free' : await boundTo(parts, fingerprint),
    armed: arming.written === null ? (arming.ask === null ? false : null) : arming.written === ARMING_PHRASE,
    now: now(),
  };
}

/** Whether the bot of a person's platform answers in this start: without its token nobody is there to be asked. */
function isReached({ telegram, discord }: AppConfig, userId: string): boolean {
  const channel = channelOf(userId);
  return (channel === 'telegram' && telegram.token !== null) || (channel === 'discord' && discord.token !== null);
}

function reviewsOf({ minds }: AppConfig): LiveFacts['reviews'] {
  const { review, models } = minds;
  const seats = votingSeats(review);
  const named = seats.flatMap((seat) => {
    const ref = review[seat];
    return ref === null ? [] : [modelName(ref)];
  });
  return {
    models: [...new Set(named)],
    empty: seats.filter((seat) => review[seat] === null).map((seat) => `review.${seat}`),
    recorded: models.cassette.mode === 'replay' || models.cassette.mode === 'replay-strict',
  };
}

async function boundTo({ config, database }: LicenceParts, fingerprint: string): Promise<LiveFacts['bound']> {
  const rows = await new AccountKeyTable(database).related(fingerprint, config.venue.name, config.account.name);
  const own = rows.find((row) => row.fingerprint === fingerprint);
  if (own?.mode === 'paper') return 'paper';
  if (own !== undefined && (own.account !== config.account.name || own.venue !== config.venue.name)) {
    return { account: own.account, venue: own.venue };
  }
  if (rows.some((row) => row.fingerprint !== fingerprint)) return 'other-key';
  return own === undefined ? 'free' : 'this';
}

async function lookAt(parts: LicenceParts, fingerprint: string | null): Promise<LiveFacts['look']> {
  if (fingerprint === null) return null;
  const look = parts.lookAtAccount ?? (async (config) => (await import('./venue-account.ts')).lookAtAccount(config));
  try {
    return await look(parts.config);
  } catch (error) {
    // Whatever a library's message holds, its class is enough here: a message may carry a signature.
    return { away: error instanceof AssentError ? error.code : error instanceof Error ? error.name : 'unknown' };
  }
}

async function askToArm(config: AppConfig, { written, ask }: Arming, language: Language): Promise<void> {
  if (written !== null || ask === null) return;
  const account = config.account.name;
  const venue = venueName(config.venue.name, language);
  const { armQuestion, banner, bannerTitle } = VENUE_WORDS[language];
  const format = plainFormat(config, language);
  const caps = liveCaps(config.desk.limits, format);
  // What the answer allows stands above it, a line each, so that a narrow window tears nothing apart.
  const above = [bannerTitle, banner({ account, venue, ...caps }), ''];
  const answer = await ask([...above, armQuestion({ account })].join('\n'));
  if (answer.trim() !== account) throw new ConfigError(VENUE_WORDS[language].notArmed);
}

function refused(sentences: readonly string[], language: Language): ConfigError {
  const { refusedTitle, refusedHint } = VENUE_WORDS[language];
  const lines = sentences.map((sentence) => `  - ${sentence}`);
  return new ConfigError([refusedTitle({ count: sentences.length }), ...lines].join('\n'), { hint: refusedHint });
}

/** One Binance account has spot and futures: they share keys, and so the lock. */
function familyOf(venue: VenueName): keyof typeof VENUE_KEY_VARIABLES {
  return venue === 'binanceusdm' ? 'binance' : venue;
}

function plainFormat({ venue }: AppConfig, language: Language) {
  const zone = language === 'ko' ? 'Asia/Seoul' : 'UTC';
  return createFormat({ language, zone, now: Date.now(), instruments: [], quoteCurrency: venue.quoteCurrency });
}
