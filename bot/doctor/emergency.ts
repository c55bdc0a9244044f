import type { EmergencyStanding } from '../emergency/standing.ts';
import { standingText } from '../emergency/standing-text.ts';
import { EMERGENCY_WORDS } from '../i18n/emergency-words.ts';
import type { DoctorCheck, Finding, FindingStatus } from './finding.ts';

export type LookAtEmergency = () => EmergencyStanding;

/** Reads the files of the emergency path: what stands there holds whether a desk runs or not. */
export function emergencyCheck(look: LookAtEmergency): DoctorCheck {
  return {
    name: 'emergency',
    title: { en: EMERGENCY_WORDS.en.title, ko: EMERGENCY_WORDS.ko.title },
    check(): Finding {
      const standing = look();
      const { latched, last } = standing;
      const status: FindingStatus = latched !== null || last?.flat === false ? 'warning' : 'ok';
      const time = (at: number): string => new Date(at).toISOString();
      const text = (language: 'en' | 'ko'): string => `${standingText(standing, language, time)}.`;
      return { status, text: { en: text('en'), ko: text('ko') } };
    },
  };
}
