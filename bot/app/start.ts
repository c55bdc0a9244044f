import { createInterface } from 'node:readline/promises';
import type { Logger } from 'pino';
import type { Database } from '../../db/database.ts';
import { ConfigError } from '../../engine/domain/errors.ts';
import type { AppConfig } from '../config/config.ts';
import { duration } from '../config/config-leaf.ts';
import { EXIT_CODES } from '../exit-codes.ts';
import { startHeartbeat } from '../heartbeat.ts';
import type { Invocation, RunCommand } from '../invocation.ts';
import { platformsConfigured } from '../platforms-configured.ts';
import { openAppDatabase } from './database.ts';
import type { AppDesk } from './desk.ts';
import type { Arming } from './live-arming.ts';
import type { NewsService } from './news-service.ts';
import { requireRecording } from './recording.ts';
import { setUp } from './setup.ts';
import type { Surfaces } from './surfaces.ts';
import { packageVersion } from './version.ts';

/** Seen for a second or two, longer when a first start creates the database; taken away again. */
const OPENING = 'Opening the desk…';
const LINE_AWAY = '\r\u001b[K';
const DEFAULT_STEP = '24h';
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Opens the desk and talks until the person leaves, the script ends, or the process is told to stop. */
export const start: RunCommand = async (invocation) => {
  const setup = setUp(invocation);
  const { config, logger } = setup;
  const scriptStepMs = stepOf(invocation.flags.step);
  if (config.mode === 'replay') await requireRecording(config);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  // Only the first of each: whoever asks twice does not want to wait.
  for (const signal of STOP_SIGNALS) process.once(signal, onSignal);
  // The database takes longest: it opens on threads of its own while this one loads what needs it.
  const opening = openAppDatabase(config, logger);
  opening.catch(() => undefined);
  const isTTY = process.stdin.isTTY === true && process.stdout.isTTY === true;
  if (isTTY) process.stdout.write(OPENING);
  const desk = await openDesk(config, logger, opening, armingOf(invocation, isTTY, LINE_AWAY)).finally(() => {
    if (isTTY) process.stdout.write(LINE_AWAY);
  });
  const { runSession } = await import('./session.ts');
  const newsService = await openNewsService(desk, logger);
  let surfaces: Surfaces | null = null;
  const stopHeartbeat = startHeartbeat(config.data.directory);
  let afterFault = false;
  try {
    if (stop.signal.aborted) return EXIT_CODES.done;
    surfaces = await openPlatforms(desk, logger);
    await runSession({
      desk,
      logger,
      version: packageVersion(),
      input: surfaces?.inputBeside(process.stdin) ?? process.stdin,
      output: process.stdout,
      isTTY,
      colour: isTTY && config.chat.colour,
      scriptStepMs,
      stop: stop.signal,
      ...(surfaces !== null && { chat: surfaces.chat, notices: surfaces.notices }),
    });
  } catch (fault) {
    afterFault = true;
    logger.error({ err: fault }, 'The desk stopped.');
    throw fault;
  } finally {
    stopHeartbeat();
    await surfaces?.stop();
    await newsService?.stop();
    await desk.close({ afterFault });
    setup.closeLog();
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
    process.stdin.destroy();
  }
  return EXIT_CODES.done;
};

/** Its code is loaded only where there is something for it to do. */
async function openNewsService(desk: AppDesk, logger: Logger): Promise<NewsService | null> {
  const { news } = desk.config;
  // Vectors of an embedder that is no longer asked for serve nobody: then there is something to do, too.
  const upToDate = news.embedder === null && desk.knowledge.embedding.active !== null;
  if (news.fetchEveryMs === null && upToDate) return null;
  const { startNewsService } = await import('./news-service.ts');
  return startNewsService(desk.knowledge, news, { logger, version: packageVersion() });
}

async function openPlatforms(desk: AppDesk, logger: Logger): Promise<Surfaces | null> {
  if (!platformsConfigured(desk.config)) return null;
  const { openSurfaces } = await import('./surfaces.ts');
  return openSurfaces(desk, { version: packageVersion(), logger });
}

async function openDesk(
  config: AppConfig,
  logger: Logger,
  database: Promise<Database>,
  arming: Arming,
): Promise<AppDesk> {
  // What the session needs is loaded while the database opens.
  const [{ openAppDesk }] = await Promise.all([import('./open-desk.ts'), import('./session.ts')]);
  return openAppDesk(config, logger, {}, { database, arming });
}

/** A person at a terminal is asked; a service says it on its command line. */
function armingOf({ flags }: Invocation, isTTY: boolean, lineAway: string): Arming {
  return {
    written: typeof flags.arm === 'string' ? flags.arm : null,
    bind: flags.bind === true,
    ask: isTTY ? (question) => askLine(`${lineAway}${question}`) : null,
  };
}

async function askLine(question: string): Promise<string> {
  const reader = createInterface({ input: process.stdin, output: process.stdout });
  // Ctrl-C and Ctrl-D are answers too; neither ends the question by itself.
  const left = new Promise<string>((resolve) => {
    reader.once('SIGINT', () => resolve('\n'));
    reader.once('close', () => resolve('\n'));
  });
  try {
    const answer = await Promise.race([reader.question(question), left]);
    if (answer === '\n') process.stdout.write(answer);
    return answer;
  } finally {
    reader.close();
  }
}

function stepOf(written: string | boolean | undefined): number {
  const parsed = duration('1m', '7d').safeParse(typeof written === 'string' ? written : DEFAULT_STEP);
  if (parsed.success) return parsed.data;
  throw new ConfigError(`--step is ${JSON.stringify(written)}. Use a duration from 1m to 7d, written like 30m or 6h.`, {
    hint: 'It is the market time between two piped lines at --speed max.',
  });
}
