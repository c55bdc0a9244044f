import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { FakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import { startFakeTelegram } from '../fakes/telegram/fake-telegram.ts';
import type { RunningCli } from './cli.ts';
import { startCli } from './cli.ts';

const ANN = 5_200_000_001;
let folder: string;
let tg: FakeTelegram;
let running: RunningCli | null = null;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assent-telegram-'));
  tg = await startFakeTelegram();
  writeFileSync(join(folder, 'config.yaml'), `telegram: {server: "${tg.apiRoot}"}\n`);
});

afterEach(async () => {
  running?.process.kill('SIGKILL');
  await running?.ended();
  running = null;
  await tg.close();
  rmSync(folder, { recursive: true, force: true });
});

function assent(args: readonly string[], environment: Readonly<Record<string, string>> = {}): RunningCli {
  running = startCli(args, { workingDirectory: folder, environment });
  return running;
}

test('from no bot to a desk that is asked by phone, with nobody at its keyboard', async () => {
  const setup = assent(['setup', '--lang', 'en', '--save', '.secrets/bot.token'], { TELEGRAM_BOT_TOKEN: tg.token });
  let shown = '';
  setup.process.stdout?.on('data', (chunk: Buffer) => {
    shown += chunk.toString();
  });
  await setup.printed(/Waiting/);
  const ann = tg.user({ id: ANN, name: 'Ann', language: 'en' });
  const stranger = tg.user({ id: 7, name: 'Eve' });
  await stranger.asks('/start AAAA-2222');
  const [, code = ''] = /\/start (\S{4}-\S{4})/.exec(shown) ?? [];
  await ann.says(`/start ${code}`);
  const set = await setup.ended();
  expect(set.code).toBe(0);
  expect(set.stdout).toContain('This is Assent (@assent_bot).');
  expect(set.stdout).toContain(`Ann (number ${ANN}) is an admin of this desk.`);
  expect(set.stdout + set.stderr).not.toContain(tg.token);
  expect(readFileSync(join(folder, '.secrets', 'bot.token'), 'utf8')).toBe(`${tg.token}\n`);
  expect(statSync(join(folder, '.secrets', 'bot.token')).mode & 0o777).toBe(0o600);
  expect(statSync(join(folder, '.secrets')).mode & 0o777).toBe(0o700);
  expect(tg.chatOf(ann).fromBot.map(({ text }) => text)).toEqual([
    expect.stringContaining('Your role is admin'),
    expect.stringContaining('You are an admin of this desk now.'),
  ]);
  expect(tg.chatOf(stranger).fromBot.length).toBe(1);

  const desk = assent(['start', '--lang', 'en'], { TELEGRAM_BOT_TOKEN_FILE: join(folder, '.secrets', 'bot.token') });
  desk.process.stdin?.end();
  expect(await tg.until(() => tg.feed.isPolled, 30_000)).toBe(true);
  expect((await ann.asks('/status')).text).toMatch(/Replay, paper money/);
  const second = await runSetup({ TELEGRAM_BOT_TOKEN: tg.token });
  expect(second.code).toBe(78);
  expect(second.stderr).toMatch(/lets people in by itself/);
  desk.process.kill('SIGTERM');
  const ended = await desk.ended();
  expect(ended.code).toBe(0);
  expect(ended.stdout + ended.stderr + logs()).not.toContain(tg.token);
  expect(tg.feed.waiting).toEqual([]);
}, 120_000);

test('a void token, none at all, and nobody who comes are told in a sentence', async () => {
  const none = await runSetup({});
  expect(none).toMatchObject({ code: 78, stdout: '' });
  expect(none.stderr).toMatch(/There is no bot token/);
  const wrong = await runSetup({ TELEGRAM_BOT_TOKEN: `123456:${'x'.repeat(35)}` });
  expect(wrong.code).toBe(78);
  expect(wrong.stderr).toMatch(/Telegram does not know this bot token/);
  const malformed = await runSetup({ TELEGRAM_BOT_TOKEN: 'hello' });
  expect(malformed.stderr).toMatch(/TELEGRAM_BOT_TOKEN.*no token of a Telegram bot/s);
  const left = assent(['setup', '--json'], { TELEGRAM_BOT_TOKEN: tg.token });
  await left.printed(/"event":"code"/);
  left.process.kill('SIGINT');
  expect((await left.ended()).code).toBe(1);
}, 120_000);

function runSetup(environment: Readonly<Record<string, string>>) {
  const one = startCli(['setup', '--lang', 'en'], { workingDirectory: folder, environment });
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
