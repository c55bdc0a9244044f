import { expect, test } from 'vitest';
import { HELP_TOPICS } from '../../bot/commands/help-topics.ts';
import { COMMANDS } from '../../bot/commands/registry.ts';
import { createChatRig } from './chat-rig.ts';

test('every command stands under one topic', () => {
  const listed: readonly string[] = Object.values(HELP_TOPICS).flat();
  expect([...listed].sort()).toEqual(COMMANDS.map(({ name }) => name).sort());
});

test('the overview fits a phone: names by topic, and a button for each', async () => {
  const [shown] = await createChatRig({ roles: { 'telegram:1': 'admin' } }).sayAs('telegram:1', '/help');
  const said = shown?.blocks.flatMap((block) => (block.type === 'section' ? [block.title, ...block.lines] : []));
  expect(said).toContain('/alerts /alert /rules /quiet');
  expect(shown?.buttons.map(({ command }) => command)).toContain('/help alerts');
});

test('a viewer is shown nothing that is refused to them', async () => {
  const rig = createChatRig({ roles: { 'telegram:1': 'viewer' } });
  const [overview] = await rig.sayAs('telegram:1', '/help');
  expect(JSON.stringify(overview?.blocks)).not.toMatch(/\/(?:buy|panic|invite)\b/);
  const [none] = await rig.sayAs('telegram:1', '/help trading');
  expect(JSON.stringify(none?.blocks)).not.toContain('/buy');
});

test('a topic lists its commands with what they do; its name in Korean works too', async () => {
  const rig = createChatRig();
  expect(await rig.say('/help trading')).toMatch(/\/buy <size> <symbol>[\s\S]*\/closeall\s+Close every position/);
  expect(await rig.say('/도움말 승인')).toMatch(/\/approve \[id\][\s\S]*\/policy/);
  expect(await rig.say('/도움말 거래')).toMatch(/\/buy[\s\S]*\/confirm/);
});

test('a word that is both is the command first, then the rest of its topic', async () => {
  const shown = await createChatRig().say('/help alerts');
  expect(shown).toMatch(/Alerts[\s\S]*\/alerts \[page[\s\S]*What you were told[\s\S]*\/quiet/);
});

test('a command alone names its neighbours', async () => {
  expect(await createChatRig().say('/help decline')).toContain('See also: /approve /half /reason /approvals /policy');
});
