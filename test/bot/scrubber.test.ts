import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createScrubber, scrubPatterns } from '../../bot/scrubber.ts';

const SECRET = 'c4n4ry/+ &"é\\x=';

describe('a registered secret', () => {
  const { scrub } = createScrubber([SECRET]);
  const bytes = Buffer.from(SECRET);

  test.each([
    ['itself', SECRET],
    ['in JSON', JSON.stringify({ message: `key ${SECRET} refused` })],
    ['in a URL', `https://venue.test/order?key=${encodeURIComponent(SECRET)}&side=buy`],
    ['in a form', new URLSearchParams({ key: SECRET }).toString()],
    ['in hexadecimal', bytes.toString('hex')],
    ['in base64', bytes.toString('base64')],
    ['in base64url', bytes.toString('base64url')],
    ['as the password of basic authentication', Buffer.from(`user:${SECRET}`).toString('base64')],
    ['as its user', Buffer.from(`${SECRET}:password`).toString('base64')],
  ])('is removed %s', (_, text) => {
    const clean = scrub(text);
    expect(clean).toContain('[secret]');
    expect(clean).not.toContain('c4n4ry');
    expect(Buffer.from(clean, 'base64').toString()).not.toContain('c4n4ry');
  });

  test('is removed whatever stands around it', () => {
    const around = fc.string({ maxLength: 30 });
    fc.assert(
      fc.property(around, around, (before, after) => {
        const encoded = Buffer.from(`${before}${SECRET}${after}`).toString('base64');
        expect(Buffer.from(scrub(encoded).replace('[secret]', ''), 'base64').toString()).not.toContain(SECRET);
        expect(scrub(`${before}${SECRET}${after}`)).not.toContain(SECRET);
      }),
    );
  });

  test('that is part of another does not leave the rest of that other standing', () => {
    expect(createScrubber(['abcdef', 'abcdefghijkl']).scrub('abcdefghijkl')).toBe('[secret]');
  });

  test('can be learnt later; one of fewer than four characters is not one', () => {
    const scrubber = createScrubber(['a', '']);
    scrubber.register('later-secret');
    expect(scrubber.scrub('a later-secret b')).toBe('a [secret] b');
  });
});

describe('what has the shape of a secret', () => {
  test.each([
    [
      'https://api.telegram.org/bot123456789:AAF0dGh3lkj2h4lkj23h4lkj2h3lk4jh23lk/getMe',
      'https://api.telegram.org/bot[secret]/getMe',
    ],
    ['token 123456789:AAF0dGh3lkj2h4lkj23h4lkj2h3lk4jh23lk', 'token [secret]'],
    ['/api/v3/order?symbol=BTCUSDT&signature=0123abcd&x=1', '/api/v3/order?symbol=BTCUSDT&signature=[secret]&x=1'],
    ['signature=0123abcd', 'signature=[secret]'],
    ['Authorization: Bearer eyJhbGciOi.abc-d_e', 'Authorization: Bearer [secret]'],
    ['{"X-MBX-APIKEY":"vmPUZE6mv9SD"}', '{"X-MBX-APIKEY":"[secret]"}'],
    ['{\\"X-MBX-APIKEY\\":\\"vmPUZE6mv9SD\\"}', '{\\"X-MBX-APIKEY\\":\\"[secret]\\"}'],
    ['X-MBX-APIKEY: vmPUZE6mv9SD', 'X-MBX-APIKEY: [secret]'],
    ['postgres://assent:hunter22@db:5432/assent', 'postgres://assent:[secret]@db:5432/assent'],
    ['redis://:hunter22@cache', 'redis://:[secret]@cache'],
    ['slack: https://hooks.slack.com/services/T00/B00/c4n4ryc4n4ry', 'slack: https://hooks.slack.com/[secret]'],
    ['"https://discord.com/api/webhooks/123/c4n4ry-c4_n4ry"', '"https://discord.com/api/webhooks/[secret]"'],
    ['gsk_0123456789abcdefghij', '[secret]'],
    ['{"apiKey":"0123456789abcdef"}', '{"apiKey":"[secret]"}'],
  ])('%s', (text, clean) => {
    expect(scrubPatterns(text)).toBe(clean);
  });

  test.each([
    'D-12 bought 0.5 BTC at 106,412.5 on 2025-05-19T14:05:00Z',
    'https://venue.test:8080/path?symbol=BTC/USDT:USDT&limit=5',
    'the order assent-01HZX3-1 was filled; sha256 9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    '{"level":30,"msg":"token bucket full","tokens":5}',
  ])('nothing else is touched: %s', (text) => {
    expect(scrubPatterns(text)).toBe(text);
  });
});
