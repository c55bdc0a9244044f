import type { Sources } from '../../answers/draft.ts';
import type { AlertRules } from './alert-rules-port.ts';
import type { Proposals } from './proposals-port.ts';
import type { SettingPreviews } from './setting-previews-port.ts';
import type { WhatIf } from './what-if-port.ts';

/** What the tools work with. A port that is null takes its tool away: what is not there is not offered. */
export interface ToolPorts {
  readonly sources: Sources;
  readonly proposals: Proposals | null;
  readonly whatIf: WhatIf | null;
  readonly rules: AlertRules | null;
  readonly settings: SettingPreviews | null;
}
