import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { TakenPost } from './check-post.ts';
import { checkPost } from './check-post.ts';
import { shownMrkdwn, unescaped } from './shown-mrkdwn.ts';

/** How Slack, or the way to it, can go wrong. */
export type SlackFault =
  /** None, for once. */
  | { readonly type: 'none' }
  | { readonly type: 'limited'; readonly retryAfterS: number | null }
  | { readonly type: 'refusal'; readonly status: number; readonly said: string }
  /** Takes no blocks, whatever they are. */
  | { readonly type: 'no-blocks' }
  | { readonly type: 'hang' }
  | { readonly type: 'reset' }
  /** Taken, but the answer is lost on its way. */
  | { readonly type: 'answer-lost' };

export interface SlackMessage extends TakenPost {
  /** What people read, without what is not seen. */
  readonly shown: string;
}

export interface FakeSlack {
  /** The incoming webhook: whoever has it may post. */
  readonly webhook: string;
  /** What stands in the channel. */
  readonly messages: readonly SlackMessage[];
  /** Posts that came, taken or not. */
  calls(): number;
  /** Answers the next so many posts with a fault; for ever by default. */
  fail(fault: SlackFault, times?: number): void;
  recover(): void;
  /** Nobody listens there any more. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

const PATH = '/services/T0AAAAAAA/B0BBBBBBB/fakeHookSecretForLoopback';

/** Starts a Slack on loopback: one channel with an incoming webhook. */
export async function startFakeSlack(): Promise<FakeSlack> {
  const messages: SlackMessage[] = [];
  const faults: { fault: SlackFault; times: number }[] = [];
  let calls = 0;
  const server = createServer((request, response) => {
    response.on('error', () => undefined);
    void answer(request, response);
  });
  const listen = (port: number) => new Promise<void>((done) => server.listen(port, '127.0.0.1', done));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const goAway = async (): Promise<void> => {
    if (!server.listening) return;
    server.closeAllConnections();
    await new Promise<void>((done) => server.close(() => done()));
  };

  return {
    webhook: `http://127.0.0.1:${port}${PATH}`,
    messages,
    calls: () => calls,
    fail: (fault, times = Number.POSITIVE_INFINITY) => void faults.push({ fault, times }),
    recover: () => void faults.splice(0),
    goAway,
    comeBack: () => listen(port),
    close: goAway,
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await text(request);
    calls += 1;
    const fault = nextFault();
    switch (fault?.type) {
      case 'limited': {
        const wait = fault.retryAfterS === null ? {} : { 'retry-after': String(fault.retryAfterS) };
        response.writeHead(429, wait).end('rate_limited');
        return;
      }
      case 'refusal':
        response.writeHead(fault.status, { 'content-type': 'text/html' }).end(fault.said);
        return;
      case 'hang':
        return;
      case 'reset':
        response.destroy();
        return;
    }
    if (request.url !== PATH) return refuse(response, 404, 'no_service');
    if (request.method !== 'POST') return refuse(response, 400, 'invalid_payload');
    const taken = checkPost(body);
    if (typeof taken === 'string') return refuse(response, 400, taken);
    if (fault?.type === 'no-blocks' && taken.blocks.length > 0) return refuse(response, 400, 'invalid_blocks');
    messages.push({ ...taken, shown: shownOf(taken) });
    if (fault?.type === 'answer-lost') response.destroy();
    else response.writeHead(200, { 'content-type': 'text/html' }).end('ok');
  }

  function nextFault(): SlackFault | undefined {
    const [next] = faults;
    if (next === undefined) return undefined;
    next.times -= 1;
    if (next.times <= 0) faults.shift();
    return next.fault;
  }
}

function shownOf({ text: fallback, blocks }: TakenPost): string {
  if (blocks.length === 0) return shownMrkdwn(fallback);
  return blocks
    .map(({ text: { type, text: written } }) => (type === 'mrkdwn' ? shownMrkdwn(written) : unescaped(written)))
    .join('\n');
}

function refuse(response: ServerResponse, status: number, said: string): void {
  response.writeHead(status, { 'content-type': 'text/html' }).end(said);
}
