import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { WebSocket } from 'ws';
import { FrameConsumer, type FrameSet } from './feed-frames.ts';
import { quantile } from './sample.ts';

/** What came over a real connection from another process at a rate. */
export interface WireResult {
  readonly sent: number;
  readonly received: number;
  readonly ratePerSecond: number;
  readonly cpuMicrosPerMessage: number;
  /** Milliseconds between sending and having parsed and applied, one for each write of the sender. */
  readonly queueMs: readonly number[];
  readonly faults: number;
  readonly breaks: number;
}

/** Receives a frame set from a server in a second process at a rate, through `ws`, the parser and the books. */
export async function receivePaced(market: 'spot' | 'usdm', set: FrameSet, perSecond: number): Promise<WireResult> {
  const script = fileURLToPath(new URL('./children/serve-frames.ts', import.meta.url));
  const args = ['--import', import.meta.resolve('tsx'), script, market, String(set.frames.length), String(perSecond)];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const { port } = JSON.parse((await lines.next()).value) as { port: number };
  const received = await receive(port, set);
  const { sent, seconds } = JSON.parse((await lines.next()).value) as { sent: number; seconds: number };
  return { ...received, sent, ratePerSecond: sent / seconds };
}

async function receive(port: number, set: FrameSet): Promise<Omit<WireResult, 'sent' | 'ratePerSecond'>> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, { perMessageDeflate: false });
  const queueMs: number[] = [];
  let frames = 0;
  let done = (): void => undefined;
  const ended = new Promise<void>((resolve) => {
    done = resolve;
  });
  const consumer = new FrameConsumer(set, (sentAt) => {
    frames -= 1;
    if (sentAt === 0) done();
    else queueMs.push((micros() - sentAt) / 1_000);
  });
  socket.on('message', (data: Buffer) => {
    frames += 1;
    consumer.read(data);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const before = process.cpuUsage();
  socket.send('go');
  await ended;
  const { user, system } = process.cpuUsage(before);
  socket.terminate();
  return {
    received: frames,
    cpuMicrosPerMessage: (user + system) / frames,
    queueMs,
    faults: consumer.faults,
    breaks: consumer.breaks,
  };
}

/** Returns the moments that lasted at most `limitMs`, as a share. */
export function shareWithin(sample: readonly number[], limitMs: number): number {
  return sample.filter((value) => value <= limitMs).length / Math.max(1, sample.length);
}

/** Returns the middle, the rare and the worst of a sample. */
export function tail(sample: readonly number[]) {
  return { p50: quantile(sample, 0.5), p99: quantile(sample, 0.99), worst: quantile(sample, 1) };
}

function micros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
