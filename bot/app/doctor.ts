import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { DirectoryHeldError } from '../../db/directory-lock.ts';
import { openDatabase } from '../../db/open-database.ts';
import { openMemoryDatabase } from '../../db/pglite-database.ts';
import { loadSignalModel } from '../../engine/models/onnx-signal-model.ts';
import { loadRecordedNews } from '../../engine/recordings/recorded-news.ts';
import { loadRecording } from '../../engine/recordings/recording.ts';
import { recordingDirectory } from '../../engine/recordings/recording-files.ts';
import type { AppConfig } from '../config/config.ts';
import type { DatabaseLook } from '../doctor/database.ts';
import { doctorChecks, healthChecks, runDoctor } from '../doctor.ts';
import type { RunCommand } from '../invocation.ts';
import type { ModelFinding } from '../minds/look-at-models.ts';
import { usedModels } from '../minds/used-models.ts';
import { emergencyOnDisk } from './emergency.ts';
import { emergencyAccounts } from './emergency-accounts.ts';
import { roomOptions } from './minds.ts';
import { requireRecording } from './recording.ts';
import { setUp } from './setup.ts';

export const doctor: RunCommand = async (invocation) => {
  const { config, logger, scrubber, closeLog } = setUp(invocation);
  const dataDirectory = config.data.directory;
  const checks =
    invocation.flags.health === true
      ? healthChecks(dataDirectory)
      : invocation.flags.venue !== undefined
        ? (await import('./venue-doctor.ts')).appVenueChecks(config)
        : doctorChecks({
            dataDirectory,
            lookAtDatabase: () => lookAtDatabase(config),
            verifyRecording: () => verifyRecording(config),
            places: config,
            lookAtMinds: () => lookAtMinds(config, logger),
            lookAtEmergency: () => emergencyOnDisk(dataDirectory, emergencyAccounts(config).length),
            loadModel: async () => (await loadSignalModel()).identity,
          });
  try {
    return await runDoctor({
      checks,
      language: config.chat.language === 'ko' ? 'ko' : 'en',
      json: invocation.flags.json === true,
      write: (text) => process.stdout.write(text),
      scrub: (text) => scrubber.scrub(text),
    });
  } finally {
    closeLog();
  }
};

/** Leaves nothing behind: on a fresh machine the engine is tried in memory instead of creating a database. */
async function lookAtDatabase(config: AppConfig): Promise<DatabaseLook> {
  const dataDirectory = config.data.directory;
  const { url } = config.database;
  if (url === null && !existsSync(join(dataDirectory, 'pglite'))) {
    return { outcome: 'absent', description: await described(openMemoryDatabase()) };
  }
  try {
    const opening = openDatabase({ dataDirectory, ...(url === null ? {} : { databaseUrl: url }) });
    return { outcome: 'opened', description: await described(opening) };
  } catch (error) {
    if (error instanceof DirectoryHeldError && error.here) return { outcome: 'held', pid: error.pid };
    throw error;
  }
}

/** Only lists of models are asked for: no question is put, nothing is spent and nothing written. */
async function lookAtMinds({ minds }: AppConfig, logger: Logger): Promise<readonly ModelFinding[]> {
  if (usedModels(minds).length === 0) return [];
  const [{ openModelRoom }, { MemoryCalls }, { lookAtModels }] = await Promise.all([
    import('../../agent/models/model-room.ts'),
    import('../../agent/models/memory-calls.ts'),
    import('../minds/look-at-models.ts'),
  ]);
  const room = await openModelRoom({
    ...roomOptions({ config: minds, calls: new MemoryCalls(), logger }),
    cassette: null,
  });
  return lookAtModels(minds, room).finally(() => room.close());
}

async function described(opening: Promise<Database>): Promise<string> {
  const database = await opening;
  await database.close();
  return database.describe();
}

async function verifyRecording({ replay }: AppConfig) {
  await requireRecording({ replay });
  const directory = recordingDirectory(replay.recording);
  const [{ manifest, symbols }] = await Promise.all([loadRecording(directory), loadRecordedNews(directory)]);
  return { name: manifest.name, symbols, startTime: manifest.startTime, endTime: manifest.endTime };
}
