import type { InstrumentSymbol } from './instrument.ts';

/** One row of a versioned feature set: the contract between training and live. Values are estimates, all finite. */
export interface FeatureVector {
  /** `baseline@1`: a change of meaning, order or length is a new version. */
  readonly featureSet: string;
  readonly symbol: InstrumentSymbol;
  /** Close time of the last bar that went in; nothing later is known to it. */
  readonly asOf: number;
  readonly names: readonly string[];
  readonly values: readonly number[];
}
