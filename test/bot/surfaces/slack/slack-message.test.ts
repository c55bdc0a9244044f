import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHANNEL_WORDS } from '../../../../bot/i18n/channel-words.ts';
import type { Outbound } from '../../../../bot/message.ts';
import { cleanText } from '../../../../bot/parse/clean-text.ts';
import { bold, mrkdwn, preformatted } from '../../../../bot/surfaces/slack/mrkdwn.ts';
import { slackPosts } from '../../../../bot/surfaces/slack/slack-message.ts';
import { checkPost } from '../../../fakes/slack/check-post.ts';
import { shownMrkdwn, unescaped } from '../../../fakes/slack/shown-mrkdwn.ts';
import { anyOutbound, button, outbound, text } from '../telegram/outbounds.ts';

const WORDS = CHANNEL_WORDS.en;

function postsOf(parts: Partial<Outbound>, replaces = false) {
  return slackPosts({ outbound: outbound({ kind: 'alert', ...parts }), attachments: [], replaces }, WORDS);
}

function shown(parts: Partial<Outbound>, replaces = false): string {
  return postsOf(parts, replaces)
    .flatMap(({ blocks }) => blocks)
    .map(({ text: { type, text: written } }) => (type === 'mrkdwn' ? shownMrkdwn(written) : unescaped(written)))
    .join('\n');
}

describe('mrkdwn', () => {
  test.each([
    ['<!channel> & <@U1>', '&lt;!channel&gt; &amp; `&lt;@U1&gt;`'],
    ['12:30 at 1:2', '12:30 at 1:2'],
    ['see evil.com now', 'see `evil.com` now'],
    ['> quoted', '\u200b&gt; quoted'],
    ['a*b', 'a\u200b*\u200bb'],
    [':smile:', '\u200b:\u200bsmile:'],
  ])('%s is written so that it is only read', (words, written) => {
    expect(mrkdwn(words)).toBe(written);
    expect(shownMrkdwn(written)).toBe(words);
  });

  test('shows any words as they were written', () => {
    fc.assert(
      fc.property(text, (words) => {
        const clean = cleanText(words);
        expect(shownMrkdwn(mrkdwn(clean))).toBe(clean);
        expect(shownMrkdwn(bold(clean))).toBe(clean.trim());
        expect(shownMrkdwn(preformatted([clean]))).toBe(clean);
      }),
      { numRuns: 500 },
    );
  });
});

describe('a message for Slack', () => {
  test('has a headline of its own and a section for each paragraph', () => {
    const [post, ...more] = postsOf({
      title: 'SOL sold',
      importance: 'urgent',
      blocks: [
        { type: 'section', title: 'Why', lines: ['The stop was met.'] },
        { type: 'pairs', pairs: [['Profit', '+1.00 USDT']] },
      ],
    });
    expect(more).toEqual([]);
    expect(post?.blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: '🔴 SOL sold', emoji: false } },
      { type: 'section', text: { type: 'mrkdwn', text: '*Why*\nThe stop was met.', verbatim: true } },
      { type: 'section', text: { type: 'mrkdwn', text: 'Profit: +1.00 USDT', verbatim: true } },
    ]);
    expect(post?.text).toBe('*🔴 SOL sold*\n*Why*\nThe stop was met.\nProfit: +1.00 USDT');
  });

  test('lines a table up by what is wide, Hangul too', () => {
    const columns = [
      { header: 'Coin', align: 'left' },
      { header: 'Size', align: 'right' },
    ] as const;
    expect(
      shown({
        blocks: [
          {
            type: 'table',
            columns,
            rows: [
              ['솔라나', '12'],
              ['BTC', '0.5'],
            ],
          },
        ],
      }),
    ).toBe('Coin    Size\n솔라나    12\nBTC      0.5');
  });

  test('offers no button: there is nobody behind a webhook to tap it', () => {
    const parts = { title: 'A-1', kind: 'proposal', buttons: [button('Approve', 'nonce-7')] } as const;
    expect(JSON.stringify(postsOf(parts))).not.toMatch(/nonce-7|approve/i);
  });

  test('says that it takes the place of an earlier one', () => {
    expect(shown({ title: 'A-1 approved' }, true)).toBe('A-1 approved\nThis takes the place of an earlier message.');
  });

  test('a headline too long for one stands whole below its beginning', () => {
    const title = `${'a & b '.repeat(60)}end`;
    const [head, whole] = postsOf({ title })[0]?.blocks ?? [];
    expect(head?.text.text.length).toBeLessThanOrEqual(150);
    expect(unescaped(head?.text.text ?? '')).toMatch(/^a & b .*…$/);
    expect(shownMrkdwn(whole?.text.text ?? '')).toBe(title);
  });

  test('whatever it says, every post of it is one that Slack takes, and nothing is lost', () => {
    fc.assert(
      fc.property(anyOutbound, fc.integer({ min: 1, max: 40 }), fc.boolean(), (any, times, replaces) => {
        const blocks = Array.from({ length: times }, () => any.blocks).flat();
        const posts = slackPosts({ outbound: { ...any, blocks }, attachments: [], replaces }, WORDS);
        for (const post of posts) {
          expect(checkPost(JSON.stringify({ ...post, unfurl_links: false, unfurl_media: false }))).not.toBeTypeOf(
            'string',
          );
          for (const { text: object } of post.blocks) if (object.type === 'mrkdwn') shownMrkdwn(object.text);
        }
        const flat = (words: string) => cleanText(words).replace(/\s+/g, '');
        const seen = flat(
          posts
            .flatMap((post) => post.blocks)
            .map(({ text: object }) => (object.type === 'mrkdwn' ? shownMrkdwn(object.text) : unescaped(object.text)))
            .join('\n'),
        );
        for (const block of any.blocks) {
          if (block.type !== 'lines') continue;
          for (const line of block.lines) expect(seen).toContain(flat(line));
        }
      }),
      { numRuns: 150 },
    );
  });

  test('very long lines and very many are cut within every limit, and read whole', () => {
    const line = `${'& *evil.com* '.repeat(900)}end`;
    const parts = {
      blocks: [{ type: 'lines', lines: [line, ...Array.from({ length: 400 }, (_, n) => `${n} <${n}>`)] }],
    } as const;
    const posts = postsOf(parts);
    expect(posts.length).toBeGreaterThan(1);
    for (const post of posts) expect(checkPost(JSON.stringify(post))).not.toBeTypeOf('string');
    expect(shown(parts).replace(/\s+/g, ' ')).toContain(line.slice(0, 2000));
    expect(shown(parts)).toContain('399 <399>');
  });
});
