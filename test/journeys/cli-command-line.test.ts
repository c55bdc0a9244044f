import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

let folder = '';
let data = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'assent-cli-'));
  data = join(folder, 'data');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

describe('the command line', () => {
  it.each([
    [[], 'assent replay-decision D-12'],
    [['--help'], 'assent replay-decision D-12'],
    [['start', '--help'], '--speed 1|60|max'],
    [['doctor', '-h'], '--health'],
    [['help', 'doctor'], '--health'],
    [['--version'], 'assent 0.'],
  ])('%j is answered with code 0', async (args, text) => {
    const run = await cli(args);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    expect(run.stdout).toContain(text);
  });

  it.each([
    [['strt'], 'There is no command "strt". Did you mean "start"? Try "assent help".'],
    [['help', 'docter'], 'There is no command "docter". Did you mean "doctor"? Try "assent help".'],
    [['--speed', 'max'], 'A command comes first: assent start | doctor'],
    [['\u001b[31mx\u0007'], 'There is no command "x". Commands: start, doctor'],
    [['start', '--sped', '60'], '"start" does not know --sped. Did you mean --speed? Try "assent help start".'],
    [['start', '--speed'], '--speed needs a value: --speed 1|60|max. Try "assent help start".'],
    [['start', '--data', ''], '--data needs a value: --data DIR. Try'],
    [['start', 'now'], '"start" takes no "now". Try "assent help start".'],
    [['doctor', '--json=1'], '--json is a switch and takes no value.'],
    [['version', 'more'], '"version" takes no "more".'],
    [['config', 'exmple'], 'Say "assent config example" to print every setting.'],
    [['replay-decision'], 'Name one decision, such as: assent replay-decision D-12'],
    [['replay-decision', 'D-x'], 'Name one decision, such as: assent replay-decision D-12'],
  ])('%j is wrong use: code 2 and one line', async (args, text) => {
    const run = await cli(args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(text);
    expect(run.stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  it('prints its version as JSON', async () => {
    const { stdout } = await cli(['version', '--json']);
    expect(JSON.parse(stdout)).toEqual({ version: expect.stringMatching(/^\d+\.\d+\.\d+/), node: process.version });
  });
});

describe('a wrong configuration', () => {
  it.each([
    [['--speed', '1e309'], '--speed: replay.speed is "1e309". Use max, or a number from 0.1 to 10000'],
    [['--speed', '-5'], '--speed: replay.speed is "-5".'],
    [['--from', 'yesterday'], '--from: replay.from is "yesterday". Use start, a date such as 2025-05-19'],
    [['--from', '2024-01-01'], 'Begin at 2025-05-18T00:00Z or later, and before 2025-05-25T00:00Z.'],
    [['--step', 'soon'], '--step is "soon". Use a duration from 1m to 7d'],
    [['--recording', 'nope'], 'There is no recording "nope".\nRecordings here: may-2025.'],
    [['--zone', 'Mars/Base'], 'Use auto, or the name of a time zone such as Asia/Seoul'],
    [['--config', '/nowhere.yaml'], 'nowhere.yaml: it cannot be read (ENOENT).'],
  ])('%j is refused with code 78 before anything is opened', async (flags, text) => {
    const run = await cli(['start', '--data', data, ...flags]);
    expect(run).toMatchObject({ code: 78, stdout: '' });
    expect(run.stderr).toContain(text);
    expect(existsSync(data)).toBe(false);
  });

  it('tells every problem of the file at once, those of strategies too, and shows no secret', async () => {
    const config = fileWith(
      'wrong.yaml',
      [
        'replay:',
        '  form: start',
        'desk: { riskPerTrade: 9% }',
        'strategies:',
        '  turtel: {}',
        '  turtle: { unit: 5, stopN: -2, timeframe: 2h, system1: { entryBar: 20, entryBars: 20, exitBars: 1.5 } }',
        'database: { url: "postgres://bob:canary-4711@h/db" }',
      ].join('\n'),
    );
    const run = await cli(['start', '--data', data, '--config', config]);
    expect(run).toMatchObject({ code: 78, stdout: '' });
    expect(run.stderr.split('\n').filter((line) => line.startsWith('  - '))).toEqual([
      '  - wrong.yaml, line 2: replay.form is unknown. Did you mean replay.from?',
      '  - wrong.yaml, line 3: desk.riskPerTrade is "9%". Use a fraction from 0.01% to 5%, written like 15% or 0.15.',
      '  - wrong.yaml, line 5: strategies.turtel is unknown. Did you mean strategies.turtle?',
      '  - wrong.yaml, line 6: strategies.turtle.timeframe is "2h". Use one of 1m, 5m, 15m, 1h.',
      '  - wrong.yaml, line 6: strategies.turtle.system1.exitBars is 1.5. Use a whole number.',
      '  - wrong.yaml, line 6: strategies.turtle.system1.entryBar is unknown. Did you mean strategies.turtle.system1.entryBars?',
      '  - wrong.yaml, line 6: strategies.turtle.stopN is -2. Use a number above 0.',
      expect.stringMatching(/^ {2}- wrong\.yaml, line 6: strategies\.turtle\.unit is unknown\. Known here: timeframe/),
      '  - wrong.yaml, line 7: database is not read from here. Set secrets in the environment, such as DATABASE_URL, or DATABASE_URL_FILE for a file that holds it.',
    ]);
    expect(run.stderr).not.toContain('canary');
  });

  it.each([
    ['a file', 'it is a file or lies below one (EEXIST)'],
    ['under a file', 'it is a file or lies below one (EEXIST)'],
    ['where nothing can be created', 'it cannot be created (ENOENT)'],
  ])('a data folder that is %s is refused', async (what, text) => {
    const file = fileWith('file', '');
    const directory = { 'a file': file, 'under a file': join(file, 'sub') }[what] ?? '/proc/assent/data';
    const run = await cli(['start', '--data', directory]);
    expect(run).toMatchObject({ code: 78, stdout: '' });
    expect(run.stderr).toContain(`The data directory ${directory} cannot be used: ${text}.`);
  });

  it.each([
    ['postgres://bob:canary-4711@127.0.0.1:9/none', 1, 'Cannot reach PostgreSQL at 127.0.0.1:9/none'],
    ['postgres://bob:canary-%zz@127.0.0.1:9/none', 78, 'DATABASE_URL: it is not the URL of a PostgreSQL database'],
    ['mysql://bob:canary-4711@127.0.0.1/none', 78, 'DATABASE_URL: it is not the URL of a PostgreSQL database'],
  ])('a database that is not there: %s', async (url, code, text) => {
    const directory = mkdtempSync(join(folder, 'url-'));
    const environment = { DATABASE_URL: url };
    const run = await cli(['start', '--data', directory], { environment });
    expect(run).toMatchObject({ code, stdout: '' });
    expect(run.stderr).toContain(text);
    expect(run.stderr).not.toMatch(/canary|\n {4}at /);
    expect(readdirSync(directory)).toEqual([]);
  });
});

describe('assent doctor', () => {
  it('finds a sound machine ready and leaves nothing behind', async () => {
    const run = await cli(['doctor', '--data', data, '--json']);
    expect(run).toMatchObject({ code: 0, stderr: '' });
    const { healthy, checks } = JSON.parse(run.stdout);
    expect(healthy).toBe(true);
    expect(checks).toHaveLength(12);
    expect(existsSync(data)).toBe(false);
  });

  it('names a damaged recording and a damaged model in a copy of the project, in Korean, and start refuses', async () => {
    const project = join(folder, 'project');
    for (const floor of ['bot', 'db', 'engine', 'agent', 'rag', 'prompts', 'package.json']) {
      cpSync(floor, join(project, floor), { recursive: true });
    }
    symlinkSync(resolve('node_modules'), join(project, 'node_modules'));
    const recording = join(project, 'engine/recordings/may-2025');
    const bars = readdirSync(recording).find((name) => name.includes('btc')) ?? '';
    writeFileSync(join(recording, bars), 'not bars');
    const model = join(project, 'engine/models/baseline');
    writeFileSync(join(model, readdirSync(model).find((name) => name.endsWith('.onnx')) ?? ''), 'no model');
    const run = await cli(['doctor', '--data', data, '--lang', 'ko'], { project });
    expect(run.code).toBe(1);
    expect(run.stdout).toMatch(/\[문제\] 녹화된 시장: .*it has 8 bytes, the manifest says \d+\. Restore the recording/);
    expect(run.stdout).toMatch(/\[문제\] 신호 모델: .*onnx/);
    expect(run.stdout).toContain('문제 2개');
    const start = await cli(['start', '--data', join(folder, 'other')], { project });
    expect(start).toMatchObject({ code: 78, stdout: '' });
    expect(start.stderr).toMatch(/^Recording file .* the manifest says/);
  });

  it('says what is wrong with a data folder that is a file, and that no desk runs', async () => {
    const file = fileWith('file', '');
    const run = await cli(['doctor', '--health', '--data', file]);
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('[PROBLEM] Running desk: No desk is running on this data folder.');
    expect(run.stdout).toContain(`[PROBLEM] Data folder: ${file} cannot be written`);
  });
});

describe('replay-decision', () => {
  it('does not begin a desk where there is none', async () => {
    const run = await cli(['replay-decision', 'D-1', '--data', data]);
    expect(run).toMatchObject({ code: 78, stdout: '' });
    expect(run.stderr).toContain(`There is no desk in ${data}.`);
    expect(existsSync(data)).toBe(false);
  });
});
