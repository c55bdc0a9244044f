import type { DoctorCheck } from './finding.ts';
import { ok } from './finding.ts';

/** The embedded database listens on a socket file and the chat is the terminal: nothing to collide with. */
export function portsCheck(): DoctorCheck {
  return {
    name: 'ports',
    title: { en: 'Network ports', ko: '네트워크 포트' },
    check: () => ok('None needed: this version listens on no port.', '필요 없음: 이 버전은 포트를 열지 않습니다.'),
  };
}
