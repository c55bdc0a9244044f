import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface SiteAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as it is; anything but a text goes as JSON. */
  readonly body: unknown;
}

/** What goes wrong for every address that contains `match`, until the fault is taken away. */
export interface SiteFault extends SiteAnswer {
  readonly match: string;
}

export interface SeriesSite {
  readonly origin: string;
  /** Paths with their queries, in the order asked. */
  readonly asked: string[];
  faults: SiteFault[];
  close(): Promise<void>;
}

/** A loopback server that answers as `routes` says, or as a scripted fault does; 404 for what it does not know. */
export async function startSeriesSite(routes: (url: URL) => SiteAnswer | undefined): Promise<SeriesSite> {
  const asked: string[] = [];
  const faults: SiteFault[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? '/';
    asked.push(path);
    const fault = site.faults.find(({ match }) => path.includes(match));
    send(request, response, fault ?? routes(new URL(path, 'http://localhost')) ?? { status: 404, body: 'Not found' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const site: SeriesSite = {
    origin: `http://127.0.0.1:${port}`,
    asked,
    faults,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
  return site;
}

function send(_request: IncomingMessage, response: ServerResponse, { status, headers, body }: SiteAnswer): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const type = typeof body === 'string' ? 'text/plain' : 'application/json; charset=utf-8';
  response.writeHead(status ?? 200, { 'content-type': type, ...headers });
  response.end(text);
}
