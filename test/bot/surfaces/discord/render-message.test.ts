import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block } from '../../../../bot/message.ts';
import { lines, pairs, section, table } from '../../../../bot/message.ts';
import { COLOURS } from '../../../../bot/surfaces/discord/colour.ts';
import { discordText, escapeMarkdown } from '../../../../bot/surfaces/discord/discord-text.ts';
import type { MessagePart } from '../../../../bot/surfaces/discord/render-message.ts';
import {
  CONTENT_LIMIT,
  DESCRIPTION_LIMIT,
  renderMessage,
  TITLE_LIMIT,
} from '../../../../bot/surfaces/discord/render-message.ts';
import { displayWidth } from '../../../../bot/surfaces/display-width.ts';
import { anyOutbound, outbound, text } from '../telegram/outbounds.ts';
import { obeyedPart, shownText } from './shown.ts';

const render = (parts: Parameters<typeof outbound>[0]) =>
  renderMessage(outbound(parts), { moreLines: (count) => `…(${count} more lines)` });

const descriptionOf = (blocks: readonly Block[]) => render({ blocks })[0]?.embed.description;

const textsOf = ({ embed, contents }: MessagePart): readonly string[] => [
  embed.title ?? '',
  embed.description ?? '',
  ...(embed.fields ?? []).flatMap(({ name, value }) => [name, value]),
  ...contents,
];

describe('a message on Discord', () => {
  test('has its title, its pairs and its table', () => {
    const [part] = render({
      title: 'Positions',
      blocks: [
        pairs([['Equity', '10,012.40 USDT']]),
        table(
          ['Coin', '>Size'],
          [
            ['BTC', '0.1'],
            ['솔라나', '12'],
          ],
        ),
        section('Why', ['a']),
      ],
    });
    expect(part?.embed).toEqual({
      color: COLOURS.plain,
      title: 'Positions',
      description: '**Equity:** 10,012.40 USDT\n\n```\nCoin    Size\nBTC      0.1\n솔라나    12\n```\n\n**Why**\na',
    });
    expect(part?.contents).toEqual([`**Positions**\n${part?.embed.description}`]);
  });

  test('a table too wide for a phone becomes a record a row, and one with a backtick too', () => {
    const wide = table(['Trade', 'Reason', '>Net'], [['T-1', 'x'.repeat(40), '+1.00 USDT']]);
    expect(descriptionOf([wide])).toBe(`**T-1**\nReason: ${'x'.repeat(40)}\nNet: +1.00 USDT`);
    expect(descriptionOf([table(['A', 'B'], [['a```', 'b']])])).toBe('**a\\`\\`\\`:** b');
  });

  test('no line of a table is wider than a phone', () => {
    const cell = fc.string({ maxLength: 30 });
    const block = fc.array(fc.tuple(cell, cell, cell)).map((rows) => table(['a', '>b', 'c'], rows));
    fc.assert(
      fc.property(block, (one) => {
        for (const part of render({ blocks: [one] })) {
          const code = (part.embed.description ?? '').split('```').filter((_, index) => index % 2 === 1);
          for (const line of code.join('').split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(44);
        }
      }),
    );
  });

  test.each([
    ['error', {}, COLOURS.bad, '⚠ '],
    ['proposal', {}, COLOURS.waiting, '🟡 '],
    ['receipt', {}, COLOURS.good, ''],
    ['answer', {}, COLOURS.plain, ''],
    ['alert', {}, COLOURS.told, '• '],
    ['alert', { importance: 'urgent' as const }, COLOURS.bad, '🔴 '],
  ] as const)('%s %o has a colour, and a sign for those who do not see it', (kind, more, color, mark) => {
    expect(render({ kind, ...more, blocks: [lines('Done')] })[0]?.embed).toEqual({ color, description: `${mark}Done` });
    expect(render({ kind, ...more, title: 'Done' })[0]?.embed).toEqual({ color, title: `${mark}Done` });
  });

  test('what came of something decides its colour', () => {
    const colour = (kind: 'alert' | 'receipt', line: string) => render({ kind, blocks: [lines(line)] })[0]?.embed.color;
    expect(colour('alert', 'T-1 closed: +12.30 USDT')).toBe(COLOURS.good);
    expect(colour('alert', 'T-1 closed: -12.30 USDT')).toBe(COLOURS.bad);
    expect(colour('receipt', 'approved · Ann · 04:50')).toBe(COLOURS.good);
    expect(colour('receipt', 'declined · Ann · 04:50')).toBe(COLOURS.bad);
    expect(colour('receipt', '거절 · 밥 · 04:50')).toBe(COLOURS.bad);
  });

  test('a proposal has what one assents to in a grid, and in lines where there is no embed', () => {
    const [part] = render({
      kind: 'proposal',
      title: 'A-1',
      blocks: [
        pairs([
          ['Size', '1 SOL'],
          ['Stop', '100'],
        ]),
      ],
    });
    expect(part?.embed.fields).toEqual([
      { name: 'Size', value: '1 SOL', inline: true },
      { name: 'Stop', value: '100', inline: true },
    ]);
    expect(part?.contents).toEqual(['**🟡 A-1**\n\n**Size:** 1 SOL\n**Stop:** 100']);
  });
});

describe('whatever a message holds', () => {
  const options = { moreLines: (count: number) => `…(${count} more lines)` };

  test('every part is within the limits of Discord, and says something', () => {
    fc.assert(
      fc.property(anyOutbound, (one) => {
        const parts = renderMessage(one, options);
        expect(parts.length).toBeGreaterThan(0);
        for (const { embed, contents } of parts) {
          const { title = '', description = '', fields = [] } = embed;
          expect(title.length).toBeLessThanOrEqual(TITLE_LIMIT);
          expect(description.length).toBeLessThanOrEqual(DESCRIPTION_LIMIT);
          const all = title.length + description.length + fields.join('').length;
          expect(all).toBeLessThanOrEqual(6000);
          expect(title + description + fields.map(({ name }) => name).join('')).toMatch(/[^\s\u2800]/u);
          for (const { name, value } of fields) {
            expect(name.length * value.length).toBeGreaterThan(0);
            expect(Math.max(name.length / 256, value.length / 1024)).toBeLessThanOrEqual(1);
          }
          expect(contents.length).toBeGreaterThan(0);
          for (const content of contents) {
            expect(content.length).toBeLessThanOrEqual(CONTENT_LIMIT);
            expect(content).toMatch(/[^\s\u2800]/u);
          }
        }
      }),
      { numRuns: 500 },
    );
  });

  test('no half characters, no broken fence, nothing that turns the direction of writing', () => {
    fc.assert(
      fc.property(anyOutbound, (one) => {
        for (const written of renderMessage(one, options).flatMap(textsOf)) {
          expect(written).not.toMatch(/\p{Cs}|[\u202a-\u202e\u2066-\u2069\u200b-\u200f]/u);
          expect(written.split('```').length % 2).toBe(1);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('nothing is obeyed: no mention, link, timestamp, emphasis, heading, list or quote of somebody else', () => {
    const line = fc.oneof(
      text,
      fc.constantFrom(
        '<@123> <#1> <@&5> <t:1700000000:R> <:x:1> </panic:1>',
        '@everyone @here',
        '[free money](https://evil.example)',
        'https://evil.example/a_b_c',
        'discord.gg/evil',
        '# big',
        '-# small',
        '> quote',
        '>>> quote',
        '1. one',
        '- item',
        '||spoiler|| ~~gone~~ __under__ *it* **bo** `code`',
        ':white_check_mark: approved',
        '\\*already\\*',
      ),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 4 }), fc.constantFrom('lines', 'pairs'), (words, type) => {
        const block = type === 'lines' ? lines(...words) : pairs(words.map((word) => ['k', word]));
        for (const written of render({ title: words[0] ?? null, blocks: [block] }).flatMap(textsOf)) {
          const left = obeyedPart(written);
          expect(left).not.toMatch(/[*_~|`<[@]|:\/\/|:[\w+-]*[a-z][\w+-]*:|discord\.gg\//i);
          expect(left).not.toMatch(/^\s*(?:[#>+-]|\d+[.)]\s)/m);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('what is shown is what was said, in an embed and without one', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (words) => {
        const said = words.map((word) => discordText(word).trim()).filter((word) => /[^\s\u2800]/u.test(word));
        const parts = render({ blocks: [lines(...words)] });
        const inEmbeds = shownText(parts.map(({ embed }) => embed.description ?? '').join('\n'));
        const inContents = shownText(parts.flatMap(({ contents }) => contents).join('\n'));
        for (const word of said) {
          expect(inEmbeds).toContain(word);
          expect(inContents).toContain(word);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describe('a long message', () => {
  test('is cut between lines; what does not fit is counted', () => {
    const all = Array.from({ length: 2000 }, (_, index) => `line ${index} of it all`);
    const parts = render({ title: 'Long', blocks: [lines(...all)] });
    expect(parts.length).toBe(5);
    const shown = parts.map(({ embed }) => embed.description ?? '').join('\n');
    const count = shown.split('\n').filter((line) => line.startsWith('line ')).length;
    expect(shown).toContain(`…(${2000 - count} more lines)`);
    expect(shown.split('\n').slice(0, count)).toEqual(all.slice(0, count));
    expect(parts.map(({ embed }) => embed.title)).toEqual(['Long', undefined, undefined, undefined, undefined]);
    expect(parts.every(({ contents }) => contents.length >= 2)).toBe(true);
  });

  test('one line of 5,000 characters is whole, and no character of it is cut in two', () => {
    const long = '매수 👍'.repeat(1000);
    const shown = render({ blocks: [lines(long)] })
      .map(({ embed }) => shownText(embed.description ?? ''))
      .join('')
      .replaceAll('\n', '');
    expect(shown.replaceAll(' ', '')).toBe(long.replaceAll(' ', ''));
  });

  test('a table goes on in a fence of its own on the next page', () => {
    const rows = Array.from({ length: 300 }, (_, index) => [`T-${index}`, 'BTC', '+1.00']);
    const parts = render({ blocks: [table(['Trade', 'Coin', '>Net'], rows)] });
    expect(parts.length).toBeGreaterThan(1);
    for (const { embed } of parts) expect(embed.description).toMatch(/^```\n[\s\S]*\n```$/);
  });

  test('only the last part has the buttons', () => {
    const buttons = [{ label: 'a', command: '/a', action: 'n' }];
    const parts = render({ blocks: [lines(...Array.from({ length: 500 }, () => 'word '.repeat(5)))], buttons });
    expect(parts.map((part) => part.buttons.length)).toEqual([...parts.slice(1).map(() => 0), 1]);
  });
});

test('escaping is undone by what Discord shows', () => {
  fc.assert(fc.property(text, (raw) => shownText(escapeMarkdown(discordText(raw))) === discordText(raw)));
});
