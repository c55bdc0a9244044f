import { lookup as lookUp } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { SourceRefusedError } from '../source-error.ts';

/** Finds the addresses of a host name. */
export type Resolve = (host: string) => Promise<readonly string[]>;

/** Says whether a connection to an address may be made. */
export type AllowAddress = (address: string) => boolean;

/** Unicast by the registry of RFC 4291; all else in IPv6 is private, embedded, a tunnel, or not given out. */
const GLOBAL_IPV6 = ipaddr.IPv6.parse('2000::');
const GLOBAL_IPV6_BITS = 3;
/** Documentation (RFC 9637), newer than the library's table. */
const DOCUMENTATION_IPV6 = ipaddr.IPv6.parse('3fff::');
const DOCUMENTATION_IPV6_BITS = 20;
/** A public address by number that only answers inside Azure: its host agent, which hands out credentials. */
const HOST_AGENTS = new Set(['168.63.129.16']);

/**
 * Returns whether an address lies on the public internet: not private, loopback, link-local, carrier-grade NAT,
 * multicast, reserved or documentation (IANA special-purpose registries, RFC 6890), nor an IPv6 address that wraps
 * such a one. NAT64 (RFC 6052) counts as what it wraps, since in IPv6-only networks every host is reached through it;
 * mapped, 6to4 and Teredo addresses are never public. What is no address is not public either.
 */
export function isPublicAddress(address: string): boolean {
  // A zone (`fe80::1%eth0`) only makes sense on a link of ours.
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') return isPublicIpv4(parsed.toString());
  return isPublicIpv6(ipaddr.IPv6.parse(address));
}

function isPublicIpv4(address: string): boolean {
  return ipaddr.IPv4.parse(address).range() === 'unicast' && !HOST_AGENTS.has(address);
}

function isPublicIpv6(address: ipaddr.IPv6): boolean {
  const range = address.range();
  if (range === 'rfc6052') return isPublicIpv4(address.toByteArray().slice(-4).join('.'));
  if (range !== 'unicast') return false;
  return address.match(GLOBAL_IPV6, GLOBAL_IPV6_BITS) && !address.match(DOCUMENTATION_IPV6, DOCUMENTATION_IPV6_BITS);
}

/** Returns whether a host of a URL is an address already, so that no name would be looked up. */
export function literalAddress(hostname: string): string | null {
  const bare = hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) ? bare : null;
}

/** Asks the system, as every other program here does. */
export const resolveBySystem: Resolve = (host) =>
  new Promise((resolve, reject) => {
    lookUp(host, { all: true }, (error, found) => {
      if (error === null) resolve(found.map(({ address }) => address));
      else reject(error);
    });
  });

/**
 * Returns a lookup for a connection that gives only addresses which were checked. The connection is made to what this
 * returns, so a name that changes its address between check and use gains nothing. One bad address refuses the name.
 */
export function guardedLookup(resolve: Resolve, allowAddress: AllowAddress): LookupFunction {
  return (host, options, done) => {
    checkedAddresses(host, resolve, allowAddress).then(
      (found) => {
        const [first] = found;
        if (first === undefined) done(notFound(host), '', 0);
        else if (options.all === true) done(null, [...found]);
        else done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, '', 0),
    );
  };
}

async function checkedAddresses(host: string, resolve: Resolve, allowAddress: AllowAddress) {
  const addresses = await resolve(host);
  const bad = addresses.find((address) => !allowAddress(address));
  if (bad !== undefined) throw privateAddress(host, bad);
  return addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
}

/** The refusal of an address inside a network, named for the log of whoever put the host on the list. */
export function privateAddress(host: string, address: string): SourceRefusedError {
  const where = host === address ? host : `${host} (${address})`;
  return new SourceRefusedError(
    'private-address',
    `${where} is not an address on the public internet, and nothing inside a network is asked for news.`,
  );
}

function notFound(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`no address for ${host}`), { code: 'ENOTFOUND' });
}
