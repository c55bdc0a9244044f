import { SourceRefusedError, SourceUnavailableError } from '../source-error.ts';

const CERTIFICATE = /^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|EPROTO$)/;

/** Returns a failure of a connection as one of the source's, with a sentence that names the page and no more. */
export function sourceErrorOf(error: unknown, page: string): SourceRefusedError | SourceUnavailableError {
  if (error instanceof SourceRefusedError || error instanceof SourceUnavailableError) return error;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'HPE_HEADER_OVERFLOW') {
    return new SourceRefusedError('headers-too-large', `The headers of ${page} are longer than is read.`);
  }
  // The parser's errors carry the packet they broke on, which belongs in no log: only the code goes on.
  if (code.startsWith('HPE_')) return unavailable('broken-answer', `${page} answered in broken HTTP (${code}).`);
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') {
    return unavailable('dns', `No address was found for ${page}: is the host name right, and the network up?`, error);
  }
  if (CERTIFICATE.test(code)) {
    return unavailable('tls', `No safe connection to ${page} (${code}): its certificate is not trusted here.`, error);
  }
  return unavailable('connection', `The connection to ${page} failed${code === '' ? '' : ` (${code})`}.`, error);
}

function unavailable(code: string, message: string, cause?: unknown): SourceUnavailableError {
  return new SourceUnavailableError(code, message, { cause });
}
