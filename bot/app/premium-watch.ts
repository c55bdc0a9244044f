import type { Logger } from 'pino';
import { PublicReads } from '../../engine/exchanges/feeds/history-reads.ts';
import { PremiumWatch } from '../../engine/exchanges/premium-watch.ts';
import { SYSTEM_LOOP } from '../../engine/exchanges/system-event-loop.ts';
import type { Clock } from '../../engine/ports/clock.ts';
import type { AppConfig } from '../config/config.ts';

/** Follows what coins cost more here than in the world; null on a desk that does not trade in won. */
export function watchPremium({ venue }: AppConfig, clock: Clock, logger: Logger): PremiumWatch | null {
  if (venue.quoteCurrency !== 'KRW') return null;
  const readsOf = (name: typeof venue.name) =>
    new PublicReads({ venue: name, address: venue.addresses[name], loop: SYSTEM_LOOP });
  // Once each: a coin that Binance does not list is refused every time.
  const told = new Set<string>();
  const watch = new PremiumWatch({
    ...{ symbols: venue.symbols, korean: readsOf(venue.name), world: readsOf('binance') },
    ...{ clock, loop: SYSTEM_LOOP },
    onFault: (symbol, fault) => {
      if (told.has(symbol)) return;
      told.add(symbol);
      logger.info({ component: 'premium', symbol, err: fault }, 'A price was not answered; the premium waits for it.');
    },
  });
  watch.start();
  return watch;
}
