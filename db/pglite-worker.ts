import { readFileSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { PGlite } from '@electric-sql/pglite';
import { createPglite } from './pglite-engine.ts';
import type { PgliteAnswer, PgliteJob, PgliteRequest } from './pglite-messages.ts';

/** Time and process id, which tell nothing here. */
const LOG_PREFIX = /^[-\d]+ [:.\d]+ \w+ \[\d+\] /;

const FATAL = /PANIC|FATAL|Aborted\(|RuntimeError|could not read|invalid page|corrupt/;

/** Runs one PGlite off the main thread, because a statement holds its thread for as long as it takes. */
async function main(job: PgliteJob): Promise<void> {
  const database = await createPglite({
    dataDir: job.directory,
    loadDataDir: job.template ? new Blob([readFileSync(job.template)]) : undefined,
    onStderr: reportFatal,
  });
  parentPort?.on('message', (request: PgliteRequest) => {
    queue = queue.then(() => serve(database, request)).catch(fail);
  });
  answer({ type: 'ready' });
}

let queue: Promise<void> = Promise.resolve();

async function serve(database: PGlite, request: PgliteRequest): Promise<void> {
  switch (request.type) {
    case 'connect':
      // The session outlives its connections: a new one must not find the last one's transaction or settings.
      if (database.isInTransaction()) await database.exec('rollback');
      await database.exec('discard all');
      return answer({ type: 'connected', connection: request.connection });
    case 'bytes':
      await database.execProtocolRawStream(request.bytes, {
        onRawData: (data) => answer({ type: 'bytes', connection: request.connection, bytes: data.slice() }),
      });
      return;
    case 'dump':
      writeFileSync(request.file, Buffer.from(await (await database.dumpDataDir('none')).arrayBuffer()));
      return answer({ type: 'dumped' });
    case 'close':
      await database.close();
      answer({ type: 'closed' });
      parentPort?.close();
  }
}

/** After a panic PGlite may spin for ever; a message sent from here still reaches the main thread. */
function reportFatal(line: string): boolean {
  if (FATAL.test(line))
    answer({
      type: 'complaint',
      message: line.replace(LOG_PREFIX, '').slice(0, 300),
      panic: /PANIC|Aborted\(/.test(line),
    });
  return false;
}

function fail(error: unknown): void {
  const message = error instanceof Error ? error.message : String(error);
  answer({ type: 'failed', message: message.split('\n', 1)[0]?.slice(0, 300) ?? '' });
}

function answer(message: PgliteAnswer): void {
  parentPort?.postMessage(message);
}

main(workerData as PgliteJob).catch(fail);
