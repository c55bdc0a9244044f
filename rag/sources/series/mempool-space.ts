import { z } from 'zod';
import type { Source, Visit } from '../source.ts';
import type { Part } from './gather.ts';
import { gather } from './gather.ts';
import type { Range } from './reading.ts';
import { judge } from './reading.ts';
import { askJson, written } from './site.ts';

export const MEMPOOL_ORIGIN = 'https://mempool.space';

interface Gauge {
  readonly series: string;
  readonly unit: string;
  readonly range: Range;
  readonly written: unknown;
}

/** Nobody has paid 100,000 sat/vB for a place in a block but by mistake; the node's own cap lies there. */
const FEE: Range = { least: 0, most: 100_000 };
/** A retarget changes difficulty by a factor of four at most, by the rules of Bitcoin. */
const RETARGET: Range = { least: -75, most: 300 };

const feesSchema = z.object({ fastestFee: written, hourFee: written, economyFee: written });
const retargetSchema = z.object({ difficultyChange: written });
const hashrateSchema = z.object({ currentHashrate: z.number(), currentDifficulty: z.number() });

/**
 * The state of the Bitcoin network now, by mempool.space: recommended fees (sat/vB), the difficulty and its change at
 * the next retarget (percent, estimated), hash rate (EH/s) and height. All of it is a reading of the moment: it speaks
 * about `now` and is known at `now`. `origin` may be a node of one's own. https://mempool.space/docs/api/rest
 */
export function createMempoolSource({ origin = MEMPOOL_ORIGIN }: { origin?: string | undefined } = {}): Source {
  return {
    name: 'series:mempool',
    everyMs: 5 * 60_000,
    hosts: [new URL(origin).hostname],
    visit: (visit) => gather(visit, 'mempool.space', partsOf(visit, origin)),
  };
}

function partsOf(visit: Visit, origin: string): readonly Part[] {
  return [
    part(visit, 'fees', `${origin}/api/v1/fees/recommended`, feesSchema, (fees) => [
      { series: 'onchain:mempool-fee', unit: 'sat/vB', range: FEE, written: fees.fastestFee },
      { series: 'onchain:mempool-fee-hour', unit: 'sat/vB', range: FEE, written: fees.hourFee },
      { series: 'onchain:mempool-fee-economy', unit: 'sat/vB', range: FEE, written: fees.economyFee },
    ]),
    part(visit, 'difficulty adjustment', `${origin}/api/v1/difficulty-adjustment`, retargetSchema, (retarget) => [
      { series: 'onchain:difficulty-change', unit: 'percent', range: RETARGET, written: retarget.difficultyChange },
    ]),
    part(visit, 'hash rate', `${origin}/api/v1/mining/hashrate/3d`, hashrateSchema, (mining) => [
      {
        series: 'onchain:hashrate',
        unit: 'EH/s',
        range: { least: 1, most: 1_000_000 },
        written: mining.currentHashrate / 1e18,
      },
      {
        series: 'onchain:difficulty',
        unit: 'count',
        range: { least: 1, most: 1e18 },
        written: mining.currentDifficulty,
      },
    ]),
    part(visit, 'height', `${origin}/api/blocks/tip/height`, z.number().int(), (height) => [
      { series: 'onchain:block-height', unit: 'count', range: { least: 0, most: 10_000_000 }, written: height },
    ]),
  ];
}

function part<T>(
  visit: Visit,
  place: string,
  url: string,
  schema: z.ZodType<T>,
  gaugesOf: (answer: T) => readonly Gauge[],
): Part {
  const at = visit.now;
  return {
    place,
    async read() {
      const gauges = gaugesOf(await askJson(visit, url, schema));
      return judge(
        gauges.map((gauge) => ({ ...gauge, place, at, knownBy: at, source: 'mempool.space' })),
        at,
      );
    },
  };
}
