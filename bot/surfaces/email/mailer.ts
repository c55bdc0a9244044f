import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import type { SendMailOptions } from 'nodemailer';
import type { MailServer } from '../../config/config-places.ts';

/** What a mail server, or the way to it, made of a mail; `problem` holds nothing of the mail and no secret. */
export type MailAnswer = { readonly type: 'taken' } | { readonly type: 'later' | 'refused'; readonly problem: string };

export interface Mail {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** In angle brackets. */
  readonly messageId: string;
  /** The mail that this one belongs to. */
  readonly references: string | null;
  readonly urgency: 'high' | 'normal' | 'low';
  readonly pictures: readonly {
    readonly name: string;
    readonly mime: string;
    readonly cid: string;
    readonly bytes: Uint8Array;
  }[];
}

export interface Mailer {
  /** Tries once, on a connection of its own. Never rejects. */
  send(mail: Mail, signal: AbortSignal): Promise<MailAnswer>;
}

const CONNECT_MS = 10_000;
/** A server that says nothing for so long has forgotten us. */
const SILENCE_MS = 30_000;
const SENDER_NAME = 'Assent';

export function createMailer(server: MailServer): Mailer {
  return {
    async send(mail, signal) {
      if (server.user !== null && server.password === null) {
        return { type: 'later', problem: 'email.user is set without SMTP_PASSWORD' };
      }
      const trusted = await trustedBy(server.ca);
      if (trusted === null) return { type: 'later', problem: 'the certificates of email.ca cannot be read' };
      // Loaded with the first mail: a desk without mail need not wait for it.
      const { createTransport } = await import('nodemailer');
      const transport = createTransport({
        host: server.host,
        port: server.port,
        secure: server.security === 'tls',
        requireTLS: server.security === 'starttls',
        ignoreTLS: server.security === 'none',
        tls: { minVersion: 'TLSv1.2', ...(trusted.length > 0 && { ca: [...trusted] }) },
        ...(server.user !== null && { auth: { user: server.user, pass: server.password ?? '' } }),
        connectionTimeout: CONNECT_MS,
        greetingTimeout: CONNECT_MS,
        dnsTimeout: CONNECT_MS,
        socketTimeout: SILENCE_MS,
        // What strangers wrote must not make a file or an address of ours part of a mail.
        disableFileAccess: true,
        disableUrlAccess: true,
      });
      try {
        await transport.sendMail({ ...optionsOf(mail), signal });
        return { type: 'taken' };
      } catch (fault) {
        return answerOf(fault, signal.aborted);
      } finally {
        transport.close();
      }
    },
  };
}

/** Returns the certificates to trust, none for those of Node alone, or null when the file cannot be read. */
async function trustedBy(ca: string | null): Promise<readonly string[] | null> {
  if (ca === null) return [];
  try {
    return [...rootCertificates, await readFile(ca, 'utf8')];
  } catch {
    return null;
  }
}

function optionsOf(mail: Mail): SendMailOptions {
  return {
    from: { name: SENDER_NAME, address: mail.from },
    to: { name: '', address: mail.to },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    ...(mail.references !== null && { inReplyTo: mail.references, references: mail.references }),
    ...(mail.urgency !== 'normal' && { priority: mail.urgency }),
    // https://www.rfc-editor.org/rfc/rfc3834#section-5: nobody's "I am away" comes back.
    headers: { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' },
    attachments: mail.pictures.map(({ name, mime, cid, bytes }) => ({
      filename: name,
      contentType: mime,
      contentDisposition: 'inline' as const,
      cid,
      content: Buffer.from(bytes),
    })),
  };
}

/**
 * A server's words may repeat the mail, so only its number is told. What it says of the recipient or the mail is final
 * at 5xx; what it says of us, such as a password, somebody can put right.
 */
function answerOf(fault: unknown, isGivenUp: boolean): MailAnswer {
  const told = isMailFault(fault) ? fault : undefined;
  const status = typeof told?.responseCode === 'number' ? told.responseCode : null;
  const command = typeof told?.command === 'string' ? told.command : '';
  const code = typeof told?.code === 'string' ? told.code : 'no answer';
  if (isGivenUp) return { type: 'later', problem: 'given up waiting for the mail server' };
  if (code === 'EAUTH') {
    return {
      type: 'later',
      problem: `the mail server does not accept email.user and SMTP_PASSWORD (${status ?? code})`,
    };
  }
  if (code === 'ETLS') return { type: 'later', problem: 'the mail server offers no TLS that can be trusted (ETLS)' };
  const said = status === null ? code : `${status}${command === '' ? '' : ` to ${command}`}`;
  const problem = `the mail server did not take it (${said})`;
  const isFinal = told?.permanent === true && (command === 'RCPT TO' || command === 'DATA');
  const isTooLarge = code === 'EMESSAGE' && status === null;
  return { type: isFinal || isTooLarge ? 'refused' : 'later', problem };
}

interface MailFault extends Error {
  readonly code?: unknown;
  readonly command?: unknown;
  readonly responseCode?: unknown;
  readonly permanent?: unknown;
}

function isMailFault(fault: unknown): fault is MailFault {
  return fault instanceof Error;
}
