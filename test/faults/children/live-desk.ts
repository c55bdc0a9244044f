import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pino } from 'pino';
import { openAppDatabase } from '../../../bot/app/database.ts';
import { buildDesk } from '../../../bot/app/desk.ts';
import { openKnowledge } from '../../../bot/app/knowledge.ts';
import type { Licence } from '../../../bot/app/live-arming.ts';
import { openMinds } from '../../../bot/app/minds.ts';
import { loadConfig } from '../../../bot/config/config.ts';
import { loadSignalModel } from '../../../engine/models/onnx-signal-model.ts';
import { STRATEGIES } from '../../../engine/strategies/registry.ts';
import { seededRandom } from '../seeded-random.ts';

/**
 * A live desk under fire at a venue of our own: a person buys, halves, closes and cancels without a pause, nobody is
 * asked. Prints `playing` once it trades. With `rest` it closes everything, waits until nothing is in doubt and ends.
 * The embedded database stands in for a server's: what is proven here is the journal file, and no server can be had
 * everywhere. The licence is one that nobody disputes.
 */
const [directory = '', venue = '', rest = '', stream = '', apiKey = '', secret = '', seed = '1', task = 'fire'] =
  process.argv.slice(2);
const prefix = venue.startsWith('binance') ? 'BINANCE' : venue.toUpperCase();
const keyNames =
  venue === 'upbit' ? ['UPBIT_ACCESS_KEY', 'UPBIT_SECRET_KEY'] : [`${prefix}_API_KEY`, `${prefix}_API_SECRET`];
if (venue === 'bithumb') keyNames[1] = 'BITHUMB_SECRET_KEY';
mkdirSync(directory, { recursive: true });
// The breakers would end the fire long before the kill does.
const LIMITS = ['cooldownAfterLoss: 0s', 'maxOrdersPerMinute: 1000', 'maxOrdersPerDay: 100000', 'maxDailyLoss: 50%'];
const LIVE_LIMITS = ['maxDrawdown: 90%', 'maxSymbolOrdersPerMinute: 1000', 'maxDailyNotional: 1000'];
const lines = [...LIMITS, ...LIVE_LIMITS].map((line) => `    ${line}\n`);
writeFileSync(join(directory, 'config.yaml'), `desk:\n  limits:\n${lines.join('')}`);
const { config } = loadConfig({
  workingDirectory: directory,
  flags: { data: directory },
  environment: {
    ASSENT_MODE: 'live',
    ASSENT_VENUE: venue,
    ASSENT_VENUE_SYMBOLS: 'BTC',
    [`ASSENT_${venue.toUpperCase()}_REST`]: rest,
    [`ASSENT_${venue.toUpperCase()}_STREAM`]: stream,
    [keyNames[0] ?? '']: apiKey,
    [keyNames[1] ?? '']: secret,
  },
  strategies: STRATEGIES,
});
const busy = { ...config, desk: { ...config.desk, approval: { ...config.desk.approval, mode: 'auto' as const } } };
const logger = pino({ level: 'warn' }, pino.destination(join(directory, 'desk.log')));
const licence: Licence = {
  epoch: 1,
  verify: async () => 'held',
  lost: new Promise<never>(() => undefined),
  close: async () => undefined,
};
const database = await openAppDatabase(busy, logger);
const model = await loadSignalModel();
const knowledge = await openKnowledge({ database, logger, embedded: true, news: busy.news, recorded: null });
const minds = await openMinds({ config: busy.minds, database, logger });
const desk = await buildDesk(
  { config: busy, logger, database, recording: null, model, minds, knowledge, loop: {}, licence },
  [database, knowledge, minds],
);
const running = desk.run();
running.catch((fault: unknown) => {
  process.stderr.write(`${fault instanceof Error ? fault.stack : String(fault)}\n`);
  process.exit(1);
});
const symbol = busy.venue.symbols[0] ?? '';
const by = 'terminal:owner';
while (desk.view.market(symbol) === null) await pause(20);
process.stdout.write('playing\n');
if (task === 'rest') await comeToRest();
else await fire();

async function fire(): Promise<never> {
  const random = seededRandom(Number(seed));
  const notional = busy.venue.quoteCurrency === 'KRW' ? '200000' : '300';
  for (;;) {
    const dice = random();
    if (dice < 0.4) {
      const direction = dice < 0.1 && busy.venue.name === 'binanceusdm' ? 'short' : 'long';
      const terms = { limitPrice: null, stopPrice: null, targetPrice: null };
      await desk.engine.send({
        by,
        type: 'order.place',
        symbol,
        direction,
        size: { type: 'notional', notional },
        ...terms,
      });
    } else if (dice < 0.6) await desk.engine.send({ by, type: 'position.close', symbol, fraction: 0.5 });
    else if (dice < 0.75) await desk.engine.send({ by, type: 'orders.cancel-all' });
    else await desk.engine.send({ by, type: 'positions.close-all' });
    await pause(random() * 60);
  }
}

async function comeToRest(): Promise<void> {
  const until = performance.now() + 40_000;
  while (performance.now() < until) {
    const held = desk.view.positions().length;
    const open = desk.view.openOrders().filter(({ leg }) => leg !== 'stop' || held === 0);
    if (held === 0 && open.length === 0) break;
    if (held > 0) await desk.engine.send({ by, type: 'positions.close-all' });
    if (open.some(({ leg }) => leg === 'entry')) await desk.engine.send({ by, type: 'orders.cancel-all' });
    await pause(250);
  }
  await desk.stop();
  await running.catch(() => undefined);
  await desk.close();
  process.exit(0);
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
