import type { IncomingMessage } from 'node:http';
import type { VenueRequest } from './server-types.ts';

/** Reads a request as the wires see it. */
export function readVenueRequest(message: IncomingMessage, rawBody = ''): VenueRequest {
  const [path = '/', ...rest] = (message.url ?? '/').split('?');
  const rawQuery = rest.join('?');
  const query = new URLSearchParams(rawQuery);
  const params = new URLSearchParams(rawQuery);
  for (const [name, value] of bodyParams(message, rawBody)) params.append(name, value);
  return {
    method: message.method ?? 'GET',
    path: decodeURIComponent(path),
    rawQuery,
    rawBody,
    query,
    params,
    headers: message.headers,
    hideAlgoOrders: false,
  };
}

function bodyParams(message: IncomingMessage, rawBody: string): Iterable<[string, string]> {
  if (rawBody === '') return [];
  if (!(message.headers['content-type'] ?? '').includes('json')) return new URLSearchParams(rawBody);
  try {
    const body: unknown = JSON.parse(rawBody);
    return Object.entries(body ?? {}).map(([name, value]): [string, string] => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]);
  } catch {
    return [];
  }
}
