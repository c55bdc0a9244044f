import { z } from 'zod';
import { isClientId } from '../../execution/client-id.ts';
import { symbolOfMarketId } from '../venues/venue-symbols.ts';
import { binanceTold, heardTrade } from './binance-heard-trade.ts';
import { listenKey } from './binance-shapes.ts';
import { idText, shaped, wholeNumber } from './exact-json.ts';
import { streamUrl, type UserStreamParts, type UserStreamWire } from './user-stream.ts';

const URL_OF = 'wss://fstream.binance.com/private/ws';
/** A listen key lives an hour from its last renewal. */
const RENEW_EVERY_MS = 30 * 60_000;

const orderUpdate = z.object({ e: z.literal('ORDER_TRADE_UPDATE'), E: wholeNumber, o: binanceTold });

const algoUpdate = z.object({
  e: z.literal('ALGO_UPDATE'),
  E: wholeNumber.optional(),
  T: wholeNumber.optional(),
  o: z.object({ caid: z.string(), aid: idText, s: z.string(), X: z.string(), ai: idText.nullish() }),
});

const accountUpdate = z.object({ e: z.literal('ACCOUNT_UPDATE'), a: z.object({ m: z.string() }) });

/** Binance USDT-M: a listen key names the stream. */
export function binanceUsdmUserStream(parts: UserStreamParts): UserStreamWire {
  const { venue, address, client, ids } = parts;

  async function order(message: unknown): Promise<void> {
    const { E: at, o: told } = shaped(venue, orderUpdate, message);
    const symbol = symbolOfMarketId(venue, told.s);
    if (symbol === null) return;
    const clientId = ids.clientIdOf(told.i) ?? told.c;
    if (told.x === 'TRADE' || (told.x === 'CALCULATED' && told.l !== '0'))
      await parts.heard(heardTrade(told, symbol, clientId));
    else if (told.x === 'CANCELED' || told.x === 'EXPIRED') parts.canceled(clientId, at, told.X);
  }

  function algo(message: unknown): void {
    const { E, T, o: told } = shaped(venue, algoUpdate, message);
    ids.remember({ clientId: told.caid, venueOrderId: told.aid, algo: true });
    const { ai: became } = told;
    if (became !== null && became !== undefined && became !== '' && became !== '0') {
      // From now on it trades under another id; what ends is then told of that order.
      ids.link(became, told.caid);
      ids.settle(told.caid);
      // What it traded may have been told before this.
      if (isClientId(told.caid)) parts.named(became, told.caid);
      return;
    }
    if (!['CANCELED', 'EXPIRED', 'REJECTED'].includes(told.X)) return;
    ids.settle(told.caid);
    parts.canceled(told.caid, E ?? T ?? parts.now(), told.X);
  }

  return {
    async open() {
      const body = await client.read({
        endpoint: 'fapiPrivatePostListenKey',
        params: {},
        cost: { weight: 1 },
        priority: 'order',
      });
      const key = shaped(venue, listenKey, body).listenKey;
      return { url: streamUrl(`${URL_OF}?listenKey=${key}`, address), headers: {} };
    },
    greetings: () => [],
    upWhenOpen: true,
    pingText: null,
    keepAlive: {
      everyMs: RENEW_EVERY_MS,
      async run() {
        await client.read({ endpoint: 'fapiPrivatePutListenKey', params: {}, cost: { weight: 1 }, priority: 'order' });
      },
    },
    condition: (message) => (eventOf(message) === 'listenKeyExpired' ? 'ended' : null),
    async read(message) {
      const event = eventOf(message);
      if (event === 'ORDER_TRADE_UPDATE') await order(message);
      if (event === 'ALGO_UPDATE') algo(message);
      if (event === 'ACCOUNT_UPDATE' && shaped(venue, accountUpdate, message).a.m === 'FUNDING_FEE')
        parts.fundingSettled();
    },
  };
}

function eventOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null && 'e' in message ? message.e : null;
}
