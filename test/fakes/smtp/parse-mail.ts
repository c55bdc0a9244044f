/** A part of a mail, decoded. */
export interface MailPart {
  /** By lower-case name; of several the last. Encoded words are decoded. */
  readonly headers: Readonly<Record<string, string>>;
  readonly type: string;
  readonly content: Buffer;
  readonly parts: readonly MailPart[];
}

export interface ParsedMail extends MailPart {
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly MailPart[];
}

const CRLF = '\r\n';

/** Reads a mail: RFC 5322 headers, RFC 2045 to 2047 bodies and words. Throws on what is neither. */
export function parseMail(raw: Buffer): ParsedMail {
  const root = parsePart(raw.toString('latin1'));
  const leaves = leavesOf(root);
  const inline = (type: string) =>
    leaves.find((leaf) => leaf.type === type && !('content-disposition' in leaf.headers))?.content.toString('utf8') ??
    '';
  return {
    ...root,
    text: inline('text/plain').replaceAll(CRLF, '\n'),
    html: inline('text/html').replaceAll(CRLF, '\n'),
    attachments: leaves.filter((leaf) => 'content-disposition' in leaf.headers),
  };
}

function parsePart(source: string): MailPart {
  const end = source.indexOf(CRLF + CRLF);
  const head = end < 0 ? source : source.slice(0, end);
  const body = end < 0 ? '' : source.slice(end + 4);
  const headers = readHeaders(head);
  const [type = 'text/plain', ...parameters] = (headers['content-type'] ?? 'text/plain').split(';');
  const boundary = parameters
    .map((one) => /^\s*boundary="?([^"]+)"?\s*$/i.exec(one)?.[1])
    .find((one) => one !== undefined);
  const parts = boundary === undefined ? [] : split(body, boundary).map(parsePart);
  const content = parts.length > 0 ? Buffer.alloc(0) : decodeBody(body, headers['content-transfer-encoding'] ?? '7bit');
  return { headers, type: type.trim().toLowerCase(), content, parts };
}

function readHeaders(head: string): Readonly<Record<string, string>> {
  const lines = head.replace(/\r\n[ \t]+/g, ' ').split(CRLF);
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      if (!/^[\w-]+$/.test(line.slice(0, colon))) throw new Error(`this is no header: ${line}`);
      return [line.slice(0, colon).toLowerCase(), decodeWords(line.slice(colon + 1).trim())];
    }),
  );
}

/** Blanks between two encoded words are none; a word may end within a character, which the next one goes on with. */
function decodeWords(value: string): string {
  const run = /=\?utf-8\?([qb])\?[^?]*\?=(?:\s*=\?utf-8\?\1\?[^?]*\?=)*/gi;
  return value.replace(run, (words) =>
    Buffer.concat(
      [...words.matchAll(/=\?utf-8\?([qb])\?([^?]*)\?=/gi)].map(([, how = '', text = '']) =>
        how.toLowerCase() === 'b' ? Buffer.from(text, 'base64') : quoted(text.replaceAll('_', ' ')),
      ),
    ).toString('utf8'),
  );
}

function split(body: string, boundary: string): readonly string[] {
  const pieces = `${CRLF}${body}`.split(`${CRLF}--${boundary}`);
  if (!pieces.at(-1)?.startsWith('--')) throw new Error('a multipart has no end');
  return pieces.slice(1, -1).map((piece) => piece.replace(/^[ \t]*\r\n/, ''));
}

function decodeBody(body: string, encoding: string): Buffer {
  switch (encoding.toLowerCase()) {
    case 'base64':
      return Buffer.from(body.replace(/\s/g, ''), 'base64');
    case 'quoted-printable':
      return quoted(body.replace(/[ \t]*=\r\n/g, (cut) => cut.replace(/=\r\n$/, '')));
    case '7bit':
    case '8bit':
      return Buffer.from(body, 'latin1');
    default:
      throw new Error(`${encoding} is no encoding of a mail`);
  }
}

function quoted(text: string): Buffer {
  return Buffer.from(
    text.replace(/=([0-9A-F]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  );
}

function leavesOf(part: MailPart): readonly MailPart[] {
  return part.parts.length === 0 ? [part] : part.parts.flatMap(leavesOf);
}
