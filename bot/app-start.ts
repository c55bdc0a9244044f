import { ConfigError } from '../engine/domain/errors.ts';
import { openAppDatabase } from './app-database.ts';
import { requireRecording } from './app-recording.ts';
import { setUp } from './app-setup.ts';
import { packageVersion } from './app-version.ts';
import { duration } from './config-leaf.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { startHeartbeat } from './heartbeat.ts';
import type { RunCommand } from './invocation.ts';

const DEFAULT_STEP = '24h';
const STOP_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Opens the desk and talks until the person leaves, the script ends, or the process is told to stop. */
export const start: RunCommand = async (invocation) => {
  const setup = setUp(invocation);
  const { config, logger } = setup;
  const scriptStepMs = stepOf(invocation.flags.step);
  await requireRecording(config);
  const stop = new AbortController();
  const onSignal = (): void => stop.abort();
  // Only the first of each: whoever asks twice does not want to wait.
  for (const signal of STOP_SIGNALS) process.once(signal, onSignal);
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
    for (const signal of STOP_SIGNALS) process.off(signal, onSignal);
    process.stdin.destroy();
  }
  return EXIT_CODES.done;
};

function stepOf(written: string | boolean | undefined): number {
  const parsed = duration('1m', '7d').safeParse(typeof written === 'string' ? written : DEFAULT_STEP);
  if (parsed.success) return parsed.data;
  throw new ConfigError(`--step is ${JSON.stringify(written)}. Use a duration from 1m to 7d, written like 30m or 6h.`, {
    hint: 'It is the market time between two piped lines at --speed max.',
  });
}
