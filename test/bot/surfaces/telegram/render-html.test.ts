import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { lines, pairs, section, table } from '../../../../bot/message.ts';
import {
  entitiesOf,
  plainOf,
  renderHtml,
  renderPlain,
  spansOf,
} from '../../../../bot/surfaces/telegram/render-html.ts';
import { parseHtml } from '../../../fakes/telegram/parse-html.ts';
import { shownText } from '../../../fakes/telegram/shown-text.ts';
import { anyOutbound, outbound } from './outbounds.ts';

const DRAWN = new Set(['bold', 'pre', 'code']);

describe('a message', () => {
  test('has a mark for its kind, a bold title and blocks apart', () => {
    const card = outbound({
      kind: 'proposal',
      importance: 'urgent',
      title: 'A-1: buy BTC?',
      blocks: [
        pairs([
          ['Quantity', '0.010'],
          ['Stop', '101,000'],
        ]),
        section('Why', ['The trend is up.']),
      ],
    });
    expect(renderHtml(card)).toBe(
      '<b>🟡 A-1: buy BTC?</b>\nQuantity: 0.010\nStop: 101,000\n\n<b>Why</b>\nThe trend is up.',
    );
    expect(renderPlain(card)).toBe('🟡 A-1: buy BTC?\nQuantity: 0.010\nStop: 101,000\n\nWhy\nThe trend is up.');
  });

  test.each([
    ['answer', 'normal', 'x'],
    ['receipt', 'normal', 'x'],
    ['error', 'normal', '⚠ x'],
    ['alert', 'normal', '• x'],
    ['alert', 'quiet', '· x'],
    ['alert', 'urgent', '🔴 x'],
    ['proposal', 'normal', '🟡 x'],
  ] as const)('%s, %s: %s', (kind, importance, shown) => {
    expect(renderPlain(outbound({ kind, importance, blocks: [lines('x')] }))).toBe(shown);
  });

  test('a small table stands in columns, Hangul counted double', () => {
    const prices = table(
      ['코인', '>가격'],
      [
        ['BTC', '105,000.0'],
        ['솔라나', '170.00'],
      ],
    );
    expect(renderHtml(outbound({ blocks: [prices] }))).toBe(
      '<pre>코인         가격\nBTC     105,000.0\n솔라나     170.00</pre>',
    );
  });

  test('a wide table is told row by row', () => {
    const trades = table(['Trade', 'Result', 'Because'], [['T-1', '+4.20 USDT', 'the stop was moved up to the entry']]);
    expect(renderHtml(outbound({ blocks: [trades] }))).toBe(
      '<b>T-1</b>\nResult: +4.20 USDT\nBecause: the stop was moved up to the entry',
    );
  });

  test('two wide columns are told as labels and values', () => {
    const commands = table(['Command', 'What it does'], [['/why [D-12]', 'Why something was done, from the record']]);
    expect(renderHtml(outbound({ blocks: [commands] }))).toBe(
      '<code>/why</code> [D-12]: Why something was done, from the record',
    );
  });

  test('with nothing in it is a dash, for Telegram takes no empty one', () => {
    expect(renderHtml(outbound({}))).toBe('—');
    expect(renderHtml(outbound({ blocks: [lines('\u200b', ' \u2800 ')] }))).toBe('—');
  });
});

describe('words from outside', () => {
  test('markup is shown as it was written', () => {
    expect(renderHtml(outbound({ blocks: [lines('<b>"R&D"</b> &lt;')] }))).toBe(
      '&lt;b&gt;&quot;R&amp;D&quot;&lt;/b&gt; &amp;lt;',
    );
  });

  test('addresses, names and commands are there to read and to copy, not to tap', () => {
    expect(renderHtml(outbound({ blocks: [lines('Ask @ann_b (see t.me/x), or /panic now.')] }))).toBe(
      'Ask <code>@ann_b</code> (see <code>t.me/x</code>), or <code>/panic</code> now.',
    );
    expect(renderHtml(outbound({ title: 'Via a.example today', blocks: [] }))).toBe(
      '<b>Via </b><code>a.example</code><b> today</b>',
    );
  });

  test('figures, pairs and plain words stay as they are', () => {
    const line = 'BTC/USDT +1.5% 24/7, $100 at 10,012.40 (U.S.) lexicon #3';
    expect(renderHtml(outbound({ blocks: [lines(line)] }))).toBe(line);
  });
});

describe('whatever a message holds', () => {
  test('Telegram accepts it, shows what the plain text shows, and nothing can be tapped', () => {
    fc.assert(
      fc.property(anyOutbound, (message) => {
        const shown = shownText(parseHtml(renderHtml(message)));
        const plain = renderPlain(message);
        expect(shown.text).not.toBe('');
        // Blanks that align a table at the very top are lost without its markup.
        expect(shown.text.trimStart()).toBe(shownText({ text: plain, entities: [] }).text);
        if (shown.entities.length < 100) expect(shown.entities.filter(({ type }) => !DRAWN.has(type))).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('the entities for the plain text draw the same', () => {
    fc.assert(
      fc.property(anyOutbound, (message) => {
        const spans = spansOf(message);
        const byEntities = shownText({ text: plainOf(spans), entities: entitiesOf(spans) });
        expect(byEntities).toEqual(shownText(parseHtml(renderHtml(message))));
      }),
      { numRuns: 300 },
    );
  });
});
