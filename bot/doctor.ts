import { performance } from 'node:perf_hooks';
import { setTimeout as wait } from 'node:timers/promises';
import { AssentError } from '../engine/domain/errors.ts';
import { clockCheck } from './doctor/clock-sanity.ts';
import { dataDirectoryCheck } from './doctor/data-directory.ts';
import type { LookAtDatabase } from './doctor/database.ts';
import { databaseCheck } from './doctor/database.ts';
import { diskSpaceCheck } from './doctor/disk-space.ts';
import type { LookAtEmergency } from './doctor/emergency.ts';
import { emergencyCheck } from './doctor/emergency.ts';
import type { DoctorCheck, Finding, FindingStatus } from './doctor/finding.ts';
import { problem } from './doctor/finding.ts';
import { fontsCheck } from './doctor/fonts.ts';
import { heartbeatCheck } from './doctor/heartbeat.ts';
import type { LookAtMinds } from './doctor/minds.ts';
import { mindsCheck } from './doctor/minds.ts';
import type { LoadModel } from './doctor/model.ts';
import { modelCheck } from './doctor/model.ts';
import { nodeVersionCheck } from './doctor/node-version.ts';
import { placesCheck } from './doctor/places.ts';
import { portsCheck } from './doctor/ports.ts';
import type { VerifyRecording } from './doctor/recording.ts';
import { recordingCheck } from './doctor/recording.ts';
import { heartbeatOf } from './heartbeat.ts';
import type { Language } from './i18n/language.ts';

/** What the composition root wires in: the doctor itself knows no adapter. */
export interface DoctorParts {
  readonly dataDirectory: string;
  readonly lookAtDatabase: LookAtDatabase;
  readonly verifyRecording: VerifyRecording;
  readonly loadModel: LoadModel;
  readonly lookAtMinds?: LookAtMinds;
  readonly lookAtEmergency?: LookAtEmergency;
  readonly places?: Parameters<typeof placesCheck>[0];
}

/** Returns every check, in the order in which a person would look. */
export function doctorChecks(parts: DoctorParts): readonly DoctorCheck[] {
  const { dataDirectory } = parts;
  return [
    nodeVersionCheck(process.version),
    dataDirectoryCheck(dataDirectory),
    diskSpaceCheck(dataDirectory),
    clockCheck(dataDirectory, { now: Date.now, monotonic: () => performance.now(), wait: (ms) => wait(ms) }),
    databaseCheck(parts.lookAtDatabase),
    recordingCheck(parts.verifyRecording),
    modelCheck(parts.loadModel),
    ...(parts.lookAtMinds === undefined ? [] : [mindsCheck(parts.lookAtMinds)]),
    ...(parts.lookAtEmergency === undefined ? [] : [emergencyCheck(parts.lookAtEmergency)]),
    fontsCheck(),
    portsCheck(),
    ...(parts.places === undefined ? [] : [placesCheck(parts.places)]),
  ];
}

/** Returns the few quick checks of `--health`: a desk runs here and can write. */
export function healthChecks(dataDirectory: string): readonly DoctorCheck[] {
  return [
    heartbeatCheck(heartbeatOf(dataDirectory), Date.now),
    dataDirectoryCheck(dataDirectory),
    diskSpaceCheck(dataDirectory),
  ];
}

export interface DoctorOptions {
  readonly checks: readonly DoctorCheck[];
  readonly language: Language;
  readonly json: boolean;
  readonly write: (text: string) => void;
  readonly scrub: (text: string) => string;
  readonly timeoutMs?: number;
}

interface Examined extends Finding {
  readonly name: string;
  readonly title: DoctorCheck['title'];
}

/** Runs the checks one after the other, prints what they found, and returns the exit code: 1 when there is a problem. */
export async function runDoctor(options: DoctorOptions): Promise<0 | 1> {
  const examined: Examined[] = [];
  for (const check of options.checks) {
    const finding = await examine(check, options.timeoutMs ?? 60_000);
    examined.push({ name: check.name, title: check.title, ...finding });
    if (!options.json) options.write(options.scrub(`${lineOf(examined.at(-1), options.language)}\n`));
  }
  const problems = examined.filter(({ status }) => status === 'problem').length;
  if (options.json)
    options.write(options.scrub(`${JSON.stringify({ healthy: problems === 0, checks: examined }, null, 2)}\n`));
  else options.write(`${summary(problems, options.language)}\n`);
  return problems === 0 ? 0 : 1;
}

/** A check that fails or hangs is a finding like any other: the next one still runs. */
async function examine(check: DoctorCheck, timeoutMs: number): Promise<Finding> {
  const given = new AbortController();
  const tooLong = wait(timeoutMs, undefined, { signal: given.signal }).then(
    () => slow(timeoutMs),
    () => slow(timeoutMs),
  );
  try {
    return await Promise.race([Promise.resolve().then(() => check.check()), tooLong]);
  } catch (error) {
    return failed(error);
  } finally {
    given.abort();
  }
}

function slow(timeoutMs: number): Finding {
  const seconds = Math.round(timeoutMs / 1000);
  return problem(
    `No answer within ${seconds} s. Look at the load of this machine and try again.`,
    `${seconds}초 안에 답이 없습니다. 이 컴퓨터의 부하를 확인하고 다시 시도하세요.`,
  );
}

function failed(error: unknown): Finding {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '').slice(0, 300) : 'unknown failure';
  const hint = error instanceof AssentError && error.hint !== undefined ? ` ${error.hint}` : '';
  const sentence = hint === '' || /[.!?]$/.test(message) ? message : `${message}.`;
  return problem(`${sentence}${hint}`, `${sentence}${hint}`);
}

const MARKS: Readonly<Record<FindingStatus, Readonly<Record<Language, string>>>> = {
  ok: { en: 'ok', ko: '정상' },
  warning: { en: 'warning', ko: '주의' },
  problem: { en: 'PROBLEM', ko: '문제' },
};

function lineOf(examined: Examined | undefined, language: Language): string {
  if (examined === undefined) return '';
  return `[${MARKS[examined.status][language]}] ${examined.title[language]}: ${examined.text[language]}`;
}

function summary(problems: number, language: Language): string {
  if (language === 'ko')
    return problems === 0 ? '준비되었습니다.' : `문제 ${problems}개. 위에 적힌 대로 하고 다시 실행하세요.`;
  if (problems === 0) return 'Ready.';
  return `${problems} ${problems === 1 ? 'problem' : 'problems'}. Do what is said above and run this again.`;
}
