import type { Logger } from 'pino';
import { STRATEGIES } from '../../engine/strategies/registry.ts';
import type { AppConfig } from '../config/config.ts';
import { loadConfig } from '../config/config.ts';
import type { Invocation } from '../invocation.ts';
import { createLogger } from '../logger.ts';
import type { Scrubber } from '../scrubber.ts';
import { createScrubber } from '../scrubber.ts';

/** What every command that touches the desk begins with. */
export interface Setup {
  readonly config: AppConfig;
  readonly logger: Logger;
  readonly scrubber: Scrubber;
  closeLog(): void;
}

/** Reads the configuration and opens the log. Throws ConfigError with every problem. */
export function setUp({ flags, workingDirectory }: Invocation): Setup {
  const named = Object.entries(flags).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const { config, secrets } = loadConfig({
    workingDirectory,
    flags: Object.fromEntries(named),
    strategies: STRATEGIES,
  });
  const scrubber = createScrubber(secrets);
  const { logger, close } = createLogger({ file: config.log.file, level: config.log.level, scrubber });
  // The terminal gets a sentence; what a programmer needs of a fault nobody planned stands in the log.
  const onFault = (fault: unknown): void => logger.error({ err: fault }, 'The process ends by a fault of its own.');
  process.on('uncaughtExceptionMonitor', onFault);
  const closeLog = (): void => {
    process.off('uncaughtExceptionMonitor', onFault);
    close();
  };
  return { config, logger, scrubber, closeLog };
}
