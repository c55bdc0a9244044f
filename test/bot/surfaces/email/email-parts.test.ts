import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CHANNEL_WORDS } from '../../../../bot/i18n/channel-words.ts';
import type { Outbound } from '../../../../bot/message.ts';
import { cleanText } from '../../../../bot/parse/clean-text.ts';
import { htmlOf } from '../../../../bot/surfaces/email/mail-html.ts';
import { subjectOf, textOf } from '../../../../bot/surfaces/email/mail-text.ts';
import { anyOutbound, outbound } from '../telegram/outbounds.ts';

const EN = CHANNEL_WORDS.en;
const KO = CHANNEL_WORDS.ko;

const html = (parts: Partial<Outbound>) =>
  htmlOf({ outbound: outbound(parts), alts: [], pictures: [], replaces: false }, EN, 'en');

/** What a mail program shows of our HTML; it holds no tag of anybody else's. */
function read(page: string): string {
  const body = page.slice(page.indexOf('<body'));
  return body
    .replace(/<\/?(?:body|html|h1|h2|p|table|tr|td|th|img)(?: [a-z]+="[^"<>]*")*>/g, ' ')
    .replace(/&zwnj;/g, '')
    .replace(/[<>]/g, (sign) => `[${sign}]`)
    .replace(/&lt;/g, '<')
    .replace(/&gt;/g, '>')
    .replace(/&quot;/g, '"')
    .replace(/&#39;/g, "'")
    .replace(/&amp;/g, '&');
}

describe('a subject', () => {
  test('tells what it is and what about, in the language of the place', () => {
    const sold = outbound({ kind: 'alert', title: 'SOL was sold' });
    expect(subjectOf(sold, EN)).toBe('Alert: SOL was sold');
    expect(subjectOf({ ...sold, importance: 'urgent' }, KO)).toBe('긴급 · 알림: SOL was sold');
    expect(subjectOf(outbound({ kind: 'proposal', blocks: [{ type: 'lines', lines: ['', 'Buy?'] }] }), KO)).toBe(
      '제안: Buy?',
    );
    expect(subjectOf(outbound({ kind: 'error' }), EN)).toBe('Problem');
  });

  test('is one line of bounded length, whatever is in it', () => {
    fc.assert(
      fc.property(anyOutbound, (sent) => {
        const subject = subjectOf({ ...sent, title: `${sent.title ?? ''}\r\nBcc: me@evil.example` }, EN);
        expect(subject).not.toMatch(/[\p{Cc}\u2028\u2029]/u);
        expect([...subject].length).toBeLessThanOrEqual(120);
      }),
    );
  });
});

describe('the text', () => {
  test('reads as the message does, with a mark before who it is from', () => {
    const sent = outbound({
      title: 'Report',
      blocks: [
        { type: 'section', title: 'Why', lines: ['so'] },
        { type: 'pairs', pairs: [['손익', '+1']] },
        {
          type: 'table',
          columns: [
            { header: 'Coin', align: 'left' },
            { header: 'Size', align: 'right' },
          ],
          rows: [['솔라나', '12']],
        },
      ],
    });
    expect(textOf({ outbound: sent, alts: ['a line'], replaces: true }, EN)).toBe(
      [
        'This takes the place of an earlier message.',
        'Report',
        'Why\n  so',
        '손익: +1',
        'Coin    Size\n솔라나    12',
        'Picture: a line',
        `-- \n${EN.footer}\n`,
      ].join('\n\n'),
    );
  });
});

describe('the HTML', () => {
  test('has real tables, headers above and numbers to the right', () => {
    const page = html({
      blocks: [{ type: 'table', columns: [{ header: 'Size', align: 'right' }], rows: [['12'], []] }],
    });
    expect(page.match(/<tr>/g)).toHaveLength(3);
    expect(page).toMatch(/<th align="right"[^>]*>Size<\/th>/);
    expect(page).toMatch(/<td align="right"[^>]*>12<\/td>/);
  });

  test('fixes no colour of text or ground: it is read on dark as on light', () => {
    const page = html({ title: 'x', importance: 'urgent', blocks: [{ type: 'lines', lines: ['y'] }] });
    expect(page).not.toMatch(/[";](?:color|background)(?:-color)?:/);
    expect(page).toContain('<meta name="color-scheme" content="light dark">');
  });

  test('holds no tag, attribute, address or picture of anybody but ours', () => {
    fc.assert(
      fc.property(anyOutbound, (sent) => {
        const page = htmlOf(
          { outbound: sent, alts: [], pictures: [{ cid: 'a"b', alt: '"><img src=x>' }], replaces: true },
          EN,
          'en',
        );
        const seen = read(page);
        expect(seen).not.toMatch(/\[[<>]\]/);
        const flat = (words: string) => words.replace(/\s+/g, '');
        for (const block of sent.blocks) {
          if (block.type !== 'lines') continue;
          for (const line of block.lines) expect(flat(seen)).toContain(flat(cleanText(line)));
        }
      }),
      { numRuns: 300 },
    );
  });

  test('what looks like an address is read and not followed', () => {
    const page = html({ blocks: [{ type: 'lines', lines: ['see https://evil.example/x or me@evil.example'] }] });
    expect(page).not.toMatch(/evil\.example|https:\/\/|me@evil/);
    expect(read(page)).toContain('see https://evil.example/x or me@evil.example');
  });
});
