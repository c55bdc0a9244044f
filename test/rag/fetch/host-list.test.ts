import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createHostList, type HostRule } from '../../../rag/fetch/host-list.ts';

const RULES: readonly HostRule[] = [
  { host: 'news.example', burst: 1 },
  { host: 'api.news.example', burst: 2 },
  { host: 'plain.example', http: true, ports: [8080] },
];
const list = createHostList(RULES, { maxUrlLength: 100 });

function refusalOf(address: string, base?: URL): string {
  const admission = list.admit(address, base);
  return admission.outcome === 'refused' ? admission.code : `admitted ${admission.url.href}`;
}

describe('the list of hosts', () => {
  test.each([
    ['https://news.example/feed?page=2', 'https://news.example/feed?page=2', 1],
    ['https://www.news.example/', 'https://www.news.example/', 1],
    ['https://api.news.example/', 'https://api.news.example/', 2],
    ['https://v2.api.news.example/', 'https://v2.api.news.example/', 2],
    ['HTTPS://NEWS.EXAMPLE:443/feed#top', 'https://news.example/feed', 1],
    ['http://plain.example:8080/', 'http://plain.example:8080/', undefined],
    ['http://plain.example/', 'http://plain.example/', undefined],
  ])('admits %s', (address, href, burst) => {
    const admission = list.admit(address);
    expect(admission).toMatchObject({ outcome: 'admitted' });
    if (admission.outcome !== 'admitted') return;
    expect(admission.url.href).toBe(href);
    expect(admission.rule.burst).toBe(burst);
  });

  test.each([
    ['not an address', 'url'],
    ['https://news.example/'.padEnd(101, 'x'), 'url'],
    ['https://user@news.example/', 'url'],
    ['https://user:password@news.example/', 'url'],
    ['ftp://news.example/', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['data:text/plain,news', 'scheme'],
    ['http://news.example/', 'scheme'],
    ['https://other.example/', 'host'],
    ['https://notnews.example/', 'host'],
    ['https://news.example.evil.example/', 'host'],
    ['https://news.example./', 'host'],
    ['https://example/', 'host'],
    ['https://1.1.1.1/', 'host'],
    ['https://news.example:8443/', 'port'],
    ['https://news.example:80/', 'port'],
    ['http://plain.example:443/', 'port'],
    ['http://plain.example:6379/', 'port'],
  ])('refuses %s (%s)', (address, code) => expect(refusalOf(address)).toBe(code));

  test('reads an address from where it stands', () => {
    const base = new URL('https://news.example/a/b');
    expect(refusalOf('../c', base)).toBe('admitted https://news.example/c');
    expect(refusalOf('//other.example/', base)).toBe('host');
  });

  test('takes the later of two entries for one host', () => {
    const twice = createHostList([{ host: 'news.example' }, { host: 'news.example', http: true }], {
      maxUrlLength: 99,
    });
    expect(twice.admit('http://news.example/').outcome).toBe('admitted');
  });

  test.each(['com', '', 'News.example', 'news.example/path', 'news.example:80', 'user@news.example', 'a b.example'])(
    'cannot hold "%s"',
    (host) => expect(() => createHostList([{ host }], { maxUrlLength: 99 })).toThrow(RangeError),
  );

  test('admits no text whatever to a host that is not on it', () => {
    const near = fc
      .tuple(
        fc.constantFrom('https://', 'http://'),
        fc.constantFrom('', 'www.', 'not', 'evil.example/', 'evil.example\\', 'evil.example?', 'evil.example#', 'me@'),
        fc.constantFrom('news.example', 'plain.example', 'NEWS%2Eexample', 'news。example'),
        fc.oneof(
          fc.constantFrom('', '.', '.evil.example', '@evil.example', ':@evil.example', '%00.evil.example'),
          fc.string(),
        ),
      )
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(near, (address) => {
        const admission = list.admit(address);
        if (admission.outcome === 'refused') return true;
        return RULES.some(({ host }) => `.${new URL(admission.url.href).hostname}`.endsWith(`.${host}`));
      }),
      { numRuns: 500 },
    );
  });
});
