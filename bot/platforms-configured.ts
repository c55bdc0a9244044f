import type { AppConfig } from './config/config.ts';

/** Tells whether anything is set up through which people are told what the desk does. */
export function platformsConfigured({ telegram, discord, slack, email }: AppConfig): boolean {
  return telegram.token !== null || discord.token !== null || slack.webhook !== null || email.server !== null;
}
