import { monitorEventLoopDelay } from 'node:perf_hooks';
import { pino } from 'pino';
import { openAppDatabase } from '../../../bot/app/database.ts';
import { openReplayDesk } from '../../../bot/app/open-desk.ts';
import type { Database } from '../../../db/database.ts';
import { deskConfig } from '../desk-config.ts';

/** What a played week took. */
export interface PlayedWeek {
  readonly ms: number;
  readonly cpuMs: number;
  readonly events: number;
  readonly entries: number;
  readonly hash: string;
  readonly loopMaxMs: number;
  readonly loopP99Ms: number;
}

/** Plays the whole week at full speed in a directory; `none` writes no row of it into the database. */
const [directory = '', projection = ''] = process.argv.slice(2);
const config = deskConfig(directory);
const logger = pino({ level: 'error' }, pino.destination(2));
const database = openAppDatabase(config, logger).then((opened) => (projection === 'none' ? unwritten(opened) : opened));
const desk = await openReplayDesk(config, logger, {}, { database });
let events = 0;
desk.replay.subscribe(() => {
  events += 1;
});

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
const before = process.cpuUsage();
const startedAt = performance.now();
await desk.run();
await desk.journal.flushed();
const ms = performance.now() - startedAt;
const { user, system } = process.cpuUsage(before);
delay.disable();
const { seq, hash } = desk.journal.head();
await desk.close();
const played: PlayedWeek = {
  ms,
  cpuMs: (user + system) / 1_000,
  events,
  entries: seq,
  hash,
  loopMaxMs: delay.max / 1e6,
  loopP99Ms: delay.percentile(99) / 1e6,
};
process.stdout.write(`${JSON.stringify(played)}\n`);

/** News and preferences are still read; a batch of the journal is taken and forgotten. */
function unwritten(opened: Database): Database {
  return { ...opened, transaction: <T>() => Promise.resolve(undefined as T) };
}
