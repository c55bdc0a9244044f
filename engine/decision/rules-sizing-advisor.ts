import type { SizingAdvisor } from '../ports/sizing-advisor.ts';
import { placeInBand, sizingBand } from './sizing-bands.ts';

/** Advises by the bands alone: as far up the band as the strength reaches. */
export const rulesSizingAdvisor: SizingAdvisor = {
  name: 'rules:bands',
  async advise({ market, portfolio, strength }) {
    const { lossStreak, winStreak } = portfolio;
    const band = sizingBand({ strength, volatility: market.volatility, lossStreak, winStreak });
    const investmentFraction = band.floor + (band.ceiling - band.floor) * placeInBand(strength, band);
    return { investmentFraction, advisor: 'rules:bands' };
  },
};
