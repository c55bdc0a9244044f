import type { DoctorCheck } from './finding.ts';
import { ok } from './finding.ts';

/** Nothing is drawn yet, so no font can be missing; charts will bring their own. */
export function fontsCheck(): DoctorCheck {
  return {
    name: 'fonts',
    title: { en: 'Fonts', ko: '글꼴' },
    check: () => ok('None needed: this version draws no pictures.', '필요 없음: 이 버전은 그림을 그리지 않습니다.'),
  };
}
