import type { Detector, DetectorKind } from './detector.ts';
import { anomaly } from './detectors/anomaly.ts';
import { networkFailures } from './detectors/network-failures.ts';
import { newsSentiment } from './detectors/news-sentiment.ts';
import { priceDrop } from './detectors/price-drop.ts';
import { volumeSurge } from './detectors/volume-surge.ts';
import type { EmergencySettings } from './emergency-settings.ts';

export const DETECTORS: readonly DetectorKind[] = [priceDrop, volumeSurge, anomaly, newsSentiment, networkFailures];

/** Returns the detectors that the settings have on. */
export function createDetectors(settings: EmergencySettings): readonly Detector[] {
  return DETECTORS.flatMap((kind) => kind.create(settings) ?? []);
}
