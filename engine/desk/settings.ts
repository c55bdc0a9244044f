import type { ApprovalPolicy } from '../domain/approval.ts';
import type { DecisionSettings } from '../domain/decision.ts';
import type { Reason } from '../domain/reason.ts';
import { reason } from '../domain/reason.ts';
import type { RiskLimits } from '../domain/risk.ts';
import type { SettingView } from '../ports/desk-view.ts';

export type SettingValue = number | string | boolean;

/** How a setting is called that surfaces show before an order is placed. */
export const DEFAULT_STOP = 'risk.default-stop';

/** What the file sets; its limits are hard caps that chat can tighten but never loosen. */
export interface DeskConfig {
  readonly limits: RiskLimits;
  readonly approval: ApprovalPolicy;
  /** Fraction of equity that an engine entry may lose at its stop. */
  readonly riskFraction: number;
  /** Where the stop of a person's order lies when they name none, as a fraction of price: no position goes without. */
  readonly defaultStopFraction: number;
  readonly strategies: Readonly<Record<string, boolean>>;
}

type Definition = Omit<SettingView, 'value'>;

/** The settings that can be changed while the desk runs, with the values of now. Changes arrive as journal entries. */
export class Settings {
  readonly #definitions: ReadonlyMap<string, Definition>;
  readonly #changed = new Map<string, SettingValue>();
  readonly #config: DeskConfig;

  constructor(config: DeskConfig) {
    this.#config = config;
    this.#definitions = new Map(definitions(config).map((definition) => [definition.key, definition]));
  }

  /** Returns why a change is not possible, or null when it is. */
  check(key: string, value: SettingValue): Reason | null {
    const definition = this.#definitions.get(key);
    return definition === undefined ? reason('setting.unknown', { key }) : whyNotAllowed(definition, value);
  }

  apply(key: string, value: SettingValue): void {
    this.#changed.set(key, value);
  }

  value(key: string): SettingValue {
    const changed = this.#changed.get(key);
    // The file may have become tighter since: what it no longer allows does not come back from the journal.
    if (changed !== undefined && this.check(key, changed) === null) return changed;
    const definition = this.#definitions.get(key);
    if (definition === undefined) throw new RangeError(`no setting ${key}`);
    return definition.default;
  }

  views(): readonly SettingView[] {
    return [...this.#definitions.values()].map((definition) => ({ ...definition, value: this.value(definition.key) }));
  }

  limits(): RiskLimits {
    const file = this.#config.limits;
    return {
      ...file,
      maxExposureFraction: this.#number('risk.max-exposure'),
      maxSymbolExposureFraction: this.#number('risk.max-symbol-exposure'),
      maxDailyLossFraction: this.#number('risk.max-daily-loss'),
      maxDrawdownFraction: this.#number('risk.max-drawdown'),
      maxOpenPositions: this.#number('risk.max-open-positions'),
      cooldownAfterLossMs: this.#number('risk.cooldown-after-loss'),
    };
  }

  decision(): DecisionSettings {
    return {
      riskFraction: this.#number('risk.per-trade'),
      approvalMode: this.value('approval.mode') as ApprovalPolicy['mode'],
      askAboveFraction: this.#number('approval.ask-above'),
      maxDriftFraction: this.#number('approval.max-drift'),
      expiresAfterMs: this.#number('approval.expires-after'),
    };
  }

  /** Returns the distance of a stop that nobody named, as a fraction of price. */
  defaultStopFraction(): number {
    return this.#number(DEFAULT_STOP);
  }

  strategyEnabled(name: string): boolean {
    return this.value(`strategy.${name}`) === true;
  }

  #number(key: string): number {
    return this.value(key) as number;
  }
}

/** Returns why a setting cannot have a value, or null when it can. */
export function whyNotAllowed(definition: Definition, value: SettingValue): Reason | null {
  const { key, unit, choices } = definition;
  if (typeof value !== typeof definition.default) return reason('setting.wrong-kind', { key, kind: unit });
  if (choices !== null && !choices.includes(String(value))) {
    return reason('setting.not-a-choice', { key, value: String(value), choices: choices.join(', ') });
  }
  return typeof value === 'number' ? checkRange(definition, value) : null;
}

function checkRange(definition: Definition, value: number): Reason | null {
  const { key, minimum, maximum } = definition;
  if (!Number.isFinite(value)) return reason('setting.not-a-number', { key });
  if (minimum !== null && value < minimum)
    return reason('setting.below-minimum', { key, value, minimum, unit: definition.unit });
  if (maximum !== null && value > maximum)
    return reason('setting.above-maximum', { key, value, maximum, unit: definition.unit });
  if (definition.unit === 'count' && !Number.isInteger(value))
    return reason('setting.wrong-kind', { key, kind: 'count' });
  return null;
}

function definitions({
  limits,
  approval,
  riskFraction,
  defaultStopFraction,
  strategies,
}: DeskConfig): readonly Definition[] {
  const capped = (key: string, unit: SettingView['unit'], cap: number, minimum: number): Definition => ({
    key,
    unit,
    default: cap,
    minimum,
    maximum: cap,
    choices: null,
    fileBound: 'maximum',
  });
  const ranged = (
    key: string,
    unit: SettingView['unit'],
    value: number,
    minimum: number,
    maximum: number,
    fileBound: NonNullable<SettingView['fileBound']> | null = null,
  ): Definition => ({
    key,
    unit,
    default: value,
    minimum,
    maximum,
    choices: null,
    ...(fileBound !== null && { fileBound }),
  });
  return [
    capped('risk.max-exposure', 'fraction', limits.maxExposureFraction, 0),
    capped('risk.max-symbol-exposure', 'fraction', limits.maxSymbolExposureFraction, 0),
    capped('risk.max-daily-loss', 'fraction', limits.maxDailyLossFraction, 0.001),
    capped('risk.max-drawdown', 'fraction', limits.maxDrawdownFraction, 0.005),
    capped('risk.max-open-positions', 'count', limits.maxOpenPositions, 0),
    // A longer pause after a loss is the tighter one, so the file's value is the floor here.
    ranged(
      'risk.cooldown-after-loss',
      'duration',
      limits.cooldownAfterLossMs,
      limits.cooldownAfterLossMs,
      86_400_000,
      'minimum',
    ),
    ranged('risk.per-trade', 'fraction', riskFraction, 0.0001, limits.maxRiskFraction, 'maximum'),
    ranged(DEFAULT_STOP, 'fraction', defaultStopFraction, 0.002, 0.2),
    {
      key: 'approval.mode',
      unit: 'choice',
      default: approval.mode,
      minimum: null,
      maximum: null,
      choices: ['auto', 'ask-above', 'ask-always'],
    },
    ranged('approval.ask-above', 'fraction', approval.askAboveFraction, 0, 1),
    ranged('approval.max-drift', 'fraction', approval.maxDriftFraction, 0.0001, 0.05),
    ranged('approval.expires-after', 'duration', approval.expiresAfterMs, 10_000, 3_600_000),
    ...Object.entries(strategies).map(
      ([name, enabled]): Definition => ({
        key: `strategy.${name}`,
        unit: 'flag',
        default: enabled,
        minimum: null,
        maximum: null,
        choices: null,
      }),
    ),
  ];
}
