import fc from 'fast-check';
import * as robotsModule from 'robots-parser';
import { describe, expect, test } from 'vitest';
import { readRobots } from '../../../rag/fetch/robots-rules.ts';

/** The package's types put its function one level deeper than its code does. */
const referenceParser = robotsModule.default as unknown as typeof robotsModule.default.default;

function allowed(text: string, path: string): boolean {
  return readRobots(Buffer.from(text), 'assent').allows(new URL(`https://news.example${path}`));
}

describe('a rule', () => {
  test.each([
    ['/private', '/private', false],
    ['/private', '/private/page?x=1', false],
    ['/private', '/public', true],
    ['/private/', '/private', true],
    ['/*.xml', '/a/feed.xml', false],
    ['/*.xml$', '/a/feed.xml', false],
    ['/*.xml$', '/a/feed.xml?page=2', true],
    ['/*?page=', '/news?page=2', false],
    ['/a*b*c', '/a-c-b', true],
    ['/a*b*c', '/a-b-c-d', false],
    ['/a*b$', '/abab', false],
    ['/ab*b$', '/ab', true],
    ['/news$', '/news', false],
    ['/news$', '/news/', true],
    ['*', '/anything', false],
    ['/뉴스', '/%EB%89%B4%EC%8A%A4/1', false],
    ['/%eb%89%b4', '/%EB%89%B4%EC%8A%A4', false],
    ['', '/anything', true],
  ])('"Disallow: %s" leaves %s open: %s', (pattern, path, open) => {
    expect(allowed(`User-agent: *\nDisallow: ${pattern}`, path)).toBe(open);
  });

  test('gives way to a longer one, and to a friendlier one of the same length', () => {
    const text = 'User-agent: *\nDisallow: /a\nAllow: /a/open\nDisallow: /b\nAllow: /b';
    expect([allowed(text, '/a/1'), allowed(text, '/a/open'), allowed(text, '/b')]).toEqual([false, true, true]);
  });
});

describe('a group', () => {
  const text =
    'User-Agent: other\nUser-agent: ASSENT/2.0\nDisallow: /us # a remark\n\nuser-agent: *\ndisallow: /all\ncrawl-delay: 3';

  test('that names us stands instead of the one for all', () => {
    expect([allowed(text, '/us'), allowed(text, '/all')]).toEqual([false, true]);
    expect(readRobots(Buffer.from(text), 'assent').crawlDelayMs).toBeNull();
  });

  test('for all is for whoever is not named', () => {
    const rules = readRobots(Buffer.from(text), 'somebody');
    expect(rules.allows(new URL('https://news.example/all'))).toBe(false);
    expect(rules.crawlDelayMs).toBe(3_000);
  });

  test.each(['-1', '0', 'soon', 'Infinity', ''])('that asks for a delay of "%s" asks for none', (delay) => {
    expect(readRobots(Buffer.from(`User-agent: *\nCrawl-delay: ${delay}`), 'assent').crawlDelayMs).toBeNull();
  });
});

test('rules are read as another reader of the standard reads them', () => {
  const path = fc
    .array(fc.constantFrom('a', 'b', '/', '.', '?', '%2f', '뉴'), { maxLength: 8 })
    .map((parts) => `/${parts.join('')}`);
  const pattern = fc
    .array(fc.constantFrom('a', 'b', '/', '*', '.', '$', '%2F', '뉴'), { maxLength: 6 })
    .map((parts) => `/${parts.join('')}`);
  const line = fc.oneof(
    fc.tuple(fc.constantFrom('Allow', 'disallow', 'Disallow'), pattern).map(([name, value]) => `${name}: ${value}`),
    fc.constantFrom('User-agent: *', 'User-agent: assent', 'User-agent: other', '', '# remark', 'nonsense'),
  );
  fc.assert(
    fc.property(fc.array(line, { maxLength: 12 }), path, (lines, where) => {
      // A group at the end without a single rule opens all by the standard; the other reader passes over it.
      const text = [...lines, 'Disallow: /never'].join('\n');
      const url = new URL(`https://news.example${where}`).href;
      const reference = referenceParser('https://news.example/robots.txt', text).isAllowed(url, 'assent');
      expect(allowed(text, where)).toBe(reference);
    }),
    { numRuns: 2_000 },
  );
});

describe('a file without end', () => {
  const comment = `# ${'x'.repeat(97)}\n`;

  test('is read for 500 KiB, and not to the middle of a line', () => {
    const before = `User-agent: *\n${comment.repeat(5_119)}`;
    expect(allowed(`${before}Disallow: /a\n`, '/a')).toBe(false);
    expect(allowed(`${before}${' '.repeat(80)}Disallow: /abc\n`, '/a')).toBe(true);
    expect(allowed(`${before}${comment}Disallow: /a\n`, '/a')).toBe(true);
  });

  test('counts for a thousand wildcards, and for all that has none', () => {
    const wildcards = (count: number) => `User-agent: *\n${'Disallow: /*x\n'.repeat(count)}`;
    expect(allowed(`${wildcards(999)}Disallow: /*a`, '/a')).toBe(false);
    expect(allowed(`${wildcards(1_000)}Disallow: /*a`, '/a')).toBe(true);
    expect(allowed(`${wildcards(1_000)}Disallow: /a`, '/a')).toBe(false);
  });
});

test.each([
  ['many wildcards', `Disallow: /${'*a'.repeat(200)}b\n`],
  ['many rules', 'Disallow: /*a*a*a*a*b\n'],
  ['parts that nearly fit', `Disallow: /*${'a'.repeat(30)}b\n`],
  ['long parts', `Disallow: /*b${'a'.repeat(300)}\n`],
  ['nothing to tell', '\n:\n#\n'],
])('a file made to be slow is read and used in no time (%s)', (_, line) => {
  const body = Buffer.from(`User-agent: *\n${line.repeat(2 ** 21 / line.length)}`);
  const startedAt = performance.now();
  const rules = readRobots(body, 'assent');
  expect(rules.allows(new URL(`https://news.example/${'a'.repeat(2_000)}`))).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(4_500);
});
