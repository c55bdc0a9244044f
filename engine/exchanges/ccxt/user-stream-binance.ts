import { createHmac } from 'node:crypto';
import { z } from 'zod';
import { symbolOfMarketId } from '../venues/venue-symbols.ts';
import { binanceTold, heardTrade } from './binance-heard-trade.ts';
import { shaped, wholeNumber } from './exact-json.ts';
import { streamUrl, type UserStreamParts, type UserStreamWire } from './user-stream.ts';

const URL_OF = 'wss://ws-api.binance.com:443/ws-api/v3';

const report = binanceTold.extend({ e: z.literal('executionReport'), E: wholeNumber, C: z.string().nullish() });

/** Told by the order's state, not by what befell it: after a self-trade was prevented it may live on, smaller. */
const ENDED: ReadonlySet<string> = new Set(['CANCELED', 'EXPIRED', 'EXPIRED_IN_MATCH', 'REJECTED']);

/** Binance spot: the WebSocket API signs the subscription itself; the listen keys of old ended in 2026. */
export function binanceUserStream(parts: UserStreamParts): UserStreamWire {
  const { venue, address, keys, ids, now } = parts;

  function subscription(): string {
    const params = { apiKey: keys.apiKey, timestamp: Math.trunc(now()) };
    const query = `apiKey=${encodeURIComponent(keys.apiKey)}&timestamp=${params.timestamp}`;
    const signature = createHmac('sha256', keys.secret).update(query).digest('hex');
    return JSON.stringify({
      id: 'user',
      method: 'userDataStream.subscribe.signature',
      params: { ...params, signature },
    });
  }

  return {
    open: async () => ({ url: streamUrl(URL_OF, address), headers: {} }),
    greetings: () => [subscription()],
    upWhenOpen: false,
    keepAlive: null,
    pingText: null,
    condition(message) {
      const { id, status, e } = fieldsOf(message);
      if (id === 'user') return String(status) === '200' ? 'up' : 'ended';
      return e === 'eventStreamTerminated' || e === 'serverShutdown' ? 'ended' : null;
    },
    async read(message) {
      const event = fieldsOf(message);
      if (event.e !== 'executionReport') return;
      const told = shaped(venue, report, event);
      const symbol = symbolOfMarketId(venue, told.s);
      if (symbol === null) return;
      const clientId =
        told.x === 'CANCELED' && told.C !== null && told.C !== undefined && told.C !== '' ? told.C : told.c;
      ids.remember({ clientId, venueOrderId: told.i, algo: false });
      if (told.x === 'TRADE') await parts.heard(heardTrade(told, symbol, clientId));
      else if (ENDED.has(told.X)) parts.canceled(clientId, told.E, told.X);
    },
  };
}

/** Events come wrapped with the subscription they belong to. */
function fieldsOf(message: unknown): Readonly<Record<string, unknown>> {
  if (typeof message !== 'object' || message === null) return {};
  const outer: Record<string, unknown> = { ...message };
  const { event } = outer;
  return typeof event === 'object' && event !== null ? { ...event } : outer;
}
