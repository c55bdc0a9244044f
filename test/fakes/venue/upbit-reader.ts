import { WebSocket } from 'ws';

export type Frame = Readonly<Record<string, unknown>>;

/** A plain client of a Korean venue's stream, which keeps all that it is told. */
export interface StreamReader {
  readonly socket: WebSocket;
  /** Frames so far, answers to PING left out. */
  readonly told: readonly Frame[];
  /** As they came. */
  readonly texts: readonly string[];
  /** Whether the last frame was binary. */
  readonly binary: boolean;
  readonly ended: Promise<void>;
  ask(message: unknown): void;
  frames(count: number): Promise<readonly Frame[]>;
  until(check: (frames: readonly Frame[]) => boolean): Promise<void>;
  /** Resolves when everything sent before has been told. */
  ponged(): Promise<void>;
}

/** Connects; rejects with the HTTP status where the venue refuses. */
export async function readStream(url: string, headers: Readonly<Record<string, string>> = {}): Promise<StreamReader> {
  const socket = new WebSocket(url, { headers });
  const told: Frame[] = [];
  const texts: string[] = [];
  const waiting = new Set<() => void>();
  let [binary, pongs] = [false, 0];
  socket.on('message', (data, isBinary) => {
    const text = String(data);
    const frame = JSON.parse(text) as Frame;
    if (frame.status === 'UP') pongs += 1;
    else {
      told.push(frame);
      texts.push(text);
      binary = isBinary;
    }
    for (const look of waiting) look();
  });
  const ended = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('error', reject);
  });
  const until = (check: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => {
        if (!check()) return;
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  return {
    socket,
    told,
    texts,
    ended,
    get binary() {
      return binary;
    },
    ask: (message) => socket.send(JSON.stringify(message)),
    frames: (count) => until(() => told.length >= count).then(() => told.slice(0, count)),
    until: (check) => until(() => check(told)),
    ponged() {
      const before = pongs;
      socket.send('PING');
      return until(() => pongs > before);
    },
  };
}

/** Returns the HTTP status with which a venue refused a connection. */
export function refusedStatus(error: Error): number {
  return Number(/Unexpected server response: (\d+)/.exec(error.message)?.[1] ?? Number.NaN);
}
