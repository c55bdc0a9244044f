import type { SettingValue } from '../../../engine/desk/settings.ts';
import type { Reason } from '../../../engine/domain/reason.ts';
import type { SettingView } from '../../../engine/ports/desk-view.ts';
import type { Language } from '../../answers/answer.ts';

/** A change as it would be, and what it would have done to the entries in the record; nothing is changed. */
export type SettingPreview =
  | {
      readonly outcome: 'shown';
      readonly setting: SettingView;
      readonly to: SettingValue;
      /** True where it gives the desk more freedom: then the person types a code. */
      readonly loosens: boolean;
      readonly meaning: Readonly<Record<Language, string>>;
      /** Sentences; as many in both languages. */
      readonly effect: readonly Readonly<Record<Language, string>>[];
      /** Asks for the change, once a person taps it; it is shown back and confirmed there. */
      readonly command: string;
    }
  | { readonly outcome: 'refused'; readonly reason: Reason };

/** Shows changes of settings before anybody asks for them. */
export interface SettingPreviews {
  preview(key: string, value: string): Promise<SettingPreview>;
}
