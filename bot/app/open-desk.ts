import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import type { EventLoop } from '../../engine/exchanges/event-loop.ts';
import { loadSignalModel } from '../../engine/models/onnx-signal-model.ts';
import { loadRecordedNews } from '../../engine/recordings/recorded-news.ts';
import type { Recording } from '../../engine/recordings/recording.ts';
import { loadRecording } from '../../engine/recordings/recording.ts';
import { newsFile, recordingDirectory } from '../../engine/recordings/recording-files.ts';
import type { AppConfig } from '../config/config.ts';
import { openAppDatabase } from './database.ts';
import type { AppDesk, Closing, ReplayDesk } from './desk.ts';
import { buildDesk, closeAll } from './desk.ts';
import { openKnowledge } from './knowledge.ts';
import type { Arming, Licence } from './live-arming.ts';
import { NOT_ARMED } from './live-arming.ts';
import { openMinds } from './minds.ts';

/** How a desk is opened, beside its configuration. */
export interface DeskOpening {
  /** Already under way, where the rest is loaded meanwhile. */
  readonly database?: Promise<Database>;
  /** How somebody says that real money may be traded. */
  readonly arming?: Arming;
}

/** Opens data directory, database, market and model, recovers what was, and returns the desk ready to run. */
export async function openAppDesk(
  config: AppConfig,
  logger: Logger,
  loop: Partial<EventLoop> = {},
  { database: opening = openAppDatabase(config, logger), arming = NOT_ARMED }: DeskOpening = {},
): Promise<AppDesk> {
  const materials = inOrder([config.mode === 'replay' ? recordedMarket(config) : null, loadSignalModel()]);
  const [opened, loaded] = await Promise.allSettled([opening, materials]);
  if (opened.status === 'rejected') throw opened.reason;
  const database = opened.value;
  const closing: Closing[] = [database];
  try {
    if (loaded.status === 'rejected') throw loaded.reason;
    const [recorded, model] = loaded.value;
    if (config.mode === 'paper') await bindKeys(config, database);
    const licence = config.mode === 'live' ? await takeLicence(config, logger, database, arming) : null;
    if (licence !== null) closing.push(licence);
    const knowledge = await openKnowledge({
      ...{ database, logger, embedded: config.database.url === null, news: config.news },
      recorded: recorded && { ...recordedAs(recorded.recording), items: recorded.news },
    });
    closing.push(knowledge);
    const minds = await openMinds({ config: config.minds, database, logger });
    closing.push(minds);
    const recording = recorded?.recording ?? null;
    return await buildDesk({ config, logger, database, recording, model, minds, knowledge, loop, licence }, closing);
  } catch (error) {
    await closeAll(closing);
    throw error;
  }
}

/** Opens a desk of mode replay. */
export async function openReplayDesk(...opening: Parameters<typeof openAppDesk>): Promise<ReplayDesk> {
  const desk = await openAppDesk(...opening);
  const { replay, recording } = desk;
  if (replay !== null && recording !== null) return { ...desk, replay, recording };
  await desk.close();
  throw new ConfigError(`A desk in mode ${desk.config.mode} plays no recording.`);
}

async function recordedMarket(config: AppConfig) {
  const directory = recordingDirectory(config.replay.recording);
  const [recording, news] = await inOrder([loadRecording(directory), loadRecordedNews(directory)]);
  return { recording, news };
}

/** Its code is loaded only where real money is meant. */
async function takeLicence(config: AppConfig, logger: Logger, database: Database, arming: Arming): Promise<Licence> {
  const { takeLiveLicence } = await import('./live-licence.ts');
  return takeLiveLicence({ config, logger, database, arming });
}

/** Paper needs no key: a database is asked only where one is set. */
async function bindKeys(config: AppConfig, database: Database): Promise<void> {
  if (config.venue.keys[config.venue.name] === null) return;
  const { bindPaperKeys } = await import('./live-licence.ts');
  await bindPaperKeys(config, database);
}

/** A recording whose news changed is taken in anew. */
export function recordedAs({ manifest }: Recording): { readonly name: string; readonly sha256: string } {
  return { name: manifest.name, sha256: manifest.files.find(({ path }) => path === newsFile)?.sha256 ?? '' };
}

/** Resolves like Promise.all; of several faults the first in the list is told, not the one that came first. */
async function inOrder<const Parts extends readonly unknown[]>(parts: Parts) {
  await Promise.allSettled(parts);
  return Promise.all(parts);
}
