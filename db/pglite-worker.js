import { readFileSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { createPglite } from './pglite-engine.js';

/**
 * @import { PGlite } from '@electric-sql/pglite'
 * @import { PgliteAnswer, PgliteJob, PgliteRequest } from './pglite-messages.ts'
 */

/** Time and process id, which tell nothing here. */
const LOG_PREFIX = /^[-\d]+ [:.\d]+ \w+ \[\d+\] /;

const FATAL = /PANIC|FATAL|Aborted\(|RuntimeError|could not read|invalid page|corrupt/;

/**
 * Runs one PGlite off the main thread, because a statement holds its thread for as long as it takes.
 *
 * @param {PgliteJob} job
 */
async function main(job) {
  const database = await createPglite({
    ...(job.directory && { dataDir: job.directory }),
    ...(job.template && { loadDataDir: new Blob([readFileSync(job.template)]) }),
    onStderr: reportFatal,
  });
  parentPort?.on('message', (/** @type {PgliteRequest} */ request) => {
    queue = queue.then(() => serve(database, request)).catch(fail);
  });
  answer({ type: 'ready' });
}

/** @type {Promise<void>} */
let queue = Promise.resolve();

/**
 * @param {PGlite} database
 * @param {PgliteRequest} request
 */
async function serve(database, request) {
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

/**
 * After a panic PGlite may spin for ever; a message sent from here still reaches the main thread.
 *
 * @param {string} line
 */
function reportFatal(line) {
  if (FATAL.test(line))
    answer({
      type: 'complaint',
      message: line.replace(LOG_PREFIX, '').slice(0, 300),
      panic: /PANIC|Aborted\(/.test(line),
    });
  return false;
}

/** @param {unknown} error */
function fail(error) {
  const message = error instanceof Error ? error.message : String(error);
  answer({ type: 'failed', message: message.split('\n', 1)[0]?.slice(0, 300) ?? '' });
}

/** @param {PgliteAnswer} message */
function answer(message) {
  parentPort?.postMessage(message);
}

main(workerData).catch(fail);
