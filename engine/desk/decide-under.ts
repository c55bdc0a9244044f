import { decideAgain } from '../decision/replay-decision.ts';
import type { DecisionRecord, DecisionSettings } from '../domain/decision.ts';
import type { RiskLimits } from '../domain/risk.ts';
import type { SettingValue } from './settings.ts';

/** Where in a decision's inputs a setting stands. Strategies and the default stop stand in none. */
const LIMIT_FIELDS: ReadonlyMap<string, keyof RiskLimits> = new Map([
  ['risk.max-exposure', 'maxExposureFraction'],
  ['risk.max-symbol-exposure', 'maxSymbolExposureFraction'],
  ['risk.max-daily-loss', 'maxDailyLossFraction'],
  ['risk.max-drawdown', 'maxDrawdownFraction'],
  ['risk.max-open-positions', 'maxOpenPositions'],
  ['risk.cooldown-after-loss', 'cooldownAfterLossMs'],
]);
const DECISION_FIELDS: ReadonlyMap<string, keyof DecisionSettings> = new Map([
  ['risk.per-trade', 'riskFraction'],
  ['approval.mode', 'approvalMode'],
  ['approval.ask-above', 'askAboveFraction'],
  ['approval.max-drift', 'maxDriftFraction'],
  ['approval.expires-after', 'expiresAfterMs'],
]);

type Governed = { readonly limits: RiskLimits; readonly settings: DecisionSettings };

/** Returns the value that a decision was made under; undefined for what no record holds. */
export function valueInRecord({ inputs }: DecisionRecord, key: string): SettingValue | null | undefined {
  const limit = LIMIT_FIELDS.get(key);
  if (limit !== undefined) return inputs.limits[limit];
  const field = DECISION_FIELDS.get(key);
  return field === undefined ? undefined : inputs.settings[field];
}

/**
 * Returns the decision made again from its record as if a setting had had this value: the same votes, account, prices
 * and answer. Each stands alone: what one of them would have changed for the next is not played on.
 */
export function decideUnder(record: DecisionRecord, key: string, value: SettingValue): DecisionRecord {
  const changed: DecisionRecord = {
    ...record,
    inputs: under(record.inputs, key, value),
    gates: record.gates.map((gate) =>
      gate.inputs === undefined ? gate : { ...gate, inputs: under(gate.inputs, key, value) },
    ),
  };
  return decideAgain(changed, { model: record.model, verdicts: record.verdicts });
}

function under<Inputs extends Governed>(inputs: Inputs, key: string, value: SettingValue): Inputs {
  const limit = LIMIT_FIELDS.get(key);
  if (limit !== undefined) return { ...inputs, limits: { ...inputs.limits, [limit]: value } };
  const field = DECISION_FIELDS.get(key);
  return field === undefined ? inputs : { ...inputs, settings: { ...inputs.settings, [field]: value } };
}
