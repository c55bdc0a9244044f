import { EXIT_CODES } from '../exit-codes.ts';
import type { RunCommand } from '../invocation.ts';
import { runSetup } from './setup-admin.ts';

/** `assent setup [telegram|discord]`: from no bot at all to a person who is admin of this desk; on Telegram by default. */
export const setupCommand: RunCommand = async (invocation) => {
  const [platform = 'telegram'] = invocation.positionals;
  switch (platform) {
    case 'telegram':
      return runSetup(invocation, (await import('./setup-telegram.ts')).TELEGRAM_SETUP);
    case 'discord':
      return runSetup(invocation, (await import('./setup-discord.ts')).DISCORD_SETUP);
    default:
      process.stderr.write(`assent setup knows telegram and discord, not ${JSON.stringify(platform.slice(0, 40))}.\n`);
      return EXIT_CODES.wrongUse;
  }
};
