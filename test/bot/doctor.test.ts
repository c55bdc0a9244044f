import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { clockCheck } from '../../bot/doctor/clock-sanity.ts';
import { dataDirectoryCheck } from '../../bot/doctor/data-directory.ts';
import { databaseCheck } from '../../bot/doctor/database.ts';
import { diskSpaceCheck } from '../../bot/doctor/disk-space.ts';
import type { DoctorCheck } from '../../bot/doctor/finding.ts';
import { heartbeatCheck } from '../../bot/doctor/heartbeat.ts';
import { nodeVersionCheck } from '../../bot/doctor/node-version.ts';
import type { DoctorParts } from '../../bot/doctor.ts';
import { doctorChecks, healthChecks, runDoctor } from '../../bot/doctor.ts';
import { startHeartbeat } from '../../bot/heartbeat.ts';
import type { Language } from '../../bot/i18n/language.ts';
import { createScrubber } from '../../bot/scrubber.ts';
import { ConfigError } from '../../engine/domain/errors.ts';

const MB = 1024 * 1024;
const NOW = Date.UTC(2026, 10, 20);
let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'assent-doctor-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

function parts(changed: Partial<DoctorParts> = {}): DoctorParts {
  return {
    dataDirectory: folder,
    lookAtDatabase: async () => ({ outcome: 'opened', description: 'PGlite 18.6' }),
    verifyRecording: async () => ({
      name: 'may-2025',
      symbols: ['BTC', 'ETH'],
      startTime: 1747526400000,
      endTime: 1748131200000,
    }),
    loadModel: async () => ({ name: 'baseline', version: '1.0.0', sha256: 'ab'.repeat(32) }),
    ...changed,
  };
}

async function doctor(checks: readonly DoctorCheck[], language: Language = 'en', json = false) {
  let output = '';
  const write = (text: string) => {
    output += text;
  };
  const code = await runDoctor({ checks, language, json, write, scrub: createScrubber().scrub, timeoutMs: 500 });
  return { code, output };
}

async function statusOf(check: DoctorCheck) {
  return (await check.check()).status;
}

describe('the doctor', () => {
  test('looks at everything and finds a sound machine ready', async () => {
    const { code, output } = await doctor(doctorChecks(parts()));
    expect(code).toBe(0);
    expect(output).toContain('[ok] Database: PGlite 18.6 opens.');
    expect(output).toContain('[ok] Recording: may-2025 is complete: 2 markets, 2025-05-18 – 2025-05-25.');
    expect(output).toContain('[ok] Signal model: baseline 1.0.0 (sha256 abababababab…) loads and fits its manifest.');
    expect(output.trimEnd().split('\n').length).toBe(10);
    expect(output).toMatch(/Ready\.\n$/);
  });

  test('speaks Korean', async () => {
    const { output } = await doctor(doctorChecks(parts()), 'ko');
    expect(output).toContain('[정상] 데이터베이스: PGlite 18.6이(가) 열립니다.');
    expect(output).toMatch(/준비되었습니다\.\n$/);
  });

  test('gives JSON with both languages', async () => {
    const { output } = await doctor(doctorChecks(parts()), 'en', true);
    const { healthy, checks } = JSON.parse(output);
    expect(healthy).toBe(true);
    expect(checks.map(({ name }: { name: string }) => name)).toEqual([
      'node',
      'data-directory',
      'disk',
      'clock',
      'database',
      'recording',
      'model',
      'fonts',
      'ports',
    ]);
    expect(checks[7].text).toEqual({
      en: 'Charts can be drawn.',
      ko: '차트를 그릴 수 있습니다.',
    });
  });

  test('goes on after a failure and a hang, says what to do, shows no secret', async () => {
    const checks = doctorChecks(
      parts({
        lookAtDatabase: () => Promise.reject(new Error('connect postgres://a:hunter22@b/c\n    at secret stack')),
        verifyRecording: () => Promise.reject(new ConfigError('A file is damaged.', { hint: 'Restore it.' })),
        loadModel: () => wait(5_000, undefined, { ref: false }).then(() => Promise.reject(new Error('late'))),
      }),
    );
    const { code, output } = await doctor(checks);
    expect(code).toBe(1);
    expect(output).toContain('[PROBLEM] Database: connect postgres://a:[secret]@b/c\n');
    expect(output).toContain('[PROBLEM] Recording: A file is damaged. Restore it.\n');
    expect(output).toContain('[PROBLEM] Signal model: No answer within');
    expect(output).toMatch(/3 problems\. Do what is said above and run this again\.\n$/);
  });

  test('a database held by a running desk is information, not a problem', async () => {
    const finding = await databaseCheck(async () => ({ outcome: 'held', pid: 4711 })).check();
    expect(finding).toMatchObject({
      status: 'ok',
      text: { en: 'A desk runs here (process 4711) and has it open, so it was not opened a second time.' },
    });
  });
});

describe('the checks', () => {
  test.each([
    ['v18.20.0', 'problem'],
    ['v20.10.0', 'problem'],
    ['v20.11.0', 'ok'],
    ['v24.21.0', 'ok'],
    ['v26.0.0', 'warning'],
  ])('Node %s: %s', async (version, status) => {
    expect(await statusOf(nodeVersionCheck(version))).toBe(status);
  });

  test.each([
    [100, 'problem'],
    [500, 'warning'],
    [5_000, 'ok'],
  ])('%d MB of disk: %s', async (free, status) => {
    expect(await statusOf(diskSpaceCheck(folder, () => free * MB))).toBe(status);
  });

  test('a disk is measured even when its folder does not exist yet', async () => {
    expect((await diskSpaceCheck(join(folder, 'a', 'b')).check()).text.en).toMatch(/[MG]B/);
  });

  test('a data folder that is not there yet is not made by looking', async () => {
    expect(await statusOf(dataDirectoryCheck(join(folder, 'new', 'data')))).toBe('ok');
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a data folder that is open to others is a warning, one that cannot be a folder a problem', async () => {
    mkdirSync(join(folder, 'open'), { mode: 0o755 });
    writeFileSync(join(folder, 'file'), '');
    expect(await statusOf(dataDirectoryCheck(join(folder, 'open')))).toBe('warning');
    expect(await statusOf(dataDirectoryCheck(join(folder, 'file')))).toBe('problem');
  });

  test.each<[string, number, number, string]>([
    ['1970', 0, 0, 'problem'],
    ['2100', Date.UTC(2100, 0, 1), 0, 'problem'],
    ['a step', NOW, 5_000, 'warning'],
    ['a steady clock', NOW, 0, 'ok'],
  ])('a clock that shows %s', async (_, start, step, status) => {
    let elapsed = 0;
    let stepped = 0;
    const check = clockCheck(join(folder, 'empty'), {
      now: () => start + elapsed + stepped,
      monotonic: () => elapsed,
      wait: async (ms) => {
        elapsed += ms;
        stepped = step;
      },
    });
    expect(await statusOf(check)).toBe(status);
  });

  test('a clock that was set back behind our own files is a warning', async () => {
    writeFileSync(join(folder, 'journal'), '');
    utimesSync(join(folder, 'journal'), new Date(NOW + 3_600_000), new Date(NOW + 3_600_000));
    const steady = { now: () => NOW, monotonic: () => 0, wait: async () => {} };
    expect(await statusOf(clockCheck(folder, steady))).toBe('warning');
  });

  test.each<[string, { pid: number; at: number } | null, string]>([
    ['no desk', null, 'problem'],
    ['a silent desk', { pid: 7, at: NOW - 90_000 }, 'problem'],
    ['a living desk', { pid: 7, at: NOW - 9_000 }, 'ok'],
  ])('%s', async (_, beat, status) => {
    expect(
      await statusOf(
        heartbeatCheck(
          () => beat,
          () => NOW,
        ),
      ),
    ).toBe(status);
  });

  test('health follows the heartbeat of the desk', async () => {
    const stop = startHeartbeat(folder);
    expect((await doctor(healthChecks(folder))).code).toBe(0);
    stop();
    expect((await doctor(healthChecks(folder))).code).toBe(1);
  });
});
