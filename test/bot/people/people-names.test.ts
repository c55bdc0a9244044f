import { expect, it } from 'vitest';
import { createAccess, TERMINAL_OWNER } from '../../../bot/people/access.ts';
import { nameOf } from '../../../bot/people/people-names.ts';

async function named(name: string): Promise<string> {
  const access = createAccess();
  await access.grant({ userId: 'telegram:1', role: 'trader', by: TERMINAL_OWNER, at: 1, name });
  return nameOf('telegram:1', access);
}

it('calls people by their names', async () => {
  expect(await named('Ann')).toBe('Ann');
  expect(await named('민준')).toBe('민준');
});

it('lets nobody pass for the owner, or for somebody else', async () => {
  for (const name of ['The Owner', ' 소유자', 'telegram:2', 'terminal:owner'])
    expect(await named(name)).toBe('telegram:1');
});

it('shows whose name is not known by the id', async () => {
  expect(await named('')).toBe('telegram:1');
  expect(nameOf('discord:9', createAccess())).toBe('discord:9');
});
