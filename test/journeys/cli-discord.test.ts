import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeDiscord } from '../fakes/discord/fake-discord.ts';
import { startFakeDiscord } from '../fakes/discord/fake-discord.ts';
import type { RunningCli } from './cli.ts';
import { startCli } from './cli.ts';

const ANN = '820000000000000001';
const PATIENCE_MS = 30_000;
let folder: string;
let dc: FakeDiscord;
let running: RunningCli | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assent-discord-'));
  dc = await startFakeDiscord();
  writeFileSync(join(folder, 'config.yaml'), `discord: {server: "${dc.api.replace(/\/api$/, '')}"}\n`);
});

afterEach(async () => {
  running?.process.kill('SIGKILL');
  await running?.ended();
  running = null;
  await dc.close();
  rmSync(folder, { recursive: true, force: true });
});

function assent(args: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningCli {
  running = startCli(args, { workingDirectory: folder, environment });
  return running;
}

test('from no bot to a desk that is asked on Discord, with nobody at its keyboard', async () => {
  const setup = assent(['setup', 'discord', '--lang', 'en', '--save', '.secrets/discord.token'], {
    DISCORD_BOT_TOKEN: dc.token,
  });
  let shown = '';
  setup.process.stdout?.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  await setup.printed(/Waiting/);
  const ann = dc.user({ id: ANN, name: 'Ann' });
  expect(await dc.until(() => dc.gateway.isReady && dc.commandsOf().length > 0, PATIENCE_MS)).toBe(true);
  const stranger = dc.user({ id: '7', name: 'Eve' });
  await stranger.asks('/join AAAA-2222');
  const [, code = ''] = /\/join (\S{4}-\S{4})/.exec(shown) ?? [];
  const act = await ann.slash('join', { code });
  expect((await act.message(PATIENCE_MS)).text).toContain('Your role is admin');
  const set = await setup.ended();
  expect(set.code).toBe(0);
  expect(set.stdout).toMatch(/oauth2\/authorize\?client_id=\d+&scope=bot\+applications.commands&permissions=117760\b/);
  expect(set.stdout).toContain(`Ann (number ${ANN}) is an admin of this desk.`);
  expect(set.stdout).toContain('DISCORD_BOT_TOKEN_FILE=');
  expect(set.stdout + set.stderr).not.toContain(dc.token);
  const file = join(folder, '.secrets', 'discord.token');
  expect(readFileSync(file, 'utf8')).toBe(`${dc.token}\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  expect(dc.chatOf(ann).fromBot.map(({ text }) => text)).toEqual([
    expect.stringContaining('Your role is admin'),
    expect.stringContaining('You are an admin of this desk now.'),
  ]);
  expect(dc.chatOf(stranger).fromBot.length).toBe(1);

  const before = dc.gateway.identified;
  const desk = assent(['start', '--lang', 'en'], { DISCORD_BOT_TOKEN_FILE: file });
  desk.process.stdin?.end();
  expect(await dc.until(() => dc.gateway.identified > before && dc.gateway.isReady, PATIENCE_MS)).toBe(true);
  expect((await ann.asks('/status')).text).toMatch(/Replay, paper money/);
  // What is registered already is not registered again.
  expect(dc.callsOf('PUT /applications/:id/commands').length).toBe(1);
  desk.process.kill('SIGTERM');
  const ended = await desk.ended();
  expect(ended.code).toBe(0);
  expect(ended.stdout + ended.stderr + logs()).not.toContain(dc.token);
}, 120_000);

test('a void token, none at all, and a platform that is none are told in a sentence', async () => {
  const none = await runSetup('discord', {});
  expect(none).toMatchObject({ code: 78, stdout: '' });
  expect(none.stderr).toMatch(/There is no bot token.*DISCORD_BOT_TOKEN/s);
  const wrong = await runSetup('discord', { DISCORD_BOT_TOKEN: `MTMwMDAwMDAwMDAwMDAwMDAwMQ.GabcdE.${'x'.repeat(38)}` });
  expect(wrong.code).toBe(78);
  expect(wrong.stderr).toMatch(/Discord does not know this bot token/);
  const malformed = await runSetup('discord', { DISCORD_BOT_TOKEN: 'hello' });
  expect(malformed.stderr).toMatch(/DISCORD_BOT_TOKEN.*no token of a Discord bot/s);
  const other = await runSetup('myspace', {});
  expect(other).toMatchObject({ code: 2, stderr: expect.stringContaining('telegram and discord') });
}, 120_000);

function runSetup(platform: string, environment: Readonly<Record<string, string>>) {
  const one = startCli(['setup', platform, '--lang', 'en'], { workingDirectory: folder, environment });
  one.process.stdin?.end();
  return one.ended();
}

function logs(): string {
  const data = join(folder, 'data');
  return readdirSync(data)
    .filter((name) => name.includes('.log'))
    .map((name) => readFileSync(join(data, name), 'utf8'))
    .join('');
}
