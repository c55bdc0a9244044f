import type { Language } from '../i18n/language.ts';

/** `problem` keeps Assent from working, `warning` may do so soon, `ok` may still carry a piece of information. */
export type FindingStatus = 'ok' | 'warning' | 'problem';

/** What a check found, and for anything but `ok` what to do about it, in both languages. */
export interface Finding {
  readonly status: FindingStatus;
  readonly text: Readonly<Record<Language, string>>;
}

export interface DoctorCheck {
  readonly name: string;
  readonly title: Readonly<Record<Language, string>>;
  check(): Promise<Finding> | Finding;
}

export function ok(en: string, ko: string): Finding {
  return { status: 'ok', text: { en, ko } };
}

export function warning(en: string, ko: string): Finding {
  return { status: 'warning', text: { en, ko } };
}

export function problem(en: string, ko: string): Finding {
  return { status: 'problem', text: { en, ko } };
}
