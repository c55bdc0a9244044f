/** What an alarm does: gets out of the market that alarms, out of everything, or only keeps entries out. */
export type AlarmAction = 'leave' | 'flatten' | 'halt';

export const ALARM_ACTIONS = ['leave', 'flatten', 'halt'] as const satisfies readonly AlarmAction[];

/** Settings of the detectors; null: it is off. */
export interface EmergencySettings {
  readonly priceDrop: { readonly fraction: number; readonly withinMs: number; readonly action: AlarmAction } | null;
  readonly volumeSurge: {
    /** Above the usual: 5 is six times as much. */
    readonly aboveFraction: number;
    /** So far the price must have moved against the position in the same five minutes. */
    readonly moveFraction: number;
    readonly action: AlarmAction;
  } | null;
  readonly anomaly: { readonly score: number; readonly action: AlarmAction } | null;
  /** Its tone is the desk's limit `newsAlarm`, which people can change while the desk runs. */
  readonly newsSentiment: { readonly action: AlarmAction } | null;
  readonly networkFailures: { readonly count: number; readonly action: AlarmAction } | null;
}

/** Only the news alarm, as a replay has it unless its file says otherwise. */
export const NEWS_ALONE: EmergencySettings = {
  priceDrop: null,
  volumeSurge: null,
  anomaly: null,
  newsSentiment: { action: 'leave' },
  networkFailures: null,
};

/** What paper and live begin with; docs/EMERGENCY.md says what each would have done. */
export const WATCHFUL: EmergencySettings = {
  priceDrop: { fraction: 0.01, withinMs: 300_000, action: 'leave' },
  volumeSurge: { aboveFraction: 5, moveFraction: 0.005, action: 'leave' },
  anomaly: { score: 0.95, action: 'leave' },
  newsSentiment: { action: 'leave' },
  networkFailures: { count: 3, action: 'halt' },
};
