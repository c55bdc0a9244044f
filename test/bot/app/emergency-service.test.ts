import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { EmergencyService } from '../../../bot/app/emergency.ts';
import { startEmergency } from '../../../bot/app/emergency.ts';
import { bindEmergency, knownOf } from '../../../bot/app/emergency-desk.ts';
import type { ToEmergency } from '../../../bot/emergency/emergency-messages.ts';
import type { Order } from '../../../engine/domain/order.ts';
import { reason } from '../../../engine/domain/reason.ts';
import { openEmergencyJournal } from '../../../engine/emergency/emergency-journal.ts';
import type { EmergencyStatus } from '../../../engine/emergency/fast-path.ts';
import { killSwitch } from '../../../engine/emergency/kill-switch.ts';

const LOGGER = { info: () => undefined, warn: () => undefined, error: () => undefined };
const KNOWN = { owned: { 'BTC/USDT': '1' }, resting: [] };
const GATES = { paused: false, panicked: false, halted: null };

let data: string;
let service: EmergencyService;

beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'assent-emergency-messages-'));
  mkdirSync(join(data, 'emergency'));
});

afterEach(async () => {
  await service.close();
  rmSync(data, { recursive: true, force: true });
});

/** Starts it with a thread that only writes down what it is told, and ends when `ends` presses. */
function start(status: EmergencyStatus | null = null): void {
  const script = join(data, 'thread.mjs');
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs';
    import { parentPort } from 'node:worker_threads';
    parentPort.on('message', (message) => {
      appendFileSync(${JSON.stringify(join(data, 'told'))}, JSON.stringify(message) + '\\n');
      const status = ${JSON.stringify(status)};
      if (status !== null) parentPort.postMessage({ type: 'status', status });
      if (message.type === 'close' || message.by === 'ends') process.exit();
    });`,
  );
  service = startEmergency({ dataDirectory: data, accounts: [], logger: LOGGER, script: pathToFileURL(script) });
}

function told(): readonly ToEmergency[] {
  if (!existsSync(join(data, 'told'))) return [];
  return readFileSync(join(data, 'told'), 'utf8')
    .split('\n')
    .flatMap((line) => (line === '' ? [] : [JSON.parse(line) as ToEmergency]));
}

async function toldOf(count: number): Promise<readonly ToEmergency[]> {
  await expect.poll(() => told().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
  return told();
}

it('journals a latch that it finds without pressing again: what is held by now a person brought', async () => {
  const { latch } = killSwitch(join(data, 'emergency')).latch({ by: 'terminal:owner', why: 'command', at: 1 });
  const journal = openEmergencyJournal(join(data, 'emergency'));
  journal.append(latch.incident, { type: 'finished' }, 2);
  journal.close();
  start();
  const sent: string[] = [];
  await bindEmergency({
    ...{ service, logger: LOGGER, account: 'desk', entries: [], record: () => undefined, onEntry: () => undefined },
    view: { gates: () => GATES, openOrders: () => [], positions: () => [] },
    engine: {
      async send(command) {
        sent.push(command.type);
        // As the desk does with a latch, whoever set it.
        service.panic('terminal:owner', 'exit.panic');
        return { outcome: 'accepted', reason: reason('panic.latched'), decisionIds: [], orderNumbers: [] };
      },
    },
  });
  service.panic('terminal:owner', 'exit.panic');
  const messages = await toldOf(2);
  expect(sent).toEqual(['panic.latch']);
  // The press after that is a person's own.
  expect(messages.map(({ type }) => type)).toEqual(['known', 'panic']);
});

it('names the incident that is cleared, and takes away no other', async () => {
  start();
  service.panic('owner', 'test');
  const latch = service.killSwitch.read();
  const journal = openEmergencyJournal(join(data, 'emergency'));
  journal.append(latch?.incident ?? '', { type: 'finished' }, 2);
  journal.close();
  expect(service.clear('admin')).toBe(true);
  expect(service.killSwitch.latched()).toBe(false);
  expect((await toldOf(2))[1]).toEqual({ type: 'clear', by: 'admin', incident: latch?.incident });
});

it('is not cleared while the thread is at work again, whatever its journal says of the first time', async () => {
  const { latch } = killSwitch(join(data, 'emergency')).latch({ by: 'owner', why: 'test', at: 1 });
  const journal = openEmergencyJournal(join(data, 'emergency'));
  journal.append(latch.incident, { type: 'finished' }, 2);
  journal.close();
  start({ latch, finished: false, accounts: [], journalIntact: true });
  service.panic('owner', 'again');
  await expect.poll(() => service.status()?.finished, { timeout: 10_000 }).toBe(false);
  expect(service.exitUnderWay()).toBe(true);
  expect(service.clear('admin')).toBe(false);
  expect(service.killSwitch.latched()).toBe(true);
});

it('tells a thread that is started anew what the desk owns', async () => {
  start();
  service.setKnown('desk', KNOWN);
  service.panic('ends', 'test');
  const messages = await toldOf(3);
  expect(messages.map(({ type }) => type)).toEqual(['known', 'panic', 'known']);
  expect(messages[2]).toEqual({ type: 'known', account: 'desk', known: KNOWN });
});

it('names entries and exits whose end is open, not the stops that rest', () => {
  start();
  const order = (leg: Order['leg'], fields: Partial<Order>): Order => ({
    ...{ clientId: `c${leg}`, decisionId: 'D-1', leg, attempt: 0, at: 1, number: 1, state: 'SENDING' },
    ...{ filledQuantity: '0', averagePrice: null, venueOrderId: null, sentAt: 1, updatedAt: 1, reason: null },
    request: {
      ...{ symbol: 'BTC/USDT', side: leg === 'entry' ? 'buy' : 'sell', type: 'market', quantity: '1', price: null },
      ...{ triggerPrice: null, reduceOnly: false },
    },
    ...fields,
  });
  const openOrders = () => [order('entry', { filledQuantity: '0.4' }), order('stop', {}), order('exit', {})];
  expect(knownOf({ positions: () => [], openOrders })).toEqual({
    ...{ owned: {}, resting: [] },
    underWay: [
      { clientId: 'centry', symbol: 'BTC/USDT', side: 'buy', filled: '0.4' },
      { clientId: 'cexit', symbol: 'BTC/USDT', side: 'sell', filled: '0' },
    ],
  });
});
