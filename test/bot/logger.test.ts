import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { LogFile } from '../../bot/log-file.ts';
import { createLogger } from '../../bot/logger.ts';
import { createScrubber } from '../../bot/scrubber.ts';

let folder = '';
let file = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assent-log-'));
  file = join(folder, 'data', 'assent.log');
});

afterEach(() => rmSync(folder, { recursive: true }));

function lines(): Record<string, unknown>[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));
}

describe('the log', () => {
  test('is JSON, one object a line, in a file that only its owner reads', () => {
    const { logger, close } = createLogger({ file, level: 'info', scrubber: createScrubber() });
    logger.child({ component: 'desk', decisionId: 'D-1' }).info({ symbol: 'BTC/USDT' }, 'Skipped.');
    logger.debug('not kept');
    close();
    expect(lines()).toEqual([
      {
        level: 30,
        time: expect.any(String),
        component: 'desk',
        decisionId: 'D-1',
        symbol: 'BTC/USDT',
        msg: 'Skipped.',
      },
    ]);
    expect(statSync(file).mode & 0o777).toBe(0o600);
  });

  test('holds no canary, wherever it was put', () => {
    const canary = 'kanarienvogel-7f3a';
    const { logger, close } = createLogger({
      file,
      level: 'debug',
      scrubber: createScrubber([canary]),
      writeFatal: () => {},
    });
    const cause = new Error(`GET https://venue.test/?key=${canary} failed`);
    logger.info(
      { [canary]: 1, nested: { deep: [canary, { token: Buffer.from(`u:${canary}`).toString('base64') }] } },
      canary,
    );
    logger.error({ err: new Error(`refused ${canary}`, { cause }) }, 'Failed.');
    logger.child({ canary }).fatal(new Error(canary));
    close();
    expect(lines().length).toBe(3);
    const text = readFileSync(file, 'utf8');
    expect(text).not.toContain(canary);
    expect(text).not.toContain(Buffer.from(canary).toString('base64').slice(2, -4));
  });

  test('says only last words on the terminal, scrubbed as well', () => {
    const said: string[] = [];
    const writeFatal = (line: string) => said.push(line);
    const { logger, close } = createLogger({ file, level: 'info', scrubber: createScrubber(['s3cret']), writeFatal });
    logger.error('Not here.');
    logger.fatal('The journal contradicts itself: s3cret.');
    close();
    expect(said.map((line) => JSON.parse(line).msg)).toEqual(['The journal contradicts itself: [secret].']);
  });

  test('keeps a bounded size: three old files beside the new one', () => {
    const { logger, close } = createLogger({ file, level: 'info', scrubber: createScrubber(), maxBytes: 1_000 });
    for (let index = 0; index < 100; index += 1) logger.info({ index }, 'x'.repeat(100));
    close();
    const files = readdirSync(join(folder, 'data')).sort();
    expect(files).toEqual(['assent.log', 'assent.log.1', 'assent.log.2', 'assent.log.3']);
    for (const name of files) expect(statSync(join(folder, 'data', name)).size).toBeLessThanOrEqual(1_000);
    expect(lines().at(-1)?.index).toBe(99);
  });

  test('goes on in the file of an earlier run', () => {
    for (const run of [1, 2]) {
      const { logger, close } = createLogger({ file, level: 'info', scrubber: createScrubber() });
      logger.info({ run }, 'Started.');
      close();
    }
    expect(lines().map(({ run }) => run)).toEqual([1, 2]);
  });

  test('shortens a line that would be a book', () => {
    const { logger, close } = createLogger({ file, level: 'info', scrubber: createScrubber() });
    logger.warn('x'.repeat(200_000));
    close();
    expect(lines()).toMatchObject([{ level: 40, msg: 'a line too long to keep' }]);
    expect(statSync(file).size).toBeLessThan(6_000);
  });

  test('never throws: a file that cannot be written costs its lines', () => {
    writeFileSync(join(folder, 'data'), 'a file where the folder should be');
    const { logger } = createLogger({ file, level: 'info', scrubber: createScrubber() });
    expect(() => logger.info('Lost.')).not.toThrow();
  });

  test('begins again when the disk has room again', () => {
    const log = new LogFile({ path: file, maxBytes: 1_000, keep: 3 });
    writeFileSync(join(folder, 'data'), '');
    log.write('lost\n');
    rmSync(join(folder, 'data'));
    log.write('kept\n');
    log.close();
    expect([log.lost, readFileSync(file, 'utf8')]).toEqual([1, 'kept\n']);
  });

  test('a full disk (/dev/full) costs lines only', () => {
    const log = new LogFile({ path: '/dev/full', maxBytes: 1_000, keep: 3 });
    log.write('lost\n');
    expect(log.lost).toBe(1);
  });
});
