import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Line } from '../fakes/line.ts';
import { openLine } from '../fakes/line.ts';
import type { LiveGround } from './live-ground.ts';
import { KEY, openLiveGround, SERVER, WHY_SKIPPED } from './live-ground.ts';
import { buy } from './venue-desk.ts';

const BTC = 'BTC/KRW';
let ground: LiveGround;
let line: Line | null = null;

beforeAll(async () => {
  ground = await openLiveGround();
});
afterEach(async () => {
  await ground.afterEach();
  await line?.close();
  line = null;
}, 120_000);
afterAll(() => ground.afterAll(), 60_000);

/** A desk at a venue where no stop can rest: what it holds is watched by the desk alone. */
async function openHolding(databaseUrl: string) {
  const moving = await ground.venue('upbit');
  const environment = { DATABASE_URL: databaseUrl, ...ground.keysOf('upbit'), ...ground.models() };
  const person = await ground.desk({ environment, directory: ground.directory(), quietDetectors: true });
  await person.until('a price', () => person.desk.view.market(BTC) !== null);
  await buy(person, 'btc 500000 krw');
  return { moving, person, desk: person.desk };
}

describe.skipIf(SERVER === null)(`a live desk in trouble ${WHY_SKIPPED}`, () => {
  it('outlives its database: it enters nothing, still watches its stop, and writes all down afterwards', async () => {
    const real = new URL(await ground.database());
    line = await openLine(real.hostname, Number(real.port));
    const through = new URL(real);
    through.port = String(line.port);
    const { moving, person, desk } = await openHolding(through.href);
    const sent = () => moving.venue.ledger.orders(KEY).length;
    const before = sent();
    line.cut();
    await person.says('/buy btc 500000 krw', /The database does not answer/);
    await person.until('the database away', () => desk.journal.away);
    expect(sent()).toBe(before);
    moving.jump(0.95);
    await person.until('the exit', () => desk.view.positions().length === 0);
    expect(desk.journal.away).toBe(true);
    line.mend();
    await person.until('the database back', () => !desk.journal.away);
    await desk.journal.flushed();
    const [row] = await ground.ask(real.href, 'select count(*)::int as entries, max(seq)::int as last from journal');
    expect(row?.entries).toBe(row?.last);
    expect(row?.last).toBeGreaterThan(0);
    const [trade] = await desk.records.trades({ limit: 1 });
    expect(trade?.exitReason.code).toBe('exit.stop-watched');
    moving.venue.ledger.checkConservation();
  }, 180_000);

  it('whose journal takes nothing any more ends only when its emergency exit is through', async () => {
    const { moving, person, desk } = await openHolding(await ground.database());
    const { faults, ledger } = moving.venue;
    faults.onRequest('503', { kind: 'order' }, 10_000);
    const ended = person.until('the end of the desk', () => false).catch((fault: unknown) => fault);
    // As after a write that failed and could not be taken back.
    desk.journal.close();
    writeFileSync(join(desk.config.data.directory, 'emergency', 'panic'), '');
    expect(await ended).toMatchObject({ code: 'UNAVAILABLE' });
    expect(Number(ledger.positions(KEY)[BTC])).toBeGreaterThan(0);
    let isClosed = false;
    const closed = desk.close().then(() => {
      isClosed = true;
    });
    const tries = () => ledger.requests().filter(({ method, path }) => method === 'POST' && path.includes('/orders'));
    const before = tries().length;
    await expect.poll(() => isClosed || tries().length > before + 1, { timeout: 60_000 }).toBe(true);
    expect(isClosed).toBe(false);
    faults.heal();
    await closed;
    expect(Number(ledger.positions(KEY)[BTC] ?? '0')).toBe(0);
    ledger.checkConservation();
  }, 180_000);
});
