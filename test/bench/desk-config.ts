import type { AppConfig } from '../../bot/config/config.ts';
import { loadConfig } from '../../bot/config/config.ts';
import { STRATEGIES } from '../../engine/strategies/registry.ts';

/** Returns the defaults with a data directory, whatever stands in this machine's environment. */
export function deskConfig(data: string): AppConfig {
  const { config } = loadConfig({
    workingDirectory: data,
    flags: { data, speed: 'max' },
    environment: {},
    strategies: STRATEGIES,
  });
  return config;
}
