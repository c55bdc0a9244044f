import { ConfigError } from '../engine/domain/errors.ts';
import { openAppDatabase } from './app-database.ts';
import { setUp } from './app-setup.ts';
import { packageVersion } from './app-version.ts';
import { duration } from './config-leaf.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { RunCommand } from './invocation.ts';

const DEFAULT_STEP = '24h';

/** Opens the desk and talks until the person leaves, the script ends, or the process is told to stop. */
export const start: RunCommand = async (invocation) => {
  if (invocation.positionals.length > 0) {
    process.stderr.write(`"start" takes no ${invocation.positionals[0]}. Settings are flags: see "assent help".\n`);
    return EXIT_CODES.wrongUse;
  }
  const setup = setUp(invocation);
  const { config, logger } = setup;
  const scriptStepMs = stepOf(invocation.flags.step);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  process.once('SIGTERM', onSignal);
  process.once('SIGHUP', onSignal);
  // The database takes longest: it opens on threads of its own while this one loads what needs it.
  const opening = openAppDatabase(config, logger);
  opening.catch(() => undefined);
  const [{ openAppDesk }, { runSession }] = await Promise.all([import('./app-desk.ts'), import('./app-session.ts')]);
  const desk = await openAppDesk(config, logger, {}, opening);
  const stopHeartbeat = startHeartbeat(config.data.directory);
  try {
    const isTTY = process.stdin.isTTY === true && process.stdout.isTTY === true;
    await runSession({
      desk,
      logger,
      version: packageVersion(),
      input: process.stdin,
      output: process.stdout,
      isTTY,
      colour: isTTY && config.chat.colour,
      scriptStepMs,
      stop: stop.signal,
    });
  } finally {
    stopHeartbeat();
    await desk.close();
    setup.closeLog();
    process.off('SIGTERM', onSignal);
    process.off('SIGHUP', onSignal);
    process.stdin.destroy();
  }
  return EXIT_CODES.done;
};

function stepOf(written: string | boolean | undefined): number {
  const parsed = duration('1m', '7d').safeParse(typeof written === 'string' ? written : DEFAULT_STEP);
  if (parsed.success) return parsed.data;
  throw new ConfigError(`--step ${String(written)} is not a duration between 1m and 7d, such as 6h.`);
}
