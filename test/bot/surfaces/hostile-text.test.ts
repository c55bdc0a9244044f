import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CHANNEL_WORDS } from '../../../bot/i18n/channel-words.ts';
import type { Outbound } from '../../../bot/message.ts';
import { lines, message, pairs, section, table } from '../../../bot/message.ts';
import { displayName } from '../../../bot/people/access.ts';
import { renderMessage } from '../../../bot/surfaces/discord/render-message.ts';
import { wrapDisplay } from '../../../bot/surfaces/display-width.ts';
import { htmlOf } from '../../../bot/surfaces/email/mail-html.ts';
import { subjectOf, textOf } from '../../../bot/surfaces/email/mail-text.ts';
import { slackPosts } from '../../../bot/surfaces/slack/slack-message.ts';
import { renderHtml } from '../../../bot/surfaces/telegram/render-html.ts';
import { renderOutbound } from '../../../bot/surfaces/terminal-render.ts';

/** What somebody may call themselves, give as a reason, or ask to be told. */
const HOSTILE = [
  '<script>alert(1)</script>',
  '<a href="tg://user?id=1">x</a>',
  '</b></pre><b>',
  '&lt;b&gt;&#60;i&#62;',
  '<!channel> <@U1> <https://evil.test|ok>',
  '@everyone @here <@800000000000000002> <@&1> <#1> </panic:1>',
  '[ok](https://evil.test) ||x|| ```\n# big\n> quote',
  '*bold* _i_ ~s~ `c`',
  'x\r\nBcc: eve@evil.test\r\n\r\n<p>',
  '\u001b[2J\u001b]0;owned\u0007\u001b[31m',
  '\u202eevil\u202c \u2066x\u2069 a\u200bb\u200d\u{e0041}',
  'javascript:alert(1) data:text/html,x https://evil.test/?q=1 discord.gg/abc',
  '" onerror="x" \' ` $(x) {who} {|을/를} %s',
  '\ud800 \udfff \0 \u0085 \u2028 \u2029',
  `long ${'가'.repeat(5_000)}`,
];
const hostile = fc.oneof(
  fc.constantFrom(...HOSTILE),
  fc.tuple(fc.constantFrom(...HOSTILE), fc.constantFrom(...HOSTILE)).map((two) => two.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
);

function saying(text: string): Outbound {
  const { choices: _, ...rest } = message({
    kind: 'alert',
    title: text,
    blocks: [lines(text, 'b'), pairs([[text, text]]), section(text, [text]), table([text, `>${text}`], [[text, text]])],
  });
  return { ...rest, buttons: [{ label: text, command: '/status', action: 'nonce' }] };
}

const INVISIBLE = /(?!\n)\p{Cc}|\p{Bidi_Control}|[\u{e0000}-\u{e007f}]/u;
const words = CHANNEL_WORDS.en;
const content = (outbound: Outbound) => ({ outbound, alts: [], attachments: [], pictures: [], replaces: false });

test('whatever people write, no platform is made to obey it', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const outbound = saying(text);

      const telegram = renderHtml(outbound);
      expect(telegram.replace(/<\/?(?:b|i|u|s|pre|code)>/g, '')).not.toMatch(/[<>]/);

      const slack = slackPosts(content(outbound), words);
      expect(JSON.stringify(slack)).not.toMatch(/[<>]/);

      const mail = htmlOf(content(outbound), words, 'en');
      const tags = [...mail.matchAll(/<\/?([a-z!][a-z0-9]*)/gi)].map(([, name = '']) => name.toLowerCase());
      const ours = ['!doctype', 'html', 'head', 'meta', 'title', 'body', 'h1', 'h2', 'h3', 'p', 'br', 'table', 'tr'];
      expect(
        tags.filter((name) => ![...ours, 'th', 'td', 'thead', 'tbody', 'b', 'strong', 'div'].includes(name)),
      ).toEqual([]);
      expect(mail).not.toMatch(/<[^>]* (?:href|src|on\w+)=/i);
      expect(subjectOf(outbound, words)).not.toMatch(/[\r\n]/);

      const parts = renderMessage(outbound, { moreLines: (count) => `${count} more` });
      // On a button nothing is obeyed.
      const discord = parts.map(({ embed, contents }) => ({ embed, contents }));
      expect(JSON.stringify(discord)).not.toMatch(/(?<!\\\\)@(?:everyone|here|&?\d)|(?<!\\\\)<[@#]\d/);

      const terminal = renderOutbound(outbound, { columns: 80, colour: false }).join('\n');
      for (const shown of [telegram, mail, textOf(content(outbound), words), terminal, JSON.stringify(discord)]) {
        expect(shown).not.toMatch(INVISIBLE);
      }
    }),
    { numRuns: 100, examples: HOSTILE.map((text): [string] => [text]) },
  );
}, 120_000);

test('a word without an end is broken into lines in one go, not over and over', () => {
  const word = '가'.repeat(200_000);
  const wrapped = wrapDisplay(word, 80);
  expect(wrapped.length).toBe(5_000);
  expect(wrapped.every((line) => line.length === 40)).toBe(true);
  expect(wrapped.join('')).toBe(word);
}, 10_000);

test('a name is one short line of what can be seen', () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const name = displayName(text);
      expect([...name].length).toBeLessThanOrEqual(40);
      expect(name).not.toMatch(INVISIBLE);
      expect(name).not.toMatch(/[\n\u200b-\u200f]/);
    }),
    { examples: HOSTILE.map((text): [string] => [text]) },
  );
});
