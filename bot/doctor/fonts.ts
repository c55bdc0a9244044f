import type { DoctorCheck } from './finding.ts';
import { ok, problem } from './finding.ts';

/** Charts are drawn with letters of their own and a program part made for this machine; both must be there. */
export function fontsCheck(): DoctorCheck {
  return {
    name: 'fonts',
    title: { en: 'Fonts', ko: '글꼴' },
    check: async () => {
      try {
        // Loaded here only: nothing else of the doctor needs it, and where it is broken the rest is still told.
        const { fontMeasure } = await import('../charts/chart-font.ts');
        if (fontMeasure()('가격 Price', 20) > 0) return ok('Charts can be drawn.', '차트를 그릴 수 있습니다.');
      } catch {
        // Told below: whatever is missing, installing it again brings it.
      }
      return problem(
        'Charts cannot be drawn: the fonts or the drawing library are missing. Run "npm ci" again; the rest works.',
        '차트를 그릴 수 없습니다. 글꼴이나 그리기 라이브러리가 없습니다. "npm ci"를 다시 실행하세요. 나머지는 작동합니다.',
      );
    },
  };
}
