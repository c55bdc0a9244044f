import type { ModelQuestion } from '../../../agent/models/model-call.ts';

/**
 * A rule in the place of a model: half-way up the band, all the way down after a loss, a loss no larger than the risk
 * level, and a target of twice the stop's distance. Whatever it earns says nothing about a language model.
 */
export function carefulAccountant({ user }: Pick<ModelQuestion, 'user'>): string {
  const told = figuresIn(user);
  const floor = told('bandFloorFraction') ?? 0.05;
  const ceiling = told('bandCeilingFraction') ?? floor;
  const hasLost = /^lastTrades: \S+ \S+ -/m.test(user);
  const ratio = hasLost ? floor : floor + (ceiling - floor) / 2;
  return JSON.stringify({
    investment_ratio: ratio,
    reasoning: hasLost ? 'The last trade lost; the floor of the band is enough.' : 'Half-way up the band.',
    max_loss_acceptable: told('riskLevelFraction') ?? 0.005,
    take_profit_target: Math.min(1, 2 * (told('stopDistanceFraction') ?? 0.01)),
  });
}

/** Returns what the quoted account says under a name; undefined where it says no number. */
export function figuresIn(user: string): (name: string) => number | undefined {
  return (name) => {
    const [, value] = new RegExp(`^${name}: (-?[\\d.]+)$`, 'm').exec(user) ?? [];
    return value === undefined ? undefined : Number(value);
  };
}
