import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { UnavailableError } from '../../../engine/domain/errors.ts';

/** Where Telegram sends updates: behind a proxy of one's own that ends TLS. */
export interface WebhookPlace {
  readonly url: string;
  readonly port: number;
}

export interface WebhookServer {
  /** What Telegram has to send along; anything else is not from it. */
  readonly secret: string;
  readonly port: number;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 1024 * 1024;
const SECRET_HEADER = 'x-telegram-bot-api-secret-token';

/** Listens on loopback and hands every update over that knows the secret, which is another one at each start. */
export async function openWebhook(port: number, take: (update: unknown) => void): Promise<WebhookServer> {
  const secret = randomBytes(32).toString('base64url');
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    void answer(request)
      .catch(() => 400)
      .then((status) => response.writeHead(status).end());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (fault) => {
      reject(
        new UnavailableError(`Port ${port} on this machine cannot be opened for Telegram's webhook.`, {
          cause: fault,
          hint: 'Another program may use it: change telegram.webhookPort.',
        }),
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    secret,
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };

  async function answer(request: IncomingMessage): Promise<number> {
    if (request.method !== 'POST') return 405;
    if (!isSecret(request.headers[SECRET_HEADER], secret)) return 401;
    const body = await bodyOf(request);
    if (body === null) return 413;
    take(JSON.parse(body));
    return 200;
  }
}

function isSecret(given: string | string[] | undefined, secret: string): boolean {
  if (typeof given !== 'string') return false;
  const [left, right] = [Buffer.from(given), Buffer.from(secret)];
  return left.length === right.length && timingSafeEqual(left, right);
}

async function bodyOf(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    chunks.push(chunk as Buffer);
    bytes += (chunk as Buffer).length;
    if (bytes > MAX_BODY_BYTES) return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}
