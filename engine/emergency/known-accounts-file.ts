import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KnownAccount } from './flatten-account.ts';

const FILE = 'known.json';

type KnownAccounts = Readonly<Record<string, KnownAccount>>;

/** Keeps what the desk owns where it is found without database and journal. A disk that is full keeps the last one. */
export function writeKnownAccounts(directory: string, accounts: KnownAccounts): boolean {
  const file = join(directory, FILE);
  try {
    writeFileSync(`${file}.draft`, JSON.stringify(accounts), { mode: 0o600, flush: true });
    renameSync(`${file}.draft`, file);
    return true;
  } catch {
    return false;
  }
}

/** Returns what was kept; nothing when there is none that can be read. */
export function readKnownAccounts(directory: string): KnownAccounts {
  try {
    const value = JSON.parse(readFileSync(join(directory, FILE), 'utf8')) as Record<
      string,
      Partial<KnownAccount>
    > | null;
    return Object.fromEntries(
      Object.entries(value ?? {}).map(([account, { owned = {}, resting = [], underWay = [] }]) => [
        account,
        { owned, resting, underWay },
      ]),
    );
  } catch {
    return {};
  }
}
