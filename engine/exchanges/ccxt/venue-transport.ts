import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';
import type { LiveLoop } from '../system-event-loop.ts';

/** What is known of one exchange of bytes with a venue, whatever became of it. */
export interface WireTrace {
  /** Whether the venue may have seen the request: a connection stood when it was written. */
  sent: boolean;
  status: number | null;
  headers: Readonly<Record<string, string>>;
  /** What arrived of the answer; never shown to anybody, only read. */
  text: string;
  /** When the last byte arrived was not the last one promised. */
  truncated: boolean;
}

export interface TransportRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly signal: AbortSignal;
  readonly trace: WireTrace;
}

/** Connections of one purpose: nothing else waits in their queue. */
export interface VenueTransport {
  send(request: TransportRequest): Promise<void>;
  close(): void;
}

const CONNECT_TIMEOUT_MS = 2_000;
const KEEP_ALIVE_MS = 30_000;
const MAX_ANSWER_BYTES = 16 * 1_024 * 1_024;

/** Returns keep-alive connections of its own; redirects are not followed and nothing is ever sent twice. */
export function createTransport(loop: Pick<LiveLoop, 'after'>, maxSockets = 16): VenueTransport {
  const options = { keepAlive: true, keepAliveMsecs: KEEP_ALIVE_MS, maxSockets, scheduling: 'lifo' } as const;
  const agents = { http: new HttpAgent(options), https: new HttpsAgent(options) };
  return {
    send: (request) => exchange(request, agents, loop),
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

function exchange(
  { url, method, headers, body, signal, trace }: TransportRequest,
  agents: { readonly http: HttpAgent; readonly https: HttpsAgent },
  loop: Pick<LiveLoop, 'after'>,
): Promise<void> {
  let disarm = () => {};
  const exchanged = new Promise<void>((resolve, reject) => {
    const secure = url.startsWith('https:');
    const length = body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const options = { method, headers: { ...headers, ...length }, signal };
    const outgoing = secure
      ? httpsRequest(url, { ...options, agent: agents.https })
      : httpRequest(url, { ...options, agent: agents.http });
    outgoing.on('socket', (socket) => {
      // From here on the bytes may be on their way; before it, a failure proves that none was.
      const connected = () => {
        trace.sent = true;
      };
      if (outgoing.reusedSocket || !socket.connecting) connected();
      else socket.once(secure ? 'secureConnect' : 'connect', connected);
    });
    disarm = loop.after(CONNECT_TIMEOUT_MS, () => {
      if (!trace.sent) outgoing.destroy(new Error('no connection'));
    });
    outgoing.on('error', reject);
    outgoing.on('response', (response) => {
      read(response, trace).then(resolve, reject);
    });
    outgoing.end(body ?? undefined);
  });
  return exchanged.finally(() => disarm());
}

async function read(response: IncomingMessage, trace: WireTrace): Promise<void> {
  trace.status = response.statusCode ?? null;
  trace.headers = flattened(response.headers);
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      bytes += chunk.length;
      if (bytes > MAX_ANSWER_BYTES) throw new RangeError('the answer is too long');
      chunks.push(chunk);
    }
  } catch (error) {
    trace.truncated = true;
    throw error;
  } finally {
    trace.text = Buffer.concat(chunks).toString('utf8');
  }
}

function flattened(headers: IncomingMessage['headers']): Readonly<Record<string, string>> {
  const entries = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, Array.isArray(value) ? value.join(', ') : value] as const],
  );
  return Object.fromEntries(entries);
}
