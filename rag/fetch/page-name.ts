const MAX_LENGTH = 200;

/** Returns a page's name for messages: host and path, and never the query, for keys may stand there. */
export function pageName(url: URL): string {
  const name = `${url.host}${url.pathname}`;
  return name.length > MAX_LENGTH ? `${name.slice(0, MAX_LENGTH)}…` : name;
}

/** Returns the same for what may be no web address at all; of such a one nothing is told, for anybody may have written it. */
export function pageNameOf(address: string, base?: URL): string {
  const url = URL.canParse(address, base?.href) ? new URL(address, base?.href) : null;
  return url !== null && /^https?:$/.test(url.protocol) ? pageName(url) : 'an address';
}
