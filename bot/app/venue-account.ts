import { ConfigError } from '../../engine/domain/errors.ts';
import { createCcxtExecution } from '../../engine/exchanges/ccxt/ccxt-execution.ts';
import type { AppConfig } from '../config/config.ts';
import type { AccountLook } from '../venue/account-look.ts';

/** Asks the configured venue about key and account; sends nothing that changes anything. */
export async function lookAtAccount({ venue, account }: AppConfig): Promise<AccountLook> {
  const { name, addresses, symbols, leverage, marginMode } = venue;
  const keys = venue.keys[name];
  if (keys === null) throw new ConfigError(`There is no key of ${name}.`);
  const execution = createCcxtExecution({
    ...{ venue: name, account: account.name, keys, symbols, address: addresses[name], leverage, marginMode },
    stream: false,
  });
  try {
    return await execution.checks();
  } finally {
    await execution.close();
  }
}
