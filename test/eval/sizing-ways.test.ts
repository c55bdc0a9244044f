import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { carefulAccountant } from '../fakes/llm/ratio-personalities.ts';
import { halfKelly } from './sizing-ways.ts';
import { WEEKS } from './sizing-weeks.ts';

describe('half of Kelly', () => {
  it('is p over the mean loss less q over the mean win, halved', () => {
    // 3 wins of 0.4, 2 losses of 0.5: 0.6 ÷ 0.5 − 0.4 ÷ 0.4 = 0.2
    expect(halfKelly([0.4, 0.4, 0.4, -0.5, -0.5, 0])).toBeCloseTo(0.1, 12);
  });

  it('is at most all, may be below zero, and is unknown without both sides', () => {
    expect(halfKelly([0.02, 0.02, -0.01])).toBe(1);
    expect(halfKelly([0.01, -0.5, -0.5])).toBeLessThan(0);
    expect(halfKelly([0.01, 0.02])).toBeNull();
    expect(halfKelly([])).toBeNull();
  });
});

describe('the weeks', () => {
  it('lie after all that the signal model was fitted to, and do not overlap', () => {
    const manifest: { spans: Record<'train' | 'calibration', { to: number }> } = JSON.parse(
      readFileSync('engine/models/baseline/manifest.json', 'utf8'),
    );
    const fittedTo = Math.max(manifest.spans.train.to, manifest.spans.calibration.to);
    const starts = WEEKS.map(({ startTime }) => startTime);
    expect(Math.min(...starts)).toBeGreaterThan(fittedTo);
    const gaps = starts.slice(1).map((start, index) => start - (starts[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(7 * 86_400_000);
  });
});

describe('the scripted accountant', () => {
  const told = (trades: string) =>
    `<account x>\nbandFloorFraction: 0.2\nbandCeilingFraction: 0.5\nstopDistanceFraction: 0.008\nlastTrades: ${trades}\nriskLevelFraction: 0.005\n</account x>`;

  it('goes half-way up the band, and to its floor after a loss', () => {
    expect(JSON.parse(carefulAccountant({ user: told('none') }))).toMatchObject({
      investment_ratio: 0.35,
      max_loss_acceptable: 0.005,
      take_profit_target: 0.016,
    });
    expect(JSON.parse(carefulAccountant({ user: told('BTC long -0.004; SOL short 0.01') }))).toMatchObject({
      investment_ratio: 0.2,
    });
  });
});
