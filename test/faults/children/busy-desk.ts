import { pino } from 'pino';
import { openReplayDesk } from '../../../bot/app/open-desk.ts';
import { loadConfig } from '../../../bot/config/config.ts';
import type { Command } from '../../../engine/domain/command.ts';
import { TIMEFRAME_MS } from '../../../engine/domain/timeframe.ts';
import { STRATEGIES } from '../../../engine/strategies/registry.ts';

/**
 * A desk under fire: the whole recorded week at full speed, nobody asked, and every quarter of an hour a person who
 * buys, sells short, closes or cancels. Prints `playing` once it plays and one JSON line when the week is over.
 */
const [directory = '', databaseUrl = ''] = process.argv.slice(2);
const { config } = loadConfig({
  workingDirectory: directory,
  flags: { data: directory, speed: 'max' },
  environment: databaseUrl === '' ? {} : { DATABASE_URL: databaseUrl },
  strategies: STRATEGIES,
});
const busy = {
  ...config,
  desk: { ...config.desk, approval: { ...config.desk.approval, mode: 'auto' as const } },
};
const desk = await openReplayDesk(busy, pino({ level: 'error' }, pino.destination(2)));

desk.replay.subscribe(async (event) => {
  if (event.type !== 'candle.closed') return;
  const quarter = event.at / TIMEFRAME_MS['15m'];
  if (!Number.isInteger(quarter)) return;
  await desk.engine.send(personsCommand(event.candle.symbol, quarter));
});

process.stdout.write('playing\n');
await desk.run();
const account = desk.view.account();
const head = desk.journal.head();
await desk.close();
process.stdout.write(`${JSON.stringify({ ended: true, equity: account.equity.toFixed(), hash: head.hash })}\n`);

function personsCommand(symbol: string, quarter: number): Command {
  const by = 'terminal:owner';
  switch (quarter % 4) {
    case 0:
      return {
        by,
        type: 'order.place',
        symbol,
        direction: quarter % 8 === 0 ? 'long' : 'short',
        size: { type: 'notional', notional: '150' },
        limitPrice: null,
        stopPrice: null,
        targetPrice: null,
      };
    case 1:
      return { by, type: 'position.close', symbol, fraction: 0.5 };
    case 2:
      return { by, type: 'orders.cancel-all' };
    default:
      return { by, type: 'positions.close-all' };
  }
}
