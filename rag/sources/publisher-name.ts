/** Second-level names under which a country registers; the publisher's own name stands before them. */
const SHARED_SECOND_LEVEL = new Set(['co', 'or', 'go', 'com', 'net', 'org', 'ac', 'ne']);

/** Returns the name of a publisher from its host: `coindesk` of `www.coindesk.com`, `tokenpost` of `tokenpost.co.kr`. */
export function publisherName(host: string): string {
  const labels = host.toLowerCase().split('.').filter(Boolean);
  const country = labels.at(-1)?.length === 2 && labels.length > 2 && SHARED_SECOND_LEVEL.has(labels.at(-2) ?? '');
  return labels.at(country ? -3 : -2) ?? labels.at(-1) ?? '';
}
