import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalUrl, publicUrl } from '../../../rag/normalise/canonical-url.ts';

describe('the canonical address', () => {
  it.each([
    ['HTTP://WWW.Example.com:80/a/?utm_source=x&b=2&a=1#part', 'https://example.com/a?a=1&b=2'],
    ['https://m.example.kr/article-1?ref=home', 'https://example.kr/article-1'],
    ['https://amp.example.com/a', 'https://example.com/a'],
    ['https://example.com/a/amp/', 'https://example.com/a'],
    ['https://example.com/amp/a', 'https://example.com/a'],
    ['https://example.com/a.amp.html', 'https://example.com/a'],
    ['https://www.google.com/amp/s/www.example.com/a/amp/', 'https://example.com/a'],
    ['https://www-example-com.cdn.ampproject.org/c/s/www.example.com/a', 'https://example.com/a'],
    [
      'https://example.com/a?fbclid=1&gclid=2&mc_cid=3&igshid=4&ref_src=5&cmpid=6&ncid=7&sr_share=8&id=9',
      'https://example.com/a?id=9',
    ],
    ['https://user:secret@example.com/', 'https://example.com/'],
    ['https://example.com/index.html', 'https://example.com/'],
    ['https://example.com./%41%ea%b0%80', 'https://example.com/A%EA%B0%80'],
    ['http://localhost:8080/a/', 'http://localhost:8080/a'],
    ['https://m.co/a', 'https://m.co/a'],
    ['  https://example.com/a  ', 'https://example.com/a'],
  ])('of %s is %s', (raw, canonical) => expect(canonicalUrl(raw)).toBe(canonical));

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://example.com/',
    'file:///etc/passwd',
    '//example.com',
    'not an address',
    '',
    'https://',
    `https://e.com/${'a'.repeat(3_000)}`,
  ])('of %.40s is none', (raw) => expect(canonicalUrl(raw)).toBeNull());

  it('is its own canonical address', () => {
    fc.assert(
      fc.property(fc.webUrl({ withFragments: true, withQueryParameters: true }), (raw) => {
        const canonical = canonicalUrl(raw);
        fc.pre(canonical !== null);
        expect(canonicalUrl(canonical)).toBe(canonical);
      }),
      { numRuns: 20 },
    );
  });

  it.each([
    'https://m.www.example.com/amp/a/amp/amp/index.html',
    'https://google.com/amp/s/google.com/amp/s/example.com/a',
  ])('of %s is found through every layer', (raw) => expect(canonicalUrl(raw)).toBe('https://example.com/a'));

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (raw) => {
        const canonical = canonicalUrl(`https://${raw}`);
        return canonical === null || canonical.startsWith('https://');
      }),
    );
  });
});

describe('the public address', () => {
  it('stays clickable: the host as it was, without credentials, tracking and fragment', () => {
    expect(publicUrl('http://u:p@www.example.com/a/?b=2&utm_id=1&a=1#x')).toBe('http://www.example.com/a/?b=2&a=1');
    expect(publicUrl('javascript:alert(1)')).toBeNull();
  });
});
