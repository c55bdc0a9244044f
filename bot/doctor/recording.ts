import type { DoctorCheck } from './finding.ts';
import { ok } from './finding.ts';

/** Reads the whole recording against its manifest; throws an error with a hint when it does not hold. */
export type VerifyRecording = () => Promise<{
  readonly name: string;
  readonly symbols: readonly string[];
  readonly startTime: number;
  readonly endTime: number;
}>;

export function recordingCheck(verify: VerifyRecording): DoctorCheck {
  return {
    name: 'recording',
    title: { en: 'Recording', ko: '녹화된 시장' },
    async check() {
      const { name, symbols, startTime, endTime } = await verify();
      const span = `${day(startTime)} – ${day(endTime)}`;
      return ok(
        `${name} is complete: ${symbols.length} markets, ${span}.`,
        `${name} 이상 없음: 시장 ${symbols.length}개, ${span}.`,
      );
    },
  };
}

function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}
