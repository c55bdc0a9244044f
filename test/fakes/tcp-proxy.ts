import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';

/** Stands between clients and a server, and loses what a firewall or a dead machine loses. */
export interface TcpProxy {
  readonly port: number;
  /** Of the connections that a client has made and not closed again. */
  clients(): number;
  /** Returns how often clients wrote a text, such as a piece of a query. */
  seen(text: string): number;
  /** Breaks every connection for its client only: the server goes on holding what it held for it. */
  breakUnheard(): void;
  /** From the moment a client writes this text on, its connection brings no more answers; '' hangs all of them. */
  hangOn(text: string): void;
  /** New connections answer again; those that hang go on hanging. */
  recover(): void;
  /** Returns once this holds. */
  until(check: () => boolean): Promise<void>;
  close(): Promise<void>;
}

export async function startTcpProxy(target: { readonly host: string; readonly port: number }): Promise<TcpProxy> {
  const clients = new Set<Socket>();
  const servers = new Set<Socket>();
  const waiters = new Set<() => void>();
  let written = '';
  let hangsOn: string | null = null;
  const tell = (): void => {
    for (const look of waiters) look();
  };

  const proxy = createServer((client) => {
    const server = connect(target.port, target.host);
    let hangs = false;
    clients.add(client);
    servers.add(server);
    client.on('data', (bytes) => {
      written += bytes.toString('latin1');
      if (hangsOn !== null && bytes.includes(hangsOn)) hangs = true;
      if (!hangs) server.write(bytes);
      tell();
    });
    server.on('data', (bytes) => {
      if (!hangs && !client.destroyed) client.write(bytes);
    });
    client.on('error', () => undefined);
    server.on('error', () => undefined);
    client.on('close', () => {
      // Where it was broken from here, the server is not to hear of it.
      if (clients.delete(client)) server.destroy();
      tell();
    });
    server.on('close', () => {
      servers.delete(server);
      client.destroy();
    });
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));

  return {
    port: (proxy.address() as AddressInfo).port,
    clients: () => clients.size,
    seen: (text) => written.split(text).length - 1,
    breakUnheard() {
      for (const client of clients) {
        clients.delete(client);
        client.destroy();
      }
    },
    hangOn(text) {
      hangsOn = text;
    },
    recover() {
      hangsOn = null;
    },
    until: (check) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!check()) return;
          waiters.delete(look);
          resolve();
        };
        waiters.add(look);
        look();
      }),
    async close() {
      for (const socket of [...clients, ...servers]) socket.destroy();
      await new Promise((resolve) => proxy.close(resolve));
    },
  };
}
