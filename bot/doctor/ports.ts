import type { DoctorCheck } from './finding.ts';
import { ok } from './finding.ts';

/** The embedded database listens on a socket file, and Telegram is asked for what is new. */
export function portsCheck(): DoctorCheck {
  return {
    name: 'ports',
    title: { en: 'Network ports', ko: '네트워크 포트' },
    check: () =>
      ok(
        'None needed; only a Telegram webhook, where one is configured, listens on 127.0.0.1.',
        '필요 없음. 텔레그램 웹훅을 설정한 경우에만 127.0.0.1에서 포트를 엽니다.',
      ),
  };
}
