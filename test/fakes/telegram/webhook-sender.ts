import { request } from 'node:http';
import type { BotApi } from './bot-api-server.ts';
import { runWebhookReply } from './bot-api-server.ts';

/** One try to hand an update over; the status is null when nobody answered. */
export interface Delivery {
  readonly updateId: number;
  readonly status: number | null;
}

export interface WebhookSender {
  readonly deliveries: readonly Delivery[];
  /** Delivers what waits, in order, one after the other; what is not answered with 2xx is tried again. */
  wake(): void;
  close(): void;
}

/** Returns what POSTs updates to the bot's webhook. Telegram waits longer each time; here the wait is the same. */
export function createWebhookSender(api: BotApi, retryMs: number): WebhookSender {
  const deliveries: Delivery[] = [];
  let running = false;
  let closed = false;

  const wake = (): void => {
    if (running || closed) return;
    running = true;
    void deliverAll().finally(() => {
      running = false;
    });
  };
  return {
    deliveries,
    wake,
    close: () => {
      closed = true;
    },
  };

  async function deliverAll(): Promise<void> {
    while (!closed && api.feed.webhook !== null) {
      const [update] = api.feed.waiting;
      if (update === undefined) return;
      const { url, secretToken } = api.feed.webhook;
      const answer = await post(url, secretToken, update).catch(() => null);
      deliveries.push({ updateId: update.update_id, status: answer?.status ?? null });
      if (answer !== null && answer.status >= 200 && answer.status < 300) {
        api.feed.confirmBelow(update.update_id + 1);
        const reply = objectFrom(answer.body);
        if (reply !== null && 'method' in reply) runWebhookReply(api, reply);
      } else await new Promise((resolve) => setTimeout(resolve, retryMs));
    }
  }
}

function post(url: string, secretToken: string | null, update: unknown): Promise<{ status: number; body: string }> {
  const headers = {
    'content-type': 'application/json',
    ...(secretToken === null ? {} : { 'X-Telegram-Bot-Api-Secret-Token': secretToken }),
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', headers, agent: false, timeout: 5000 }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        body += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body }));
      response.on('error', reject);
    });
    sent.on('error', reject);
    sent.on('timeout', () => sent.destroy(new Error('the webhook did not answer')));
    sent.end(JSON.stringify(update));
  });
}

function objectFrom(body: string): Readonly<Record<string, unknown>> | null {
  try {
    const read: unknown = JSON.parse(body);
    return typeof read === 'object' && read !== null ? (read as Readonly<Record<string, unknown>>) : null;
  } catch {
    return null;
  }
}
