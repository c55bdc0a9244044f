import type { AddressInfo, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import type { SMTPServerSession } from 'smtp-server';
import { SMTPServer } from 'smtp-server';
import type { ParsedMail } from './parse-mail.ts';
import { parseMail } from './parse-mail.ts';
import { selfSigned } from './self-signed.ts';

/** How a mail server, or the way to it, can go wrong. */
export type SmtpFault =
  | { readonly type: 'reply'; readonly at: SmtpStep; readonly code: number; readonly said?: string }
  /** Says nothing any more. */
  | { readonly type: 'hang'; readonly at: SmtpStep }
  | { readonly type: 'drop'; readonly at: SmtpStep }
  /** Takes the mail, and the connection breaks before it says so. */
  | { readonly type: 'answer-lost' };

export type SmtpStep = 'greeting' | 'auth' | 'mail' | 'rcpt' | 'data';

export interface ReceivedMail extends ParsedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Whether it came through TLS. */
  readonly secure: boolean;
  readonly raw: string;
}

export interface FakeSmtp {
  readonly port: number;
  /** Trusts the server, in PEM. */
  readonly ca: string;
  readonly user: string;
  readonly password: string;
  readonly mails: readonly ReceivedMail[];
  connections(): number;
  fail(fault: SmtpFault, times?: number): void;
  recover(): void;
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  close(): Promise<void>;
}

export interface FakeSmtpOptions {
  readonly security?: 'starttls' | 'tls' | 'none';
  readonly needsLogin?: boolean;
}

type Answer = (error?: Error | null) => void;

/** Starts a mail server on loopback with a certificate of its own making, and a mailbox behind it. */
export async function startFakeSmtp(options: FakeSmtpOptions = {}): Promise<FakeSmtp> {
  const { security = 'starttls', needsLogin = security !== 'none' } = options;
  const { key, cert } = selfSigned();
  const user = 'desk@example.org';
  const password = 'fake-smtp-Password-7';
  const mails: ReceivedMail[] = [];
  const faults: { fault: SmtpFault; times: number }[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  let server = await open(0);
  const { port } = server.server.address() as AddressInfo;

  return {
    ...{ port, ca: cert, user, password, mails },
    connections: () => connections,
    fail: (fault, times = Number.POSITIVE_INFINITY) => void faults.push({ fault, times }),
    recover: () => void faults.splice(0),
    goAway,
    async comeBack() {
      server = await open(port);
    },
    close: goAway,
  };

  async function open(at: number): Promise<SMTPServer> {
    const opened = new SMTPServer({
      ...{ key, cert, secure: security === 'tls', logger: false },
      authOptional: !needsLogin,
      disabledCommands: security === 'none' ? ['STARTTLS'] : [],
      allowInsecureAuth: security === 'none',
      disableReverseLookup: true,
      closeTimeout: 10,
      onConnect: (session, done) => {
        connections += 1;
        step('greeting', session, done);
      },
      onAuth: (auth, session, done) =>
        step('auth', session, (error) => {
          if (error) done(error);
          else if (auth.username === user && auth.password === password) done(null, { user });
          else done(replied(535, 'authentication failed'));
        }),
      onMailFrom: (_, session, done) => step('mail', session, done),
      onRcptTo: (_, session, done) => step('rcpt', session, done),
      onData: (stream, session, done) => void take(stream, session, done),
    });
    // A client that goes away in the middle is no fault of the server.
    opened.on('error', () => undefined);
    opened.server.on('connection', (socket: Socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('close', () => sockets.delete(socket));
    });
    await new Promise<void>((done) => opened.listen(at, '127.0.0.1', () => done()));
    return opened;
  }

  async function goAway(): Promise<void> {
    if (!server.server.listening) return;
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((done) => server.close(() => done()));
  }

  function step(at: SmtpStep, session: SMTPServerSession, done: Answer): void {
    const fault = nextFault(at);
    if (fault === null) done();
    else if (fault.type === 'reply') done(replied(fault.code, fault.said ?? 'scripted'));
    else if (fault.type !== 'hang') cut(session);
  }

  async function take(stream: NodeJS.ReadableStream, session: SMTPServerSession, done: Answer): Promise<void> {
    const raw = await buffer(stream).catch(() => null);
    if (raw === null) return;
    const lost = nextFault('after');
    if (lost === null) {
      const fault = nextFault('data');
      if (fault?.type === 'reply') return done(replied(fault.code, fault.said ?? 'scripted'));
      if (fault?.type === 'hang') return;
      if (fault !== null) return cut(session);
    }
    const { mailFrom, rcptTo } = session.envelope;
    mails.push({
      ...parseMail(raw),
      from: mailFrom === false ? '' : mailFrom.address,
      to: rcptTo.map(({ address }) => address),
      secure: session.secure,
      raw: raw.toString('latin1'),
    });
    if (lost === null) done();
    else cut(session);
  }

  function nextFault(at: SmtpStep | 'after'): SmtpFault | null {
    const [next] = faults;
    const isDue = next !== undefined && (next.fault.type === 'answer-lost' ? at === 'after' : next.fault.at === at);
    if (!isDue) return null;
    next.times -= 1;
    if (next.times <= 0) faults.shift();
    return next.fault;
  }

  function cut({ remotePort }: SMTPServerSession): void {
    for (const socket of sockets) if (socket.remotePort === remotePort) socket.destroy();
  }
}

function replied(code: number, said: string): Error {
  return Object.assign(new Error(said), { responseCode: code });
}
