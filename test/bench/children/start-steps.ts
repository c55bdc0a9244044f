import { rmSync } from 'node:fs';
import { NO_DATABASE } from '../no-database.ts';

/** What each step of a start takes when it is done alone, in ms, in the order in which they first come. */
export type StartSteps = Readonly<Record<string, number>>;

const steps: Record<string, number> = { 'node, tsx': performance.now() };
const [directory = ''] = process.argv.slice(2);

const { loadConfig } = await step('imports: configuration, log', async () => {
  await import('../../../bot/app/setup.ts');
  return import('../../../bot/config/config.ts');
});
const { lockDirectory } = await step('imports: database', async () => {
  await import('../../../bot/app/database.ts');
  return import('../../../db/directory-lock.ts');
});
const { openReplayDesk } = await step('imports: desk', () => import('../../../bot/app/open-desk.ts'));
await step('imports: session', () => import('../../../bot/app/session.ts'));
const { pino } = await import('pino');
const { STRATEGIES } = await import('../../../engine/strategies/registry.ts');
const { openPgliteDatabase } = await import('../../../db/pglite-database.ts');
const { migrate } = await import('../../../db/migrate.ts');
const { openWriteAheadJournal } = await import('../../../db/write-ahead-journal.ts');
const { JournalProjection } = await import('../../../db/journal-projection.ts');
const { PersistentJournal } = await import('../../../db/persistent-journal.ts');
const { loadRecording } = await import('../../../engine/recordings/recording.ts');
const { loadRecordedNews } = await import('../../../engine/recordings/recorded-news.ts');
const { recordingDirectory } = await import('../../../engine/recordings/recording-files.ts');
const { loadSignalModel } = await import('../../../engine/models/onnx-signal-model.ts');

const config = await step('configuration', async () =>
  loadConfig({
    workingDirectory: directory,
    flags: { data: directory },
    environment: {},
    strategies: STRATEGIES,
  }),
).then((loaded) => loaded.config);
const lock = await step('lock', async () => lockDirectory(directory));
const recorded = recordingDirectory(config.replay.recording);
await step('recording', () => loadRecording(recorded));
await step('news', () => loadRecordedNews(recorded));
await step('model', () => loadSignalModel());

const fresh = `${directory}/fresh`;
rmSync(fresh, { recursive: true, force: true });
const created = await step('database: initdb and open', () => openPgliteDatabase(fresh));
await step('database: all migrations', () => migrate(created));
await created.close();
const reopened = await step('database: reopen', () => openPgliteDatabase(fresh));
await step('database: no migration to do', () => migrate(reopened));
await reopened.close();

await step('journal: read and verify', async () => {
  const file = openWriteAheadJournal({ directory: `${directory}/journal` });
  const journal = new PersistentJournal({
    file,
    projection: new JournalProjection(NO_DATABASE),
    onFault: () => undefined,
  });
  await journal.recover();
  journal.close();
});
lock.release();
const database = await import('../../../db/open-database.ts').then((opener) =>
  opener.openDatabase({ dataDirectory: directory }),
);
const desk = await step('desk on an open database', () =>
  openReplayDesk(config, pino({ level: 'silent' }), {}, { database: Promise.resolve(database) }),
);
await desk.close();
process.stdout.write(`${JSON.stringify(steps)}\n`);

async function step<T>(name: string, work: () => Promise<T>): Promise<T> {
  const before = performance.now();
  const result = await work();
  steps[name] = performance.now() - before;
  return result;
}
