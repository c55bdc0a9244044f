import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Block, Outbound } from '../../../bot/message.ts';
import { lines, pairs, section, table } from '../../../bot/message.ts';
import { displayWidth, wrapDisplay } from '../../../bot/surfaces/display-width.ts';
import { renderOutbound } from '../../../bot/surfaces/terminal-render.ts';

function outbound(...blocks: readonly Block[]): Outbound {
  return { kind: 'answer', importance: 'normal', title: null, blocks, buttons: [] };
}

const plain = { columns: 40, colour: false };

describe('display width', () => {
  test.each([
    ['abc', 3],
    ['한글', 4],
    ['비트 BTC', 8],
    ['😀', 2],
    ['e\u0301', 1],
    ['Ａ', 2],
    ['─', 1],
    ['', 0],
  ])('%s takes %d columns', (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test('wrapped lines fit and lose nothing but spaces', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('a', '한', ' ', '😀', '.') }),
        fc.integer({ min: 4, max: 30 }),
        (text, width) => {
          const wrapped = wrapDisplay(text, width);
          for (const line of wrapped) expect(displayWidth(line)).toBeLessThanOrEqual(width);
          expect(wrapped.join('').replace(/ /g, '')).toBe(text.replace(/ /g, ''));
        },
      ),
    );
  });
});

describe('rendering', () => {
  test('a table stands in columns, Hangul counted double', () => {
    const block = table(
      ['코인', '>가격', '근거'],
      [
        ['BTC', '105,000.0', '[D-1]'],
        ['솔라나', '170.00', '[D-12]'],
      ],
    );
    expect(renderOutbound(outbound(block), plain)).toEqual([
      '코인         가격  근거',
      'BTC     105,000.0  [D-1]',
      '솔라나     170.00  [D-12]',
    ]);
  });

  test('the last column wraps, and a window too narrow shows row by row', () => {
    const block = table(
      ['Trade', 'Reason'],
      [['[T-1]', 'The target was reached at a price that was never seen before.']],
    );
    expect(renderOutbound(outbound(block), plain)).toEqual([
      'Trade  Reason',
      '[T-1]  The target was reached at a price',
      '       that was never seen before.',
    ]);
    expect(renderOutbound(outbound(block), { columns: 20, colour: false })).toEqual([
      'Trade   [T-1]',
      'Reason  The target',
      '        was reached',
      '        at a price',
      '        that was',
      '        never seen',
      '        before.',
      '',
    ]);
  });

  test('pairs align and sections indent', () => {
    const blocks = [
      pairs([
        ['Equity', '1'],
        ['Long label', '2'],
      ]),
      section('Note', ['text']),
    ];
    expect(renderOutbound(outbound(...blocks), plain)).toEqual(['Equity      1', 'Long label  2', 'Note', '  text']);
  });

  test('what a long text goes on with never stands where a prompt, a mark or a button would', () => {
    const spoof = `News: ${'x'.repeat(30)} > /buy btc ${'y'.repeat(30)} [Approve] /approve A-1 ?? Proposal`;
    expect(renderOutbound(outbound(lines(spoof), section('Note', [spoof])), plain)).toEqual([
      `News: ${'x'.repeat(30)} >`,
      `    /buy btc`,
      `    ${'y'.repeat(30)}`,
      '    [Approve] /approve A-1 ?? Proposal',
      'Note',
      `  News: ${'x'.repeat(30)} >`,
      '      /buy btc',
      `      ${'y'.repeat(30)}`,
      '      [Approve] /approve A-1 ?? Proposal',
    ]);
  });

  test('nothing in a message can move the cursor, whatever it holds', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.boolean(), (text, colour) => {
        const message: Outbound = {
          ...outbound(lines(text), pairs([[text, text]]), section(text, [text]), table([text], [[text]])),
          title: text,
          buttons: [{ label: text, command: text, action: 'n' }],
        };
        const shown = renderOutbound(message, { columns: 50, colour }).join('');
        const withoutStyles = shown.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9]+m`, 'g'), '');
        expect(withoutStyles).not.toMatch(/\p{Cc}|\p{Bidi_Control}/u);
        if (!colour) expect(shown).toBe(withoutStyles);
      }),
    );
  });
});
