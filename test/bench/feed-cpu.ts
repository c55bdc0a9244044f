import { quantile } from './sample.ts';

/** Returns µs of processor time of the whole process (collecting garbage included) that the work took. */
export function cpuMicros(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return user + system;
}

/** Runs all contenders in turns, so that a noisy moment meets each of them; returns the least of each. */
export function leastCpu(
  rounds: number,
  contenders: Readonly<Record<string, () => () => void>>,
): Record<string, number> {
  const taken: Record<string, number[]> = {};
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, prepare] of Object.entries(contenders)) {
      const work = prepare();
      taken[name] = [...(taken[name] ?? []), cpuMicros(work)];
    }
  }
  return Object.fromEntries(Object.entries(taken).map(([name, sample]) => [name, quantile(sample, 0)]));
}
