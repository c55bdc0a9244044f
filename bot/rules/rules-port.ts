import type { RuleFiring } from '../../engine/alert-rules/rule-watch.ts';
import type { AlertRule } from '../../engine/domain/alert-rule.ts';
import type { DocumentHead } from '../../rag/document.ts';

/** A rule of a person, as it stands now. */
export interface PersonRule {
  readonly id: number;
  readonly userId: string;
  /** As the person names it: `/alert remove 3`. */
  readonly number: number;
  readonly rule: AlertRule;
  readonly createdAt: number;
  readonly firedAt: number | null;
  /** Told once and asleep. */
  readonly done: boolean;
  /** What it watches at the last bar; null where nothing was read yet, and of the news. */
  readonly current: number | null;
}

/** What made a rule speak. */
export type RuleCause =
  | { readonly type: 'reading'; readonly firing: RuleFiring }
  | { readonly type: 'report'; readonly at: number; readonly report: DocumentHead };

/** A rule that has to be told of; `key` is the same for the same occasion, whoever finds it again. */
export interface FiredRule {
  readonly rule: PersonRule;
  readonly cause: RuleCause;
  readonly key: string;
}

/** How often a rule would have been told over what is at hand, and where its thing stands now. */
export interface RulePreview {
  readonly times: readonly number[];
  /** The span that could be judged; null where there is nothing to judge by. */
  readonly from: number | null;
  readonly to: number | null;
  readonly current: number | null;
  /** What it waits for is the case already. */
  readonly holds: boolean;
}

export type AddedRule =
  | { readonly outcome: 'added'; readonly rule: PersonRule; readonly preview: RulePreview }
  | { readonly outcome: 'too-many'; readonly limit: number }
  | { readonly outcome: 'same'; readonly rule: PersonRule };

/** What commands and tools may do with rules; each person sees their own. */
export interface RulesPort {
  /** Oldest first. */
  list(userId: string): readonly PersonRule[];
  preview(rule: AlertRule): Promise<RulePreview>;
  add(userId: string, rule: AlertRule): Promise<AddedRule>;
  /** Returns the rule that is gone, or null when the person has none of that number. */
  remove(userId: string, number: number): Promise<PersonRule | null>;
  /** Wakes a rule that was told once; null when there is none of that number. */
  again(userId: string, number: number): Promise<PersonRule | null>;
}
