import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lines, table } from '../../../../bot/message.ts';
import { renderPlain } from '../../../../bot/surfaces/telegram/render-html.ts';
import { MESSAGE_LIMIT, splitMessage } from '../../../../bot/surfaces/telegram/split-message.ts';
import { parseHtml } from '../../../fakes/telegram/parse-html.ts';
import { shownText } from '../../../fakes/telegram/shown-text.ts';
import { anyOutbound, button, outbound, text } from './outbounds.ts';

const moreLines = (count: number) => `…(${count} more lines)`;
const many = { maxParts: Infinity, moreLines };

/** Returns what is left of the whole when the parts have been found in it in order, blanks between them aside. */
function restAfter(whole: string, parts: readonly string[]): string {
  let rest = whole;
  for (const part of parts) {
    rest = rest.trimStart();
    const shown = part.trim();
    if (!rest.startsWith(shown)) return `missing: ${shown}`;
    rest = rest.slice(shown.length);
  }
  return rest.trim();
}

describe('a message in parts', () => {
  test('stays whole when it fits, with its buttons', () => {
    const buttons = [button('Approve')];
    expect(splitMessage(outbound({ title: 'Hi', blocks: [lines('there')], buttons }), { moreLines })).toEqual([
      { html: '<b>Hi</b>\nthere', text: 'Hi\nthere', entities: [{ type: 'bold', offset: 0, length: 2 }], buttons },
    ]);
  });

  test('is cut between blocks, else lines, else words; buttons stand under the last', () => {
    const long = outbound({
      blocks: [lines('one two', 'three four'), lines('five six', 'seven')],
      buttons: [button('Ok')],
    });
    const parts = (limit: number) => splitMessage(long, { ...many, limit }).map((part) => part.text);
    expect(parts(30)).toEqual(['one two\nthree four', 'five six\nseven']);
    expect(parts(14)).toEqual(['one two', 'three four', 'five six\nseven']);
    expect(parts(6)).toEqual(['one', 'two', 'three', 'four', 'five', 'six', 'seven']);
    expect(splitMessage(long, { ...many, limit: 14 }).map((part) => part.buttons.length)).toEqual([0, 0, 1]);
  });

  test('a style goes on in the next part', () => {
    const rows = Array.from({ length: 4 }, (_, index) => [`row ${index}`, '1']);
    const parts = splitMessage(outbound({ blocks: [table(['a', '>b'], rows)] }), { ...many, limit: 22 });
    expect(parts.map((part) => part.html)).toEqual([
      '<pre>a      b\nrow 0  1</pre>',
      '<pre>row 1  1\nrow 2  1</pre>',
      '<pre>row 3  1</pre>',
    ]);
  });

  test('no character is cut, nor the accent on it', () => {
    const parts = splitMessage(outbound({ blocks: [lines('😀😀😀e\u0323e\u0323👍🏽')] }), { ...many, limit: 5 });
    expect(parts.map((part) => part.text)).toEqual(['😀😀', '😀ẹẹ', '👍🏽']);
  });

  test('a command does not wake up because the word before it was cut off', () => {
    const parts = splitMessage(outbound({ blocks: [lines('aaaaaaaa/panic')] }), { ...many, limit: 8 });
    expect(parts.map((part) => part.html)).toEqual(['aaaaaaaa', '<code>/panic</code>']);
  });

  test('after the last part the rest is counted', () => {
    const long = outbound({ blocks: [lines(...Array.from({ length: 40 }, (_, index) => `line number ${index}`))] });
    const parts = splitMessage(long, { limit: 100, maxParts: 2, moreLines });
    expect(parts.map((part) => part.text.split('\n').at(-1))).toEqual(['line number 6', '…(28 more lines)']);
    expect(parts.every((part) => part.text.length <= 100)).toBe(true);
  });

  test('more styled words than Telegram keeps in one message go into the next', () => {
    const crowd = outbound({ blocks: [lines(...Array.from({ length: 150 }, () => '@ann_b said'))] });
    const parts = splitMessage(crowd, { moreLines });
    expect(parts.length).toBeGreaterThan(1);
    for (const part of parts) {
      const shown = shownText(parseHtml(part.html));
      expect(shown.entities.length).toBeLessThan(100);
      expect(shown.entities.every(({ type }) => type === 'code')).toBe(true);
    }
  });
});

describe('whatever is split', () => {
  const longText = fc.array(text, { minLength: 1, maxLength: 60 }).map((each) => each.join(' '));
  const longOutbound = fc
    .tuple(anyOutbound, fc.array(longText, { maxLength: 8 }))
    .map(([message, more]) => ({ ...message, blocks: [...message.blocks, lines(...more)] }));

  test('every part is accepted, within the limit, asleep, and together they say the whole', () => {
    fc.assert(
      fc.property(longOutbound, fc.integer({ min: 40, max: 600 }), (message, limit) => {
        const parts = splitMessage(message, { ...many, limit });
        const shown = parts.map((part) => shownText(parseHtml(part.html)));
        for (const { text: seen, entities } of shown) {
          expect(seen.trim()).not.toBe('');
          expect(seen.length).toBeLessThanOrEqual(limit);
          expect(entities.every(({ type }) => ['bold', 'pre', 'code'].includes(type))).toBe(true);
        }
        expect(parts.map((part) => part.text.trim())).toEqual(shown.map(({ text: seen }) => seen.trim()));
        const whole = renderPlain(message);
        // A part of nothing but invisible signs is not sent.
        const rest = restAfter(
          whole.replace(/\u2800/g, ' '),
          shown.map(({ text: seen }) => seen.replace(/\u2800/g, ' ')),
        );
        expect(rest).toBe('');
      }),
      { numRuns: 150 },
    );
  });

  test('with few parts the note fits and what is shown is the beginning', () => {
    fc.assert(
      fc.property(
        longOutbound,
        fc.integer({ min: 60, max: 200 }),
        fc.integer({ min: 1, max: 3 }),
        (message, limit, maxParts) => {
          const parts = splitMessage(message, { limit, maxParts, moreLines });
          expect(parts.length).toBeLessThanOrEqual(maxParts);
          expect(parts.length).toBeGreaterThan(0);
          for (const part of parts) expect(part.text.length).toBeLessThanOrEqual(limit);
          const whole = renderPlain(message).replace(/\u2800/g, ' ');
          const told = parts.map((part) => part.text.replace(/\u2800/g, ' '));
          if (!/^…\(\d+ more lines\)$/m.test(told.at(-1) ?? '')) expect(restAfter(whole, told)).toBe('');
          const begun = told.map((part) => part.replace(/(^|\n)…\(\d+ more lines\)$/, ''));
          expect(restAfter(whole, begun)).not.toMatch(/^missing/);
        },
      ),
      { numRuns: 150 },
    );
  });

  test('the longest messages fit as well', () => {
    const long = outbound({ title: 'T', blocks: [lines('가나다 '.repeat(5000), '&<'.repeat(3000))] });
    const parts = splitMessage(long, { moreLines });
    expect(parts).toHaveLength(4);
    for (const part of parts) expect(shownText(parseHtml(part.html)).text.length).toBeLessThanOrEqual(MESSAGE_LIMIT);
  });
});
