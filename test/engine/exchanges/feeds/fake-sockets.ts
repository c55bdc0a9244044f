import type { OpenSocket, SocketListener, SocketTerms } from '../../../../engine/exchanges/feeds/connection-socket.ts';

/** A socket whose other end is the test. */
export class FakeSocket {
  readonly said: string[] = [];
  pings = 0;
  ended: 'closed' | 'terminated' | null = null;
  readonly terms: SocketTerms;
  readonly listener: SocketListener;

  constructor(terms: SocketTerms, listener: SocketListener) {
    this.terms = terms;
    this.listener = listener;
  }

  accept(): void {
    this.listener.opened();
  }

  say(message: unknown): void {
    this.listener.frame(Buffer.from(typeof message === 'string' ? message : JSON.stringify(message)));
  }

  pong(): void {
    this.listener.alive();
  }

  /** Cut by the venue. */
  cut(): void {
    if (this.ended !== null) return;
    this.ended = 'terminated';
    this.listener.closed(1006);
  }
}

/** Opens fake sockets and remembers them; `answer` decides what becomes of each. */
export class FakeSockets {
  readonly all: FakeSocket[] = [];
  answer: (socket: FakeSocket) => void = (socket) => socket.accept();

  open: OpenSocket = (terms, listener) => {
    const socket = new FakeSocket(terms, listener);
    this.all.push(socket);
    queueMicrotask(() => {
      if (socket.ended === null) this.answer(socket);
    });
    const end = (how: 'closed' | 'terminated'): void => {
      if (socket.ended !== null) return;
      socket.ended = how;
      queueMicrotask(() => listener.closed(1000));
    };
    return {
      send: (text) => {
        socket.said.push(text);
      },
      ping: () => {
        socket.pings += 1;
      },
      close: () => end('closed'),
      terminate: () => end('terminated'),
    };
  };

  /** The newest one that is open. */
  live(): FakeSocket {
    const found = this.all.findLast((socket) => socket.ended === null);
    if (found === undefined) throw new Error('no socket is open');
    return found;
  }

  living(): readonly FakeSocket[] {
    return this.all.filter((socket) => socket.ended === null);
  }
}
