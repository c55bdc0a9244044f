import { killRepeatedly } from './kill-nine.ts';

/** `npm run faults [-- KILLS [SEED]]`: kills the desk 200 times by default and prints the table; all zero or exit 1. */
const [kills = '200', seed = '1'] = process.argv.slice(2);
const report = await killRepeatedly({ kills: Number(kills), seed: Number(seed) });
console.table({ ...report.table });
console.log(
  `${report.kills} kills, ${report.ordersInFlight} with orders in flight, ${report.weeksPlayed} weeks, seed ${report.seed}`,
);
const { orders: _orders, fills: _fills, cashError, ...zeros } = report.table;
const broken = report.chainBreaks > 0 || cashError !== '0' || Object.values(zeros).some((count) => count !== 0);
console.log(broken ? 'FAILED' : 'nothing lost, nothing doubled');
process.exitCode = broken ? 1 : 0;
