import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { emergencyAccounts } from '../../../bot/app/emergency-accounts.ts';
import type { AppConfig } from '../../../bot/config/config.ts';
import { writeKnownAccounts } from '../../../engine/emergency/known-accounts-file.ts';

const directory = mkdtempSync(join(tmpdir(), 'assent-accounts-'));
afterEach(() => rmSync(directory, { recursive: true, force: true }));

it('trades also the coins that are held although the configuration names them no more', () => {
  mkdirSync(join(directory, 'emergency'));
  const known = { owned: { 'ETH/KRW': '1', 'BTC/KRW': '0.5', 'SOL/USDT:USDT': '1' }, resting: [], underWay: [] };
  writeKnownAccounts(join(directory, 'emergency'), { main: known, other: { ...known, owned: { 'XRP/KRW': '9' } } });
  const keys = { apiKey: 'key', secret: 'secret' };
  const venue = { name: 'upbit', symbols: ['BTC/KRW'], keys: { upbit: keys }, addresses: { upbit: null } };
  const config = { mode: 'live', venue, account: { name: 'main' }, data: { directory } } as unknown as AppConfig;
  expect(emergencyAccounts(config)).toMatchObject([{ account: 'main', symbols: ['BTC/KRW', 'ETH/KRW'] }]);
  rmSync(join(directory, 'emergency'), { recursive: true });
  expect(emergencyAccounts(config)).toMatchObject([{ symbols: ['BTC/KRW'] }]);
});
