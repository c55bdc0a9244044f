import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openPgliteDatabase } from '../../db/pglite-database.ts';
import { cli, startCli } from './cli.ts';

const CANARY = 'canary-4711';
const ENVIRONMENT = { SOMEBODYS_PASSWORD: CANARY };

let folder = '';
/** A desk that has traded for a day and a half; each test that damages something does so to a copy. */
let data = '';
let before: readonly string[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'assent-desk-'));
  data = join(folder, 'data');
  const input = '/status\n/status\n/status\n/status\n/quit\n';
  const run = await cli(['start', '--data', data, '--speed', 'max', '--step', '12h'], { input });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  expect(readdirSync(data).sort()).toEqual(['assent.log', 'journal', 'pglite', 'replay-position.json', 'venue']);
  expect(readFileSync(join(data, 'venue/venue-ledger.jsonl'), 'utf8')).toContain('"filled"');
  before = standing(run.stdout.slice(run.stdout.lastIndexOf('> /status')));
  expect(before[1]).toMatch(/^\d+ decisions, [1-9]\d* trades, [1-9]\d* fills$/);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function copyOfData(): string {
  const copy = mkdtempSync(join(folder, 'copy-'));
  cpSync(data, copy, { recursive: true });
  return copy;
}

function journalOf(directory: string): string {
  return join(directory, 'journal/journal-000001.jsonl');
}

/** What no restart may change. */
function standing(stdout: string): readonly string[] {
  const positions = /^Positions +(.+)$/m.exec(stdout)?.[1] ?? 'not told';
  const recorded = /^Recorded +(.+ fills),/m.exec(stdout)?.[1] ?? 'not told';
  return [positions, recorded];
}

async function statusOf(directory: string) {
  const run = await cli(['start', '--data', directory, '--speed', '1', '--lang', 'en'], { input: '/status' });
  expect(run).toMatchObject({ code: 0, stderr: '' });
  return run.stdout;
}

describe('what is piped in', () => {
  it('may be clumsy: every line gets a calm answer, and the desk ends with code 0', async () => {
    const lines = [
      'buy',
      'buy btc',
      'buy 0 btc',
      'buy -1 btc',
      'buy NaN btc',
      'buy 1e309 btc',
      'buy 100 btc',
      '/stauts',
      '/help statsu',
      '비트 100개 매수',
      '/\u001b[2J\u0007',
      '🙂'.repeat(30),
      'x'.repeat(1_000_000),
      `/${'y'.repeat(3_000)}`,
    ];
    const directory = copyOfData();
    const input = `${lines.join('\r\n')}\r\n/version`;
    const { code, stdout, stderr } = await cli(['start', '--data', directory, '--speed', '1'], { input });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('> buy\n! Which coin? There is BTC, ETH, XRP, SOL.');
    expect(stdout).toContain('> buy btc\n! How much? For example');
    expect(stdout).toContain('! It must be more than zero: “0”.');
    expect(stdout).toContain('! A size or a price cannot be negative: “-1”.');
    expect(stdout).toContain('! Please write “1e309” out in full, without an exponent.');
    expect(stdout).toMatch(/> buy 100 btc\n! Refused\n(?: .*\n)* {2}Value +[\d,.]+ USDT \([\d,.]+% of equity\)/);
    expect(stdout).toContain('! There is no command “stauts”. Did you mean /status? /help lists them all.');
    expect(stdout).toContain('! There is no command “statsu”. Did you mean /status? /help lists them all.');
    expect(stdout).toMatch(/> 비트 100개 매수\n! 거부됨\n(?: .*\n)* {2}금액 +[\d,.]+ USDT \(자산의 [\d,.]+%\)/);
    expect(stdout).toContain('4,000');
    expect(stdout).not.toMatch(/y{201}|x{201}/);
    expect(stdout).toMatch(/> \/version\nAssent \d/);
    expect(stdout.includes('\u001b')).toBe(false);
    expect(readFileSync(journalOf(directory), 'utf8')).not.toContain('human:');
  });

  it('may be nothing, or bytes that are no text', async () => {
    const directory = copyOfData();
    const noise = Uint8Array.from({ length: 20_000 }, (_, index) => (index * 7919 + (index >> 3)) % 256);
    for (const input of ['', noise]) {
      const run = await cli(['start', '--data', directory, '--speed', '1'], { input });
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.stdout).toContain('Assent 0.');
    }
    expect(standing(await statusOf(directory))).toEqual(before);
  });

  it('ends quietly when the reader goes away, and does not play on for nobody', async () => {
    const directory = copyOfData();
    const running = startCli(['start', '--data', directory, '--speed', 'max', '--step', '1h']);
    running.process.stdout?.once('data', () => running.process.stdout?.destroy());
    running.say('/status\n/help\n/status');
    expect(await running.ended()).toMatchObject({ code: 0, stderr: '' });
    expect(existsSync(join(directory, 'assent.lock'))).toBe(false);
  });
});

describe('the end of the process', () => {
  it('is clean on every signal, even while the desk opens, and loses nothing on kill -9', async () => {
    const directory = copyOfData();
    const lock = join(directory, 'assent.lock');
    const early = startCli(['start', '--data', directory, '--speed', '1']);
    while (!existsSync(lock)) await setTimeout(5);
    early.process.kill('SIGTERM');
    expect(await early.ended()).toMatchObject({ code: 0, stderr: '' });
    for (const signal of ['SIGINT', 'SIGHUP', 'SIGKILL'] as const) {
      const running = startCli(['start', '--data', directory, '--speed', '1']);
      await running.printed(/Everything is as it was/);
      expect(existsSync(lock)).toBe(true);
      running.process.kill(signal);
      const killed = signal === 'SIGKILL';
      expect(await running.ended()).toMatchObject({ code: killed ? null : 0, stderr: '' });
      expect(existsSync(lock)).toBe(killed);
    }
    expect(standing(await statusOf(directory))).toEqual(before);
  });
});

describe('while a desk runs', () => {
  it('others are told its process: start and replay-decision refuse, the doctor is content', async () => {
    const directory = copyOfData();
    const running = startCli(['start', '--data', directory, '--speed', '1']);
    await running.printed(/Everything is as it was/);
    const { pid } = running.process;
    const held = `Another Assent (process ${pid}) works in ${directory}.`;
    const second = await cli(['start', '--data', directory]);
    expect(second).toMatchObject({ code: 78, stdout: '' });
    expect(second.stderr).toBe(`${held}\nStop it (kill ${pid}) or choose another data directory.\n`);
    const replay = await cli(['replay-decision', 'D-1', '--data', directory]);
    expect(replay).toMatchObject({ code: 78, stdout: '' });
    expect(replay.stderr).toContain(held);
    expect(replay.stderr).toContain('leave it with Ctrl-D');
    const doctor = await cli(['doctor', '--data', directory]);
    expect(doctor).toMatchObject({ code: 0, stderr: '' });
    expect(doctor.stdout).toContain(`[ok] Database: A desk runs here (process ${pid})`);
    const health = await cli(['doctor', '--health', '--json', '--data', directory]);
    expect(health.code).toBe(0);
    expect(JSON.parse(health.stdout)).toMatchObject({ healthy: true });
    running.say('/종료');
    expect(await running.ended()).toMatchObject({ code: 0, stderr: '' });
  });
});

describe('a record', () => {
  it('is made again the same, in words and in JSON, however its number is written', async () => {
    const words = await cli(['replay-decision', 'd-03', '--data', data]);
    expect(words).toMatchObject({ code: 0, stderr: '' });
    expect(words.stdout).toMatch(
      /^D-3 \w+, sha256 [0-9a-f]{64}: the record is intact\nAsked again: .+\.\nMade again .*: the same\.\n$/,
    );
    const json = await cli(['replay-decision', 'D-3', '--json', '--data', data]);
    expect(JSON.parse(json.stdout)).toMatchObject({ id: 'D-3', intact: true, same: true, differences: [] });
  });

  it('that does not exist is a failure in one line', async () => {
    const run = await cli(['replay-decision', 'D-99999', '--data', data]);
    expect(run).toEqual({
      code: 1,
      stdout: '',
      stderr: `There is no decision D-99999 in ${data}. In the chat, /decisions lists them.\n`,
    });
  });
});

describe('damage', () => {
  async function refusal(directory: string, code: number): Promise<string> {
    const run = await cli(['start', '--data', directory], { environment: ENVIRONMENT });
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).not.toMatch(/\n {4}at |canary/);
    expect(existsSync(join(directory, 'assent.lock'))).toBe(false);
    return run.stderr;
  }

  it('a deleted database is rebuilt from the journal, and a torn last line is cut off', async () => {
    const directory = copyOfData();
    rmSync(join(directory, 'pglite'), { recursive: true });
    appendFileSync(journalOf(directory), '{"seq":99999,"at":17');
    const after = await statusOf(directory);
    expect(after).toContain('Everything is as it was');
    expect(standing(after)).toEqual(before);
  });

  it('a journal, or both journal and database, that are gone are refused with what to do', async () => {
    const directory = copyOfData();
    rmSync(join(directory, 'journal'), { recursive: true });
    expect(await refusal(directory, 1)).toMatch(
      /^The database holds \d+ journal entries, but the journal file only 0\.\nThe journal file .* put it back, or/,
    );
    rmSync(join(directory, 'journal'), { recursive: true });
    rmSync(join(directory, 'pglite'), { recursive: true });
    expect(await refusal(directory, 1)).toMatch(
      /^The venue in .* has traded, but there is no journal of it\.\nThe journal folder was removed/,
    );
  });

  it('a damaged line, a lost venue and a database from the future are named', async () => {
    const directory = copyOfData();
    const journal = readFileSync(journalOf(directory), 'utf8');
    writeFileSync(
      journalOf(directory),
      journal.replace(/^(.*\n{1}){1}/, (line) => line.replace('"at":1', '"at":2')),
    );
    expect(await refusal(directory, 1)).toMatch(/^Journal entry 1 does not follow/);
    writeFileSync(journalOf(directory), journal.replace('\n', '\nx'));
    expect(await refusal(directory, 1)).toMatch(/journal-000001\.jsonl is damaged in line 2\.\nKeep the file as it is/);
    writeFileSync(journalOf(directory), journal);
    cpSync(join(directory, 'venue'), join(folder, 'venue'), { recursive: true });
    rmSync(join(directory, 'venue'), { recursive: true });
    expect(await refusal(directory, 1)).toMatch(
      /^The venue knows no trade sim-\d+, which the journal has\.\nIts ledger/,
    );
    rmSync(join(directory, 'venue'), { recursive: true });
    cpSync(join(folder, 'venue'), join(directory, 'venue'), { recursive: true });
    const database = await openPgliteDatabase(join(directory, 'pglite'));
    await database.query(
      "insert into schema_migration (version, name, sha256, applied_at) values (9999, 'from-the-future', 'x', 1)",
    );
    await database.close();
    expect(await refusal(directory, 78)).toMatch(
      /^This database was written by a newer Assent: it has schema 9999 \(from-the-future\)/,
    );
    writeFileSync(join(directory, 'pglite/global/pg_control'), 'damaged');
    expect(await refusal(directory, 78)).toMatch(/^The database in .* cannot be opened: .*\nMove it aside \(mv /);
  });
});
