import type { DoctorCheck, Finding } from './finding.ts';
import { ok, problem } from './finding.ts';

/** Returns when the running desk last said that it is alive, or null when none runs on this data folder. */
export type ReadHeartbeat = () => { readonly pid: number; readonly at: number } | null;

const STALE_MS = 60_000;

/** For containers: not only a process, but one whose event loop still turns. */
export function heartbeatCheck(read: ReadHeartbeat, now: () => number): DoctorCheck {
  return {
    name: 'heartbeat',
    title: { en: 'Running desk', ko: '실행 중인 데스크' },
    check: () => findingOf(read, now()),
  };
}

function findingOf(read: ReadHeartbeat, now: number): Finding {
  const beat = read();
  if (beat === null) {
    return problem(
      'No desk is running on this data folder. Start one with: npm start',
      '이 데이터 폴더에서 실행 중인 데스크가 없습니다. 다음으로 시작하세요: npm start',
    );
  }
  const age = Math.max(0, Math.round((now - beat.at) / 1000));
  if (age * 1000 > STALE_MS) {
    return problem(
      `Process ${beat.pid} has been silent for ${age} s. Restart it; nothing is lost.`,
      `프로세스 ${beat.pid}이(가) ${age}초 동안 응답이 없습니다. 다시 시작하세요. 잃는 것은 없습니다.`,
    );
  }
  return ok(`Process ${beat.pid}, ${age} s ago.`, `프로세스 ${beat.pid}, ${age}초 전.`);
}
