import { describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { Connection, type ConnectionOptions } from '../../../../engine/exchanges/feeds/connection.ts';
import { ConnectionBudget } from '../../../../engine/exchanges/feeds/connection-budget.ts';
import { SYSTEM_LOOP } from '../../../../engine/exchanges/system-event-loop.ts';
import { FakeLiveLoop } from './fake-live-loop.ts';
import { FakeSockets } from './fake-sockets.ts';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

function connectionOf(options: Partial<ConnectionOptions> = {}) {
  const loop = new FakeLiveLoop();
  const sockets = new FakeSockets();
  const frames: string[] = [];
  const states: string[] = [];
  const connection = new Connection({
    venue: 'upbit',
    url: () => 'wss://venue.test/stream',
    loop,
    budget: new ConnectionBudget({ loop }),
    openSocket: sockets.open,
    onFrame: (data) => frames.push(data.toString()),
    onState: (state, drop) => states.push(drop === null ? state : `${state} after ${drop}`),
    keepAlive: { pingEveryMs: 10_000, text: 'PING', answerWithinMs: 5_000 },
    ...options,
  });
  return { loop, sockets, frames, states, connection };
}

/** Passes time in steps in which the venue shows that it lives. */
async function passAlive(loop: FakeLiveLoop, sockets: FakeSockets, ms: number, stepMs = 10_000): Promise<void> {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await loop.pass(stepMs);
    for (const socket of sockets.living()) socket.pong();
  }
}

describe('a connection', () => {
  it('greets in order and in the pace that the venue bears, then hands on frames', async () => {
    const { loop, sockets, frames, connection } = connectionOf({ greetings: () => ['a', 'b', 'c'], messageGapMs: 250 });
    connection.start();
    await loop.pass(0);
    expect(sockets.live().said).toEqual(['a']);
    await loop.pass(500);
    expect(sockets.live().said).toEqual(['a', 'b', 'c']);
    sockets.live().say('hello');
    expect(frames).toEqual(['hello']);
  });

  it('backs off by chance below a limit that doubles, and begins anew after it was well', async () => {
    const { loop, sockets, connection } = connectionOf();
    loop.luck = 1;
    const attempts: number[] = [];
    sockets.answer = (socket) => {
      attempts.push(loop.elapsedMs());
      socket.cut();
    };
    connection.start();
    await loop.pass(8_000);
    expect(attempts).toEqual([0, 500, 1_500, 3_500, 7_500]);
    sockets.answer = (socket) => socket.accept();
    await loop.pass(MINUTE);
    await passAlive(loop, sockets, MINUTE);
    const before = sockets.all.length;
    sockets.live().cut();
    await loop.pass(500);
    expect(sockets.all.length).toBe(before + 1);
  });

  it('meets a venue that closes every socket for a minute with few attempts', async () => {
    const loop = new FakeLiveLoop();
    loop.luck = 0.3;
    const sockets = new FakeSockets();
    sockets.answer = (socket) => {
      socket.accept();
      socket.cut();
    };
    const budget = new ConnectionBudget({ loop });
    const connections = Array.from(
      { length: 40 },
      () =>
        new Connection({
          venue: 'binance',
          url: () => 'wss://venue.test/stream',
          loop,
          budget,
          openSocket: sockets.open,
          onFrame: () => {},
        }),
    );
    for (const connection of connections) connection.start();
    await loop.pass(MINUTE - 1);
    // Forty connections, each thrown out at once; the venue's share of the budget is 24 a minute.
    expect(sockets.all.length).toBeLessThanOrEqual(24);
    expect(sockets.all.length).toBeGreaterThan(10);
    for (const connection of connections) connection.stop();
  });

  it('pings as frame and as text, and cuts a line on which nothing comes back', async () => {
    const { loop, sockets, states, connection } = connectionOf();
    connection.start();
    await loop.pass(10_000);
    const [first] = sockets.all;
    expect([first?.pings, first?.said]).toEqual([1, ['PING']]);
    first?.say('{"status":"UP"}');
    await loop.pass(10_000);
    expect(first?.ended).toBeNull();
    await loop.pass(5_000);
    expect(first?.ended).toBe('terminated');
    expect(connection.counts().drops).toEqual({ 'half-open': 1 });
    await loop.pass(1_000);
    expect(states).toEqual(['connecting', 'open', 'waiting after half-open', 'connecting', 'open']);
  });

  it('renews itself before the day is over: first the new socket, then the old one goes', async () => {
    const { loop, sockets, frames, states, connection } = connectionOf();
    connection.start();
    await passAlive(loop, sockets, DAY - 60 * MINUTE, MINUTE / 6);
    let most = 0;
    for (let passed = 0; passed < 20 * MINUTE; passed += 1_000) {
      await loop.pass(1_000);
      most = Math.max(most, sockets.living().length);
      for (const socket of sockets.living()) socket.say(`from ${sockets.all.indexOf(socket)}`);
    }
    expect(sockets.all.length).toBe(2);
    expect(most).toBe(2);
    expect(sockets.all[0]?.ended).toBe('closed');
    // Not a second without data: both were heard while the new one started.
    const overlap = frames.indexOf('from 1');
    expect(frames.slice(overlap).filter((frame) => frame === 'from 0').length).toBeGreaterThanOrEqual(3);
    expect(states.filter((state) => state.startsWith('waiting'))).toEqual([]);
    expect(connection.counts().drops).toEqual({ renewed: 1 });
  });

  it('keeps the old socket while its successor fails', async () => {
    const { loop, sockets, connection } = connectionOf({ lifeMs: MINUTE });
    connection.start();
    await loop.pass(0);
    sockets.answer = (socket) => socket.cut();
    await passAlive(loop, sockets, 3 * MINUTE);
    expect(sockets.all[0]?.ended).toBeNull();
    expect(connection.state()).toBe('open');
    expect(sockets.all.length).toBeGreaterThan(3);
  });

  it('says that it is down though another attempt was already pending', async () => {
    const { loop, sockets, states, connection } = connectionOf({ lifeMs: MINUTE });
    loop.luck = 1;
    connection.start();
    await loop.pass(0);
    sockets.answer = (socket) => socket.cut();
    await passAlive(loop, sockets, 2 * MINUTE);
    states.length = 0;
    sockets.all[0]?.cut();
    expect(states).toEqual(['waiting after closed']);
    expect(connection.state()).toBe('waiting');
    connection.stop();
  });

  it('ends in the middle of an attempt and stays ended', async () => {
    const { loop, sockets, connection } = connectionOf();
    sockets.answer = () => {};
    connection.start();
    await loop.pass(1_000);
    connection.stop();
    await loop.pass(10 * MINUTE);
    expect(sockets.all.map((socket) => socket.ended)).toEqual(['terminated']);
    expect(connection.state()).toBe('stopped');
  });

  it('notices over a real socket that nobody answers pings any more', async () => {
    const server = new WebSocketServer({ port: 0, autoPong: false });
    await new Promise((resolve) => server.once('listening', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const arrived: (string | undefined)[] = [];
    const twice = new Promise<void>((resolve) => {
      server.on('connection', (_, request) => {
        arrived.push(request.headers.origin);
        if (arrived.length === 2) resolve();
      });
    });
    const connection = new Connection({
      venue: 'upbit',
      url: () => `ws://127.0.0.1:${address.port}/stream`,
      loop: { ...SYSTEM_LOOP, chance: () => 0 },
      budget: new ConnectionBudget({ loop: SYSTEM_LOOP }),
      onFrame: () => {},
      keepAlive: { pingEveryMs: 20, answerWithinMs: 20 },
    });
    connection.start();
    await twice;
    connection.stop();
    expect(arrived).toEqual([undefined, undefined]);
    expect(connection.counts().drops['half-open']).toBe(1);
    for (const client of server.clients) client.terminate();
    await new Promise((resolve) => server.close(resolve));
  });
});
