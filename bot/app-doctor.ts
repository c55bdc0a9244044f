import { openDatabase } from '../db/open-database.ts';
import { loadSignalModel } from '../engine/models/onnx-signal-model.ts';
import { loadRecordedNews } from '../engine/recordings/recorded-news.ts';
import { loadRecording } from '../engine/recordings/recording.ts';
import { recordingDirectory } from '../engine/recordings/recording-files.ts';
import { setUp } from './app-setup.ts';
import type { AppConfig } from './config.ts';
import type { DatabaseLook } from './doctor/database.ts';
import { doctorChecks, healthChecks, runDoctor } from './doctor.ts';
import type { RunCommand } from './invocation.ts';

export const doctor: RunCommand = async (invocation) => {
  const { config, scrubber, closeLog } = setUp(invocation);
  const dataDirectory = config.data.directory;
  const checks =
    invocation.flags.health === true
      ? healthChecks(dataDirectory)
      : doctorChecks({
          dataDirectory,
          lookAtDatabase: () => lookAtDatabase(config),
          verifyRecording: () => verifyRecording(config.replay.recording),
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

async function lookAtDatabase(config: AppConfig): Promise<DatabaseLook> {
  const { url } = config.database;
  const database = await openDatabase({
    dataDirectory: config.data.directory,
    ...(url === null ? {} : { databaseUrl: url }),
  });
  const description = database.describe();
  await database.close();
  return { outcome: 'opened', description };
}

async function verifyRecording(name: string) {
  const directory = recordingDirectory(name);
  const [{ manifest, symbols }] = await Promise.all([loadRecording(directory), loadRecordedNews(directory)]);
  return { name: manifest.name, symbols, startTime: manifest.startTime, endTime: manifest.endTime };
}
