import type { DefinitiveReject } from './definitive-reject.ts';

/** Of both Binance markets; codes of developers.binance.com, "Error codes", November 2026. */
const COMMON: readonly DefinitiveReject[] = [
  { codes: ['-1003', '-1015', '-1034'], reason: 'venue.rate-limited' },
  { codes: ['-1021'], reason: 'venue.clock-off', effect: 'resync-clock' },
  { codes: ['-1002', '-1022', '-1099', '-2014', '-2015'], reason: 'venue.key-refused', effect: 'key-trouble' },
  { codes: ['-1111', '-1013'], reason: 'venue.filter', effect: 'refresh-instruments' },
  { codes: ['-1121'], reason: 'venue.symbol-not-trading', effect: 'refresh-instruments' },
  {
    codes: '-1100 -1101 -1102 -1103 -1104 -1105 -1106 -1108 -1114 -1115 -1116 -1117 -1118 -1119 -1128 -1130'.split(' '),
    reason: 'venue.malformed-order',
    effect: 'halt',
  },
];

/** Spot. `-2010` says that the matching engine refused; its words say why. */
export const BINANCE_REJECTS: readonly DefinitiveReject[] = [
  { codes: ['-2010'], words: /duplicate order/i, reason: 'duplicate' },
  { codes: ['-2010'], words: /insufficient balance/i, reason: 'venue.insufficient-funds' },
  { codes: ['-2010'], words: /immediately match|would immediately/i, reason: 'venue.would-take' },
  { codes: ['-2010'], words: /trigger immediately/i, reason: 'venue.would-trigger' },
  {
    codes: ['-2010'],
    words: /market is closed|not (permitted|allowed|enabled)|not supported/i,
    reason: 'venue.symbol-not-trading',
    effect: 'refresh-instruments',
  },
  { codes: ['-2010', '-2016'], reason: 'venue.order-rejected' },
  { codes: ['-1013'], words: /market is closed/i, reason: 'venue.symbol-not-trading', effect: 'refresh-instruments' },
  ...COMMON,
];

/** USDT-margined futures, the conditional (algo) orders included. */
export const BINANCE_USDM_REJECTS: readonly DefinitiveReject[] = [
  { codes: ['-4116', '-4117'], reason: 'duplicate' },
  { codes: ['-2010'], words: /duplicate order/i, reason: 'duplicate' },
  { codes: ['-5028'], reason: 'venue.clock-off', effect: 'resync-clock' },
  { codes: ['-4120'], reason: 'venue.api-changed', effect: 'halt' },
  { codes: ['-2018', '-2019'], reason: 'venue.insufficient-funds' },
  { codes: ['-2027', '-4005', '-4188'], reason: 'venue.too-large' },
  { codes: ['-2021', '-4142'], reason: 'venue.would-trigger' },
  { codes: ['-5022'], reason: 'venue.would-take' },
  { codes: ['-5021'], reason: 'venue.not-filled-at-once' },
  { codes: ['-2022', '-2024', '-4118'], reason: 'venue.reduce-only-flat' },
  { codes: ['-4164', '-4004', '-4003'], reason: 'venue.below-minimum', effect: 'refresh-instruments' },
  { codes: ['-4131', '-4016', '-4024', '-4183', '-4184'], reason: 'venue.price-band' },
  {
    codes: ['-4001', '-4002', '-4013', '-4014', '-4023', '-4029', '-4030'],
    reason: 'venue.filter',
    effect: 'refresh-instruments',
  },
  {
    codes: ['-4108', '-4109', '-4140', '-4141', '-4400', '-4401', '-4402', '-4403'],
    reason: 'venue.symbol-not-trading',
    effect: 'refresh-instruments',
  },
  { codes: ['-4061', '-4062', '-4130', '-2026'], reason: 'venue.order-rejected' },
  { codes: ['-2010', '-2020', '-2023', '-2025', '-2028', '-4045', '-4192'], reason: 'venue.order-rejected' },
  ...COMMON,
];
