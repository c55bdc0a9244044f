/** A host that may be asked, its subdomains included. */
export interface HostRule {
  /** `coindesk.com`, in lower case. */
  readonly host: string;
  /** Whether it may be asked without encryption. */
  readonly http?: boolean | undefined;
  /** Ports besides 443, and besides 80 where plain http is allowed. */
  readonly ports?: readonly number[] | undefined;
  readonly requestsPerSecond?: number | undefined;
  /** Requests at once after a rest. */
  readonly burst?: number | undefined;
}

export type Admission =
  | { readonly outcome: 'admitted'; readonly url: URL; readonly rule: HostRule }
  | { readonly outcome: 'refused'; readonly code: string; readonly reason: string };

export interface HostList {
  /** Says whether an address may be asked; the URL comes back without its fragment. */
  admit(address: string, base?: URL): Admission;
}

/**
 * Returns the list. The longest name that fits decides; of two entries for one host the later one.
 * Throws RangeError where an entry is no host name, or so short that it would let in a whole top-level domain.
 */
export function createHostList(rules: readonly HostRule[], { maxUrlLength }: { maxUrlLength: number }): HostList {
  const byHost = new Map(rules.map((rule) => [checkedHost(rule.host), rule]));
  return {
    admit(address, base) {
      const url = URL.canParse(address, base?.href) ? new URL(address, base?.href) : null;
      if (url === null) return refused('url', 'is not an address of a web page');
      url.hash = '';
      if (url.href.length > maxUrlLength) return refused('url', `is longer than ${maxUrlLength} characters`);
      if (url.username !== '' || url.password !== '') return refused('url', 'has a user name or a password in it');
      return admitUrl(url, byHost);
    },
  };
}

function admitUrl(url: URL, byHost: ReadonlyMap<string, HostRule>): Admission {
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    return refused('scheme', `starts with ${url.protocol} instead of https:`);
  }
  const rule = ruleFor(url.hostname, byHost);
  if (rule === undefined) return refused('host', 'is not on the list of hosts that may be asked');
  if (url.protocol === 'http:' && rule.http !== true) return refused('scheme', 'may only be asked over https');
  // A URL does not show the default port of its scheme, 443 or 80.
  if (url.port !== '' && rule.ports?.includes(Number(url.port)) !== true) {
    return refused('port', `may not be asked on port ${url.port}`);
  }
  return { outcome: 'admitted', url, rule };
}

/** Goes from the whole name up, `a.b.c`, `b.c`, `c`, so that the longest entry is found first. */
function ruleFor(hostname: string, byHost: ReadonlyMap<string, HostRule>): HostRule | undefined {
  const labels = hostname.split('.');
  const names = /^[\d.]+$|^\[/.test(hostname) ? [hostname] : labels.map((_, at) => labels.slice(at).join('.'));
  return names.map((name) => byHost.get(name)).find((rule) => rule !== undefined);
}

function checkedHost(host: string): string {
  const url = `https://${host}/`;
  const plain = URL.canParse(url) && new URL(url).hostname === host;
  const wide = !host.includes('.') && !host.startsWith('[') && host !== 'localhost';
  if (plain && !wide) return host;
  throw new RangeError(`"${host}" cannot stand on the list of hosts: write it like "example.com", in lower case.`);
}

function refused(code: string, reason: string): Admission {
  return { outcome: 'refused', code, reason };
}
