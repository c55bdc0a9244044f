import { expect, it } from 'vitest';
import { killRepeatedly } from './kill-nine.ts';

const KILLS = 15;

it(`loses and doubles nothing over ${KILLS} kills at random moments`, async () => {
  const seed = Number(process.env.ASSENT_FAULT_SEED ?? 20250518);
  console.log(`kill -9 × ${KILLS}, seed ${seed}`);
  const report = await killRepeatedly({ kills: KILLS, seed });
  console.log(JSON.stringify(report));
  expect(report.table).toMatchObject({
    lost: 0,
    doubled: 0,
    unjournalled: 0,
    repeated: 0,
    wrongPositions: 0,
    cashError: '0',
    unresolved: 0,
  });
  expect(report.chainBreaks).toBe(0);
  expect(report.ordersInFlight).toBeGreaterThan(0);
}, 300_000);
