import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { guardedLookup, isPublicAddress, literalAddress } from '../../../rag/fetch/address-policy.ts';

describe('the public internet', () => {
  test.each([
    '1.1.1.1',
    '8.8.8.8',
    '104.18.32.47',
    '172.15.255.255',
    '172.32.0.0',
    '2606:4700::6810:202f',
    '2001:4860:4860::8888',
    '64:ff9b::1.1.1.1',
  ])('includes %s', (address) => expect(isPublicAddress(address)).toBe(true));

  test.each([
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'this network'],
    ['10.0.0.1', 'private'],
    ['100.64.0.1', 'carrier-grade NAT'],
    ['100.100.100.200', 'the metadata of Alibaba'],
    ['127.0.0.1', 'loopback'],
    ['127.255.255.254', 'loopback'],
    ['168.63.129.16', 'the host agent of Azure'],
    ['169.254.169.254', 'link-local, metadata'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.0.0.192', 'reserved, the metadata of Oracle'],
    ['192.0.2.1', 'documentation'],
    ['192.168.1.1', 'private'],
    ['198.18.0.1', 'benchmarks'],
    ['224.0.0.1', 'multicast'],
    ['240.0.0.1', 'reserved'],
    ['255.255.255.255', 'broadcast'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['::7f00:1', 'an old form of 127.0.0.1'],
    ['::ffff:10.0.0.1', 'mapped'],
    ['::ffff:1.1.1.1', 'mapped'],
    ['::ffff:0:7f00:1', 'translated'],
    ['64:ff9b::10.0.0.1', 'NAT64 of a private one'],
    ['64:ff9b::169.254.169.254', 'NAT64 of a link-local one'],
    ['64:ff9b:1::1', 'NAT64 of a local network'],
    ['100::1', 'discard'],
    ['2001::1', 'Teredo'],
    ['2001:db8::1', 'documentation'],
    ['2002:0a00:0001::1', '6to4 of 10.0.0.1'],
    ['2002:0101:0101::1', '6to4'],
    ['3fff::1', 'documentation'],
    ['fc00::1', 'unique local'],
    ['fd00:ec2::254', 'the metadata of AWS'],
    ['fe80::1', 'link-local'],
    ['fe80::1%eth0', 'link-local with a zone'],
    ['2606:4700::1%eth0', 'a zone'],
    ['fec0::1', 'site-local'],
    ['ff02::1', 'multicast'],
    ['localhost', 'a name'],
    ['', 'nothing'],
  ])('leaves out %s (%s)', (address) => expect(isPublicAddress(address)).toBe(false));

  test('leaves out every address of a private network, however IPv6 wraps it', () => {
    const byte = fc.integer({ min: 0, max: 255 });
    const inside = fc.oneof(
      fc.tuple(fc.constant(10), byte, byte, byte),
      fc.tuple(fc.constant(127), byte, byte, byte),
      fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte, byte),
      fc.tuple(fc.constant(192), fc.constant(168), byte, byte),
      fc.tuple(fc.constant(169), fc.constant(254), byte, byte),
    );
    const wrapped = fc.constantFrom('', '::', '::ffff:', '64:ff9b::');
    fc.assert(
      fc.property(inside, wrapped, (bytes, prefix) => !isPublicAddress(`${prefix}${bytes.join('.')}`)),
      { numRuns: 300 },
    );
  });
});

describe('a host that is an address', () => {
  test.each([
    ['http://127.1/', '127.0.0.1'],
    ['http://2130706433/', '127.0.0.1'],
    ['http://0x7f000001/', '127.0.0.1'],
    ['http://0177.0.0.1/', '127.0.0.1'],
    ['http://①②⑦.0.0.1/', '127.0.0.1'],
    ['http://[::ffff:10.0.0.1]/', '::ffff:a00:1'],
  ])('is known in %s', (url, address) => expect(literalAddress(new URL(url).hostname)).toBe(address));

  test('is not seen in a name', () => expect(literalAddress('news.example')).toBeNull());
});

describe('the lookup of a connection', () => {
  function lookUp(addresses: readonly string[], all: boolean) {
    const lookup = guardedLookup(async () => addresses, isPublicAddress);
    return new Promise((resolve) => {
      lookup('news.example', { all }, (error, found, family) => resolve(error ?? { found, family }));
    });
  }

  test('gives the addresses that were checked', async () => {
    expect(await lookUp(['1.1.1.1', '2606:4700::1'], true)).toEqual({
      found: [
        { address: '1.1.1.1', family: 4 },
        { address: '2606:4700::1', family: 6 },
      ],
      family: undefined,
    });
    expect(await lookUp(['2606:4700::1', '1.1.1.1'], false)).toEqual({ found: '2606:4700::1', family: 6 });
  });

  test('refuses a name for one bad address among good ones', async () => {
    expect(await lookUp(['1.1.1.1', '10.0.0.1'], true)).toMatchObject({ code: 'private-address' });
  });

  test('finds nothing where there is no address', async () => {
    expect(await lookUp([], true)).toMatchObject({ code: 'ENOTFOUND' });
  });
});
