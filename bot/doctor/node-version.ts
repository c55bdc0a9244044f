import type { DoctorCheck } from './finding.ts';
import { ok, problem, warning } from './finding.ts';

const OLDEST = { major: 20, minor: 11 };
const NEWEST_TESTED = 24;

/** `version` is written like `v20.11.1`. */
export function nodeVersionCheck(version: string): DoctorCheck {
  return { name: 'node', title: { en: 'Node.js', ko: 'Node.js' }, check: () => findingOf(version) };
}

function findingOf(version: string) {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major < OLDEST.major || (major === OLDEST.major && minor < OLDEST.minor)) {
    return problem(
      `${version} is too old. Install Node.js 20.11 or newer.`,
      `${version}은 너무 오래된 버전입니다. Node.js 20.11 이상을 설치하세요.`,
    );
  }
  if (major > NEWEST_TESTED) {
    return warning(
      `${version} is newer than any version Assent was tested with (20 to 24). If something fails, use Node.js 24.`,
      `${version}은 Assent가 시험된 버전(20~24)보다 새롭습니다. 문제가 생기면 Node.js 24를 쓰세요.`,
    );
  }
  return ok(version, version);
}
