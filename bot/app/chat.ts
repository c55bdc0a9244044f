import { randomBytes, randomInt } from 'node:crypto';
import type { Logger } from 'pino';
import { createAnswerer } from '../../agent/answerer.ts';
import { AlertPreferenceTable } from '../../db/alert-preference-table.ts';
import { ButtonTable } from '../../db/button-table.ts';
import { ChatUsersTable } from '../../db/chat-users-table.ts';
import { DeliveryTable } from '../../db/delivery-table.ts';
import { OutboxTable } from '../../db/outbox-table.ts';
import type { PreferenceRow } from '../../db/preference-table.ts';
import { PreferenceTable } from '../../db/preference-table.ts';
import type { HeldSpan } from '../../engine/performance/buy-and-hold.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import type { AlertDesk } from '../alerts/alert-desk.ts';
import { createAlertDesk } from '../alerts/alert-desk.ts';
import { placesOf, withPlaces } from '../alerts/places.ts';
import type { ChartRoom } from '../charts/chart-room.ts';
import { openChartRoom } from '../charts/chart-room.ts';
import type { ChatCore } from '../chat-core.ts';
import { createChatCore } from '../chat-core.ts';
import { COMMANDS } from '../commands/registry.ts';
import type { DeskInfo, HealthView } from '../desk-ports.ts';
import { deskMoment } from '../i18n/desk-moment.ts';
import type { Language } from '../i18n/language.ts';
import { createVoice } from '../i18n/voice.ts';
import type { Access } from '../people/access.ts';
import { createAccess } from '../people/access.ts';
import { nameOf } from '../people/people-names.ts';
import type { Preferences, UserPreferences } from '../preferences.ts';
import { NO_PREFERENCES } from '../preferences.ts';
import type { ReportDesk } from '../reports/report-desk.ts';
import type { RuleDesk } from '../rules/rule-desk.ts';
import type { Approvers } from './approvers.ts';
import { keepApprovers } from './approvers.ts';
import type { AppAssistant } from './assistant.ts';
import { createAppAssistant } from './assistant.ts';
import type { AppDesk } from './desk.ts';
import { createReportDesk } from './report-desk.ts';
import { createAppRules } from './rules.ts';
import { openWhatIf } from './what-if.ts';

const DAY_MS = 86_400_000;

/** A person's own order from this share of equity on is shown back before it is sent. */
const CONFIRM_ABOVE_FRACTION = 0.1;

export interface AppChat {
  readonly core: ChatCore;
  readonly info: DeskInfo;
  /** To be loaded before anybody but the terminal's owner is let in. */
  readonly access: Access;
  /** To be told of the people once they are loaded. */
  readonly approvers: Pick<Approvers, 'sync'>;
  /** Who wants to hear what; the outbox connects itself to it. */
  readonly alerts: AlertDesk;
  readonly charts: Pick<ChartRoom, 'draw'>;
  readonly reportDesk: ReportDesk;
  /** To be started before the market moves. */
  readonly rules: RuleDesk;
  readonly assistant: Pick<AppAssistant, 'controls' | 'close'>;
}

/** Puts the chat core on a desk: answers, commands, access, preferences. */
export function createAppChat(desk: AppDesk, options: { readonly version: string; readonly logger: Logger }): AppChat {
  const info = deskInfo(desk, options.version);
  const { chat } = desk.config;
  const access = createAccess(
    {},
    {
      store: new ChatUsersTable(desk.database),
      audit: (fields, sentence) => options.logger.info({ component: 'access', ...fields }, sentence),
    },
  );
  const charts = openChartRoom();
  const reportDesk = createReportDesk(desk);
  const rules = createAppRules(desk, options.logger);
  const alerts = createAlertDesk({ store: new AlertPreferenceTable(desk.database) });
  const approvers = keepApprovers({ engine: desk.engine, desk: desk.view, access, logger: options.logger });
  const whatIf = openWhatIf(desk, options.logger);
  const assistant = createAppAssistant({
    desk,
    record: createAnswerer({
      view: desk.view,
      records: desk.records,
      news: desk.knowledge.retriever,
      world: desk.knowledge,
    }),
    voiceIn: (language, zone) =>
      createVoice({
        language,
        zone,
        ...deskMoment(desk.view),
        nameOf: (who) => nameOf(who, access),
      }),
    access,
    openTools: async () => {
      const { openAssistantTools } = await import('./assistant-tools.ts');
      return openAssistantTools({ desk, rules, whatIf, logger: options.logger }).door;
    },
    logger: options.logger,
  });
  const core = createChatCore({
    desk: desk.view,
    records: desk.records,
    engine: approvers.port,
    answerer: assistant.answerer,
    assistant: assistant.controls,
    replay: desk.replay,
    charts,
    reportDesk,
    rules,
    ...(whatIf !== null && { whatIf }),
    info,
    access,
    alerts,
    preferences: withPlaces(
      keptPreferences(new PreferenceTable(desk.database), chat.language === 'auto' ? null : chat.language),
      placesOf(desk.config),
    ),
    buttons: new ButtonTable(desk.database),
    deliveries: new DeliveryTable(desk.database),
    now: () => Date.now(),
    commands: COMMANDS,
    language: chat.language === 'ko' ? 'ko' : 'en',
    ...(chat.timeZone === null ? {} : { zone: chat.timeZone }),
    newNonce: () => randomBytes(16).toString('base64url'),
    newCode: () => String(randomInt(1_000, 10_000)),
    logger: options.logger,
  });
  return { core, info, access, approvers, alerts, charts, reportDesk, rules, assistant };
}

function deskInfo(desk: AppDesk, version: string): DeskInfo {
  return {
    mode: desk.config.mode,
    account: desk.config.mode === 'live' ? 'live' : 'paper',
    version,
    recording: desk.recording && recordingInfo(desk.recording),
    venue: desk.recording === null ? venueInfo(desk) : null,
    database: desk.database.describe(),
    reviewers: desk.reviewers,
    model: `${desk.model.identity.name} ${desk.model.identity.version}`,
    settings: {
      confirmAboveFraction: CONFIRM_ABOVE_FRACTION,
      maxHumanOrderFraction: desk.config.desk.limits.maxHumanOrderFraction,
    },
    heldSpans: () => heldSpans(desk),
    ...(desk.paperBand !== null && { paperBand: desk.paperBand }),
    ...(desk.premium !== undefined && { premium: desk.premium }),
    health: () => healthOf(desk),
    models: () => desk.minds.standing(),
    journalHead: () => desk.journal.head(),
  };
}

async function healthOf({ knowledge, config, database, emergency }: AppDesk): Promise<HealthView> {
  const { sources, vectors, documents } = knowledge;
  const [standings, serving, counts] = await Promise.all([sources.load(), vectors.serving(), documents.counts()]);
  const missing = serving === null ? 0 : await vectors.countMissing(serving.id);
  return {
    isFetching: config.news.fetchEveryMs !== null,
    sources: standings,
    embedder: serving && { name: serving.name, kind: serving.kind, vectors: serving.vectors, missing },
    documents: counts.documents,
    stories: counts.stories,
    undelivered: await new OutboxTable(database).undelivered(Date.now() - DAY_MS),
    ...(emergency !== null && { emergency: emergency.standing() }),
  };
}

function recordingInfo({ manifest }: Recording): NonNullable<DeskInfo['recording']> {
  return { name: manifest.name, title: manifest.name, startTime: manifest.startTime, endTime: manifest.endTime };
}

function venueInfo({ config }: AppDesk): NonNullable<DeskInfo['venue']> {
  const { name, symbols, quoteCurrency } = config.venue;
  return { name, symbols, quoteCurrency };
}

/** From the open of the recording's first bar to the last price; none before the first quote, and of a live market. */
function heldSpans({ recording, view }: AppDesk): readonly HeldSpan[] {
  if (recording === null) return [];
  return recording.symbols.flatMap((symbol) => {
    const { open, openTime } = recording.candles(symbol);
    const firstPrice = open[openTime.indexOf(recording.manifest.startTime)];
    const lastPrice = view.market(symbol)?.price;
    return firstPrice === undefined || lastPrice === undefined ? [] : [{ firstPrice, lastPrice }];
  });
}

/** Preferences in the database, read once a person. A language in the configuration stands until a person chooses. */
function keptPreferences(table: PreferenceTable, configured: Language | null): UserPreferences {
  const known = new Map<string, Preferences>();
  const first: Preferences =
    configured === null ? NO_PREFERENCES : { ...NO_PREFERENCES, language: configured, fixed: true };
  return {
    async load(userId) {
      const cached = known.get(userId);
      if (cached !== undefined) return cached;
      const row = await table.load(userId);
      const loaded = row === null || (configured !== null && !row.fixed) ? first : fromRow(row);
      known.set(userId, loaded);
      return loaded;
    },
    async save(userId, preferences) {
      known.set(userId, preferences);
      await table.save(userId, preferences);
    },
  };
}

function fromRow({ language, fixed, zone }: PreferenceRow): Preferences {
  return { language: language === 'ko' || language === 'en' ? language : null, fixed, zone };
}
