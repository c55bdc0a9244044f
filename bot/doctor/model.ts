import type { DoctorCheck } from './finding.ts';
import { ok } from './finding.ts';

/** Loads the signal model and checks it against its manifest; throws an error with a hint when it does not fit. */
export type LoadModel = () => Promise<{ readonly name: string; readonly version: string; readonly sha256: string }>;

export function modelCheck(load: LoadModel): DoctorCheck {
  return {
    name: 'model',
    title: { en: 'Signal model', ko: '신호 모델' },
    async check() {
      const { name, version, sha256 } = await load();
      const described = `${name} ${version} (sha256 ${sha256.slice(0, 12)}…)`;
      return ok(`${described} loads and fits its manifest.`, `${described}: 로드되며 매니페스트와 일치합니다.`);
    },
  };
}
