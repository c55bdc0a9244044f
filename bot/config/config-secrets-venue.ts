import type { VenueKeys } from '../../engine/exchanges/venues/venue-name.ts';
import type { ConfigProblem } from './config-problem.ts';
import type { VenueKeySecrets } from './config-venue.ts';

/** The variables of one account's keys; each also as `…_FILE`. One Binance account has spot and futures. */
export const VENUE_KEY_VARIABLES = {
  binance: ['BINANCE_API_KEY', 'BINANCE_API_SECRET'],
  upbit: ['UPBIT_ACCESS_KEY', 'UPBIT_SECRET_KEY'],
  bithumb: ['BITHUMB_API_KEY', 'BITHUMB_SECRET_KEY'],
} as const;

const SHORTEST = 8;

/** Takes the keys of every account; half a pair, and what can be no key, are problems. */
export function takeVenueKeys(take: (name: string) => string | null, problems: ConfigProblem[]): VenueKeySecrets {
  const pair = ([keyName, secretName]: readonly [string, string]): VenueKeys | null => {
    const [apiKey, secret] = [take(keyName), take(secretName)];
    if (apiKey === null && secret === null) return null;
    if (apiKey === null || secret === null) {
      const [there, missing] = apiKey === null ? [secretName, keyName] : [keyName, secretName];
      problems.push({ origin: there, text: `it is given without ${missing}. A venue's key comes in two parts.` });
      return null;
    }
    const broken = [
      [keyName, apiKey],
      [secretName, secret],
    ].filter(([, value = '']) => value.length < SHORTEST || /\s/.test(value));
    for (const [origin = ''] of broken) {
      problems.push({ origin, text: 'it is no key of a venue (not shown here). Copy it whole, without spaces.' });
    }
    return broken.length === 0 ? { apiKey, secret } : null;
  };
  const binance = pair(VENUE_KEY_VARIABLES.binance);
  return {
    binance,
    binanceusdm: binance,
    upbit: pair(VENUE_KEY_VARIABLES.upbit),
    bithumb: pair(VENUE_KEY_VARIABLES.bithumb),
  };
}

/** Every text that must never leave the process. */
export function venueKeyTexts(keys: VenueKeySecrets): readonly string[] {
  return [...new Set(Object.values(keys).flatMap((pair) => (pair === null ? [] : [pair.apiKey, pair.secret])))];
}
