import { createServer } from 'node:http';
import { type WebSocket, WebSocketServer } from 'ws';
import { frameSet } from '../feed-frames.ts';

/**
 * A venue in a process of its own: sends recorded frames at a rate. Once a millisecond it puts what is due on the wire
 * in one write, and behind it a mark (an answer whose id is the moment, on the clock that both processes share).
 * Arguments: market, frames, frames a second. The port is told by the first line; the last says what was sent.
 */
const [market, count, perSecond] = [
  process.argv[2] === 'usdm' ? 'usdm' : 'spot',
  Number(process.argv[3]),
  Number(process.argv[4]),
] as const;
const set = frameSet(market, count);
const wire = set.frames.map((frame) => framed(frame));

const http = createServer();
const server = new WebSocketServer({ server: http, perMessageDeflate: false });
server.on('connection', (socket) => {
  socket.once('message', () => send(socket));
  socket.on('close', () => http.close(() => process.exit(0)));
});
http.listen(0, '127.0.0.1', () => {
  const address = http.address();
  if (typeof address === 'object' && address !== null) console.log(JSON.stringify({ port: address.port }));
});

function send(socket: WebSocket): void {
  const raw = (socket as unknown as { _socket: { write(bytes: Buffer): boolean } })._socket;
  const began = micros();
  let sent = 0;
  const timer = setInterval(() => {
    const due = Math.min(wire.length, Math.floor(((micros() - began) * perSecond) / 1e6));
    if (due > sent) {
      raw.write(Buffer.concat([...wire.slice(sent, due), framed(Buffer.from(`{"result":null,"id":${micros()}}`))]));
      sent = due;
    }
    if (sent < wire.length) return;
    clearInterval(timer);
    const seconds = (micros() - began) / 1e6;
    raw.write(framed(Buffer.from('{"result":null,"id":0}')));
    console.log(JSON.stringify({ sent, seconds }));
  }, 1);
}

/** A text frame as a server sends it: final, unmasked. */
function framed(payload: Buffer): Buffer {
  const { length } = payload;
  if (length < 126) return Buffer.concat([Buffer.from([0x81, length]), payload]);
  if (length < 65_536) return Buffer.concat([Buffer.from([0x81, 126, length >> 8, length & 255]), payload]);
  const head = Buffer.alloc(10);
  head.set([0x81, 127]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return Buffer.concat([head, payload]);
}

function micros(): number {
  return Number(process.hrtime.bigint() / 1_000n);
}
