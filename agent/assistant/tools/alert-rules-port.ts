import type { AlertRule } from '../../../engine/domain/alert-rule.ts';
import type { Reason } from '../../../engine/domain/reason.ts';
import type { Language } from '../../answers/answer.ts';

/** Words read as a rule, and how often it would have fired; nothing is added yet. */
export type RuleReading =
  | {
      readonly outcome: 'read';
      readonly rule: AlertRule;
      /** The rule as it was understood: read again, it is the same rule. */
      readonly sentence: Readonly<Record<Language, string>>;
      /** How often it would have been told over what is at hand. */
      readonly firings: number;
      readonly lastAt: number | null;
      /** The span that could be judged; null where there is nothing to judge by. */
      readonly from: number | null;
      readonly to: number | null;
      /** What it waits for is the case already. */
      readonly holds: boolean;
      /** Adds it, once a person taps it. */
      readonly command: string;
    }
  | { readonly outcome: 'refused'; readonly reason: Reason };

/** Reads what somebody wants to be told of. */
export interface AlertRules {
  read(words: string): Promise<RuleReading>;
}
