import { wantedSide } from '../../engine/decision/wanted-side.ts';
import type { ReviewRequest } from '../../engine/ports/reviewer.ts';
import { type EvidenceLine, figureLine } from './evidence-line.ts';

const STRATEGY = /^strategy:([a-z0-9-]{1,40})$/;

/** The side that is wanted, for those whose prompt says that they may know. */
export function directionLines({ signal }: Pick<ReviewRequest, 'signal'>): readonly EvidenceLine[] {
  const wanted = wantedSide(signal);
  return [{ id: 'direction.wanted', text: `${wanted} (the side that the strategy wants)`, facts: { wanted } }];
}

/** How the trade would be done, in distances that are the same for both sides. */
export function planLines({ signal, market }: Pick<ReviewRequest, 'signal' | 'market'>): readonly EvidenceLine[] {
  const { plan, source, confidence } = signal;
  const strategy = STRATEGY.exec(source)?.[1] ?? 'other';
  const of = (distance: number | null) => (distance === null || !(market.price > 0) ? null : distance / market.price);
  const stop = of(plan.stopDistance);
  const minutes = plan.maxHoldMs === null ? null : plan.maxHoldMs / 60_000;
  return [
    { id: 'plan.strategy', text: `${strategy} (what kind of trade it is)`, facts: { strategy } },
    ...figureLine('plan.strength', 'strength', plain(confidence), 'how strongly the strategy means it, 0 to 1'),
    ...figureLine('plan.stop', 'stopFraction', share(stop), 'distance to the stop, of the price'),
    ...figureLine('plan.stopInAtr', 'stopInAtr', plain(ratio(stop, market.atrFraction)), 'the same in ATR'),
    ...figureLine('plan.target', 'targetFraction', share(of(plan.targetDistance)), 'distance to the target'),
    ...figureLine('plan.reward', 'rewardRatio', plain(ratio(of(plan.targetDistance), stop)), 'target over stop'),
    ...figureLine('plan.trail', 'trailFraction', share(of(plan.trailDistance)), 'distance of the trailing stop'),
    ...figureLine('plan.hold', 'holdMinutes', plain(minutes, 0), 'minutes after which it is closed anyway'),
    ...figureLine('plan.unit', 'unit', plain(plan.unit, 0), '1 for a first entry, more for what is added to it'),
  ];
}

function ratio(part: number | null, whole: number | null): number | null {
  return part === null || whole === null || !(whole > 0) ? null : part / whole;
}

function share(value: number | null) {
  return { value, digits: 2, unit: 'percent' } as const;
}

function plain(value: number | null, digits = 2) {
  return { value, digits, unit: 'plain' } as const;
}
