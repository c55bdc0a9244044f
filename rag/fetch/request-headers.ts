import type { FetchRequest } from './fetcher.ts';

/** Ours to say, or never said: cookies above all. */
const NOT_THE_CALLERS = new Set([
  'accept-encoding',
  'connection',
  'content-length',
  'cookie',
  'cookie2',
  'expect',
  'host',
  'if-modified-since',
  'if-none-match',
  'keep-alive',
  'proxy-authorization',
  'proxy-connection',
  'range',
  'referer',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'user-agent',
]);

/** Of the caller's headers, what another host than the one he named may see: nothing that could be a key. */
const FOR_ANYBODY = new Set(['accept-language']);

/** Returns the headers to send; `sameHost` says whether the caller named this host, or a redirect led to it. */
export function requestHeaders(request: FetchRequest, userAgent: string, sameHost: boolean): Record<string, string> {
  const { accept = '*/*', validators = {}, headers = {} } = request;
  const callers = Object.entries(headers)
    .map(([name, value]) => [name.toLowerCase(), value] as const)
    .filter(([name]) => !NOT_THE_CALLERS.has(name) && (sameHost || FOR_ANYBODY.has(name)));
  return {
    accept,
    ...Object.fromEntries(callers),
    'user-agent': userAgent,
    'accept-encoding': 'gzip, deflate, br',
    ...(validators.etag === undefined ? {} : { 'if-none-match': validators.etag }),
    ...(validators.lastModified === undefined ? {} : { 'if-modified-since': validators.lastModified }),
  };
}
