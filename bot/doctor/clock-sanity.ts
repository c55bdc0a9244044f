import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { DoctorCheck, Finding } from './finding.ts';
import { ok, problem, warning } from './finding.ts';

/** No clock was earlier than this when the code was written. */
const BUILT_AT = Date.UTC(2026, 10, 1);
const PLAUSIBLE_UNTIL = BUILT_AT + 20 * 365 * 86_400_000;
const STEP_TOLERANCE_MS = 50;
const FUTURE_TOLERANCE_MS = 60_000;

export interface ClockReadings {
  /** Wall clock, epoch milliseconds. */
  now(): number;
  /** Milliseconds that only ever grow. */
  monotonic(): number;
  wait(ms: number): Promise<void>;
}

/** Compares the wall clock with the years, with a steady clock, and with the files that the desk wrote before. */
export function clockCheck(directory: string, readings: ClockReadings): DoctorCheck {
  return { name: 'clock', title: { en: 'Clock', ko: '시계' }, check: () => checkClock(directory, readings) };
}

async function checkClock(directory: string, readings: ClockReadings): Promise<Finding> {
  const now = readings.now();
  const shown = Number.isFinite(now) && Math.abs(now) < 8.64e15 ? new Date(now).toISOString() : String(now);
  if (!(now >= BUILT_AT && now <= PLAUSIBLE_UNTIL)) {
    return problem(
      `The clock says ${shown}, which cannot be. Set it, best by NTP (timedatectl set-ntp true).`,
      `시계가 ${shown}을 가리키는데, 그럴 수 없습니다. 시계를 맞추세요. NTP가 가장 좋습니다(timedatectl set-ntp true).`,
    );
  }
  const step = await driftDuring(readings, 100);
  if (Math.abs(step) > STEP_TOLERANCE_MS) {
    return warning(
      `The clock jumped by ${Math.round(step)} ms while it was watched. Let NTP slew it rather than set it.`,
      `지켜보는 동안 시계가 ${Math.round(step)} ms 건너뛰었습니다. NTP가 시계를 서서히 맞추게 하세요.`,
    );
  }
  return newestFile(directory) > now + FUTURE_TOLERANCE_MS
    ? setBack(shown)
    : ok(`${shown}, steady.`, `${shown}, 일정합니다.`);
}

function setBack(shown: string): Finding {
  return warning(
    `The clock says ${shown}, but the data folder holds later files: it was set back. Check it before you start.`,
    `시계는 ${shown}을 가리키지만 데이터 폴더에 더 나중 파일이 있습니다. 시계가 뒤로 돌려졌습니다. 시작하기 전에 확인하세요.`,
  );
}

async function driftDuring({ now, monotonic, wait }: ClockReadings, ms: number): Promise<number> {
  const [wallFrom, steadyFrom] = [now(), monotonic()];
  await wait(ms);
  return now() - wallFrom - (monotonic() - steadyFrom);
}

function newestFile(directory: string): number {
  try {
    return Math.max(0, ...readdirSync(directory).map((name) => statSync(join(directory, name)).mtimeMs));
  } catch {
    return 0;
  }
}
