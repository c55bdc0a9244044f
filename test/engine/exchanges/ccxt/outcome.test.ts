import { describe, expect, test } from 'vitest';
import { REASON_SENTENCES } from '../../../../bot/i18n/reasons/catalogue.ts';
import { classifyRefusal } from '../../../../engine/exchanges/ccxt/outcome.ts';
import { BINANCE_REJECTS, BINANCE_USDM_REJECTS } from '../../../../engine/exchanges/ccxt/outcome-binance.ts';
import { BITHUMB_REJECTS } from '../../../../engine/exchanges/ccxt/outcome-bithumb.ts';
import { UPBIT_REJECTS } from '../../../../engine/exchanges/ccxt/outcome-upbit.ts';
import type { VenueRefusal } from '../../../../engine/exchanges/ccxt/venue-client.ts';
import { VENUE_NAMES, type VenueName } from '../../../../engine/exchanges/venues/venue-name.ts';

type Row = readonly [what: string, refusal: Partial<VenueRefusal>, expected: string, effect?: string];

const UNKNOWN = 'unknown';

function refusalOf(changes: Partial<VenueRefusal>): VenueRefusal {
  const said = {
    ok: false,
    sent: true,
    status: 400,
    code: null,
    words: '',
    retryAfterMs: null,
    fault: 'status',
  } as const;
  return { ...said, ...changes };
}

/** What became of the bytes, whatever the venue: RELIABILITY 1.1. */
const EVERYWHERE: readonly Row[] = [
  ['accepted, then a reset', { status: null, fault: 'network' }, UNKNOWN],
  ['accepted, then silence', { status: null, fault: 'timeout' }, UNKNOWN],
  ['503 without a code', { status: 503 }, UNKNOWN],
  ['502 with a page', { status: 502 }, UNKNOWN],
  ['504', { status: 504 }, UNKNOWN],
  ['500 with a code of its own', { status: 500, code: 'internal_error' }, UNKNOWN],
  ['200 with a page', { status: 200, fault: 'unreadable' }, UNKNOWN],
  ['200, cut short', { status: 200, fault: 'network' }, UNKNOWN],
  ['200 with nothing', { status: 200, fault: 'unreadable' }, UNKNOWN],
  ['a redirect', { status: 302 }, UNKNOWN],
  ['a code nobody has heard of', { code: '-9999' }, UNKNOWN],
  ['a code in words that nobody has heard of', { code: 'brand_new_error' }, UNKNOWN],
  ['404 without a code', { status: 404 }, UNKNOWN],
  ['408', { status: 408 }, UNKNOWN],
  ['the firewall', { status: 403 }, 'venue.firewall'],
  ['429', { status: 429, retryAfterMs: 3_000 }, 'venue.rate-limited'],
  ['418', { status: 418, retryAfterMs: 60_000 }, 'venue.banned'],
  ['no room in our own count', { sent: false, status: null, fault: 'budget' }, 'venue.own-limit'],
  ['no connection', { sent: false, status: null, fault: 'local' }, 'venue.not-reached'],
  ['no connection in time', { sent: false, status: null, fault: 'timeout' }, 'venue.not-reached'],
];

const BINANCE: readonly Row[] = [
  ['-1000', { code: '-1000' }, UNKNOWN],
  ['-1001', { code: '-1001' }, UNKNOWN],
  ['-1006', { code: '-1006' }, UNKNOWN],
  ['-1007', { code: '-1007', status: 408 }, UNKNOWN],
  ['-1008 overloaded', { code: '-1008' }, UNKNOWN],
  ['-1021 under 503: the status wins', { code: '-1021', status: 503 }, UNKNOWN],
  ['-1021', { code: '-1021' }, 'venue.clock-off', 'resync-clock'],
  ['-1022', { code: '-1022' }, 'venue.key-refused', 'key-trouble'],
  ['-2014', { code: '-2014' }, 'venue.key-refused', 'key-trouble'],
  ['-2015', { code: '-2015', status: 401 }, 'venue.key-refused', 'key-trouble'],
  ['-1003', { code: '-1003' }, 'venue.rate-limited'],
  ['-1015', { code: '-1015' }, 'venue.rate-limited'],
  ['-1111', { code: '-1111' }, 'venue.filter', 'refresh-instruments'],
  ['-1013 LOT_SIZE', { code: '-1013', words: 'Filter failure: LOT_SIZE' }, 'venue.filter', 'refresh-instruments'],
  ['-1121', { code: '-1121' }, 'venue.symbol-not-trading', 'refresh-instruments'],
  ['-1102', { code: '-1102' }, 'venue.malformed-order', 'halt'],
  ['-2010 duplicate', { code: '-2010', words: 'Duplicate order sent.' }, 'venue.duplicate-client-id'],
];

const SPOT: readonly Row[] = [
  [
    '-2010 funds',
    { code: '-2010', words: 'Account has insufficient balance for requested action.' },
    'venue.insufficient-funds',
  ],
  ['-2010 post-only', { code: '-2010', words: 'Order would immediately match and take.' }, 'venue.would-take'],
  ['-2010 stop', { code: '-2010', words: 'Stop price would trigger immediately.' }, 'venue.would-trigger'],
  ['-2010 closed', { code: '-2010', words: 'Market is closed.' }, 'venue.symbol-not-trading', 'refresh-instruments'],
  ['-2010 other', { code: '-2010', words: 'This action is disabled on this account.' }, 'venue.order-rejected'],
];

const USDM: readonly Row[] = [
  ['-4116 duplicate', { code: '-4116' }, 'venue.duplicate-client-id'],
  ['-5028', { code: '-5028' }, 'venue.clock-off', 'resync-clock'],
  ['-2019', { code: '-2019' }, 'venue.insufficient-funds'],
  ['-4164', { code: '-4164' }, 'venue.below-minimum', 'refresh-instruments'],
  ['-2022', { code: '-2022' }, 'venue.reduce-only-flat'],
  ['-4131', { code: '-4131' }, 'venue.price-band'],
  ['-4120 algo', { code: '-4120' }, 'venue.api-changed', 'halt'],
  ['-2021', { code: '-2021' }, 'venue.would-trigger'],
  ['-5022', { code: '-5022' }, 'venue.would-take'],
  ['-5021', { code: '-5021' }, 'venue.not-filled-at-once'],
  ['-4140', { code: '-4140' }, 'venue.symbol-not-trading', 'refresh-instruments'],
  ['-2027', { code: '-2027' }, 'venue.too-large'],
  ['-4061', { code: '-4061' }, 'venue.order-rejected'],
];

const KOREAN: readonly Row[] = [
  ['funds', { code: 'insufficient_funds_bid' }, 'venue.insufficient-funds'],
  ['minimum', { code: 'under_min_total_ask' }, 'venue.below-minimum', 'refresh-instruments'],
  ['tick', { code: 'invalid_price_bid' }, 'venue.filter', 'refresh-instruments'],
  ['halted', { code: 'market_offline' }, 'venue.symbol-not-trading', 'refresh-instruments'],
  ['key', { code: 'invalid_access_key', status: 401 }, 'venue.key-refused', 'key-trouble'],
  ['permission', { code: 'out_of_scope', status: 401 }, 'venue.key-refused', 'key-trouble'],
  ['token', { code: 'jwt_verification', status: 401 }, 'venue.key-refused', 'key-trouble'],
  ['refused', { code: 'create_bid_error' }, 'venue.order-rejected'],
  ['limit', { code: 'too_many_requests', status: 429 }, 'venue.rate-limited'],
  ['under maintenance', { code: 'under_maintenance', status: 503 }, UNKNOWN],
  ['too busy', { code: 'too_busy', status: 500 }, UNKNOWN],
  ['funds under 500: the status wins', { code: 'insufficient_funds_bid', status: 500 }, UNKNOWN],
  ['an error under 200', { code: 'server_error', status: 200 }, UNKNOWN],
];

const ROWS: Readonly<Record<VenueName, readonly Row[]>> = {
  binance: [...EVERYWHERE, ...BINANCE, ...SPOT],
  binanceusdm: [...EVERYWHERE, ...BINANCE, ...USDM],
  upbit: [
    ...EVERYWHERE,
    ...KOREAN,
    ['used identifier', { code: 'duplicated_identifier' }, 'venue.duplicate-client-id'],
    ['expired key', { code: 'expired_access_key', status: 401 }, 'venue.key-refused', 'key-trouble'],
  ],
  bithumb: [
    ...EVERYWHERE,
    ...KOREAN,
    ['not ready', { code: 'order_not_ready', status: 422 }, UNKNOWN],
    ['clock', { code: 'expired_jwt', status: 401 }, 'venue.clock-off', 'resync-clock'],
    ['crossing our own', { code: 'cross_trading' }, 'venue.order-rejected'],
  ],
};

describe.each(VENUE_NAMES)('a refusal of %s', (venue) => {
  test('is told in at least 28 rows', () => {
    expect(ROWS[venue].length).toBeGreaterThanOrEqual(28);
  });

  test.each(ROWS[venue].map(([what, ...row]) => ({ what, row })))('$what', ({ row: [changes, expected, effect] }) => {
    const { verdict, reason, effect: found } = classifyRefusal(venue, refusalOf(changes), 'cid');
    const duplicate = expected === 'venue.duplicate-client-id';
    expect({ verdict, code: reason.code, effect: found ?? undefined }).toEqual({
      verdict: expected === UNKNOWN ? UNKNOWN : duplicate ? 'duplicate' : 'rejected',
      code: expected === UNKNOWN ? 'venue.outcome-unknown' : expected,
      effect,
    });
  });
});

describe('the lists of definitive rejects', () => {
  const tables = [BINANCE_REJECTS, BINANCE_USDM_REJECTS, UPBIT_REJECTS, BITHUMB_REJECTS];

  test('use only words that people can read', () => {
    const codes = tables.flat().flatMap(({ reason }) => (reason === 'duplicate' ? [] : [reason]));
    expect(codes.filter((code) => !Object.hasOwn(REASON_SENTENCES, code))).toEqual([]);
  });

  test('hold none of the codes whose outcome nobody can know', () => {
    const listed = tables.flat().flatMap(({ codes }) => codes);
    const open = [
      '-1000',
      '-1001',
      '-1006',
      '-1007',
      '-1008',
      '-1016',
      'server_error',
      'internal_error',
      'order_not_ready',
    ];
    expect(listed.filter((code) => open.includes(code))).toEqual([]);
  });
});
