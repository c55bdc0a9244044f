import type { TickStep } from '../../domain/instrument.ts';

/** A step of a KRW ladder: from this price on (KRW), prices move by `tick`. */
type Step = readonly [from: string, tick: string];

interface DatedLadder {
  /** Korean calendar day on which it came into force. */
  readonly since: string;
  readonly source: string;
  readonly steps: readonly Step[];
  /** Coins whose steps differ: they replace the steps of the same `from`. */
  readonly exceptions?: { readonly coins: readonly string[]; readonly steps: readonly Step[] }[];
}

const SIXTEEN_COINS = 'ADA ALGO BLUR CELO ELF EOS GRS GRT ICX MANA MINA POL SAND SEI STG TRX'.split(' ');

const FINE_STEPS: readonly Step[] = [
  ['0', '0.00000001'],
  ['0.0001', '0.0000001'],
  ['0.001', '0.000001'],
  ['0.01', '0.00001'],
  ['0.1', '0.0001'],
  ['1', '0.001'],
  ['10', '0.01'],
  ['100', '0.1'],
  ['1000', '1'],
  ['10000', '10'],
  ['100000', '50'],
  ['500000', '100'],
  ['1000000', '500'],
  ['2000000', '1000'],
];

/**
 * Upbit's KRW ticks, newest last. The venue announces changes weeks ahead: add a ladder here; the table of instruments
 * compares it with the venue's own `orderbook/instruments` and believes the venue.
 */
const LADDERS: readonly DatedLadder[] = [
  {
    since: '2024-01-29',
    source: 'https://docs.upbit.com/kr/changelog/tick_unit_change',
    steps: FINE_STEPS,
  },
  {
    since: '2024-10-14',
    source: 'https://docs.upbit.com/kr/changelog/krw_tick_unit_change',
    steps: FINE_STEPS,
    exceptions: [{ coins: SIXTEEN_COINS, steps: [['100', '1']] }],
  },
  {
    since: '2025-03-21',
    source: 'https://docs.upbit.com/kr/changelog/usdtkrw_tick_unit_change',
    steps: FINE_STEPS,
    exceptions: [
      { coins: SIXTEEN_COINS, steps: [['100', '1']] },
      { coins: ['USDT', 'USDC'], steps: [['1000', '0.5']] },
    ],
  },
  {
    since: '2025-07-31',
    source: 'https://docs.upbit.com/kr/changelog/krw_tick_unit_change_250731',
    steps: [
      ['0', '0.00000001'],
      ['0.00001', '0.0000001'],
      ['0.0001', '0.000001'],
      ['0.001', '0.00001'],
      ['0.01', '0.0001'],
      ['0.1', '0.001'],
      ['1', '0.01'],
      ['10', '0.1'],
      ['100', '1'],
      ['5000', '5'],
      ['10000', '10'],
      ['50000', '50'],
      ['100000', '100'],
      ['500000', '500'],
      ['1000000', '1000'],
    ],
  },
];

const SEOUL_OFFSET_MS = 9 * 60 * 60 * 1_000;

/** Returns the ladder that was in force for a coin at a moment; the oldest known one for what lies before. */
export function upbitTickLadder(coin: string, at: number): readonly TickStep[] {
  const day = new Date(at + SEOUL_OFFSET_MS).toISOString().slice(0, 10);
  const ladder = LADDERS.findLast(({ since }) => since <= day) ?? LADDERS[0];
  if (ladder === undefined) return [];
  const own = (ladder.exceptions ?? []).filter(({ coins }) => coins.includes(coin)).flatMap(({ steps }) => steps);
  return ladder.steps.map(([from, tick]) => ({ from, tickSize: own.find(([at]) => at === from)?.[1] ?? tick }));
}
