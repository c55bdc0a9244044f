import WebSocket from 'ws';

/** One WebSocket as a connection uses it; what it says comes back through `SocketListener`. */
export interface StreamSocket {
  send(text: string): void;
  ping(): void;
  /** Says goodbye first; for a socket that is well. */
  close(): void;
  /** Cuts at once; for a socket that is not. */
  terminate(): void;
}

export interface SocketListener {
  opened(): void;
  frame(data: Buffer): void;
  /** A ping or a pong of the venue: proof of life without data. */
  alive(): void;
  /** Comes exactly once, whatever the end was. */
  closed(code: number): void;
}

export interface SocketTerms {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly connectTimeoutMs: number;
  readonly maxPayloadBytes: number;
}

export type OpenSocket = (terms: SocketTerms, listener: SocketListener) => StreamSocket;

/** Opens a real socket over `ws`: no compression, no Origin header, answers pings by itself. */
export const openWebSocket: OpenSocket = ({ url, headers, connectTimeoutMs, maxPayloadBytes }, listener) => {
  const socket = new WebSocket(url, {
    headers,
    handshakeTimeout: connectTimeoutMs,
    maxPayload: maxPayloadBytes,
    perMessageDeflate: false,
    followRedirects: false,
  });
  socket.binaryType = 'nodebuffer';
  socket.on('open', () => listener.opened());
  socket.on('message', (data) => {
    if (Buffer.isBuffer(data)) listener.frame(data);
  });
  socket.on('ping', () => listener.alive());
  socket.on('pong', () => listener.alive());
  // What went wrong ends in `close` as well; the message may hold the URL, so it is not passed on.
  socket.on('error', () => {});
  socket.on('close', (code) => listener.closed(code));
  const whenOpen = (act: () => void): void => {
    if (socket.readyState === WebSocket.OPEN) act();
  };
  return {
    send: (text) => whenOpen(() => socket.send(text)),
    ping: () => whenOpen(() => socket.ping()),
    close: () => socket.close(1000),
    terminate: () => socket.terminate(),
  };
};
