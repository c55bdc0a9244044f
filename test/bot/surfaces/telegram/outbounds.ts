import fc from 'fast-check';
import type { Block, Button, Outbound } from '../../../../bot/message.ts';

export function outbound(parts: Partial<Outbound>): Outbound {
  return { kind: 'answer', importance: 'normal', title: null, blocks: [], buttons: [], ...parts };
}

export function button(label: string, action = 'n'): Button {
  return { label, command: `/${label.toLowerCase()}`, action };
}

/** What people and news really hold, and what breaks markup, limits and eyes. */
const HOSTILE = fc.constantFrom(
  '<b>',
  '</b>',
  '</pre>',
  '<a href="tg://user?id=1">x</a>',
  '&lt;',
  '&#60;b&#62;',
  '&',
  '@everyone_here',
  't.me/joinchat/x',
  'https://evil.example/?a=1&b=2',
  'evil.com',
  '비트코인.한국',
  '/panic',
  '(/sell_all)',
  '#pump',
  '$BTC',
  'me@evil.com',
  '127.0.0.1:80/x',
  '+821012345678',
  '@a #b $C /d',
  '1,234.50',
  'BTC/USDT',
  '매수',
  '👩‍👩‍👧',
  '🇰🇷',
  'e\u0301\u030a\u0333',
  '\u202eabc',
  '\u200b\u2060',
  '\ud800',
  '\u2800',
  '\u0000\u0007\u001b[31m',
  '\r\n\t',
  '   ',
);
const ANY = fc.string({ unit: 'binary', maxLength: 20 });
const WORDS = fc.array(fc.oneof(HOSTILE, ANY, fc.string({ maxLength: 10 })), { maxLength: 6 });

export const text = fc.tuple(WORDS, fc.constantFrom(' ', '', '.', '/')).map(([words, joint]) => words.join(joint));
const texts = fc.array(text, { maxLength: 5 });

const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ type: fc.constant('lines' as const), lines: texts }),
  fc.record({ type: fc.constant('section' as const), title: text, lines: texts }),
  fc.record({ type: fc.constant('pairs' as const), pairs: fc.array(fc.tuple(text, text), { maxLength: 4 }) }),
  fc.record({
    type: fc.constant('table' as const),
    columns: fc.array(
      fc.record({
        header: fc.oneof(text, fc.constant('h')),
        align: fc.constantFrom('left' as const, 'right' as const),
      }),
      { maxLength: 3 },
    ),
    rows: fc.array(fc.array(fc.oneof(text, fc.constantFrom('1', '22', '333')), { maxLength: 4 }), { maxLength: 4 }),
  }),
);

export const anyOutbound: fc.Arbitrary<Outbound> = fc.record({
  kind: fc.constantFrom('answer', 'alert', 'proposal', 'receipt', 'error'),
  importance: fc.constantFrom('quiet', 'normal', 'urgent'),
  title: fc.option(text),
  blocks: fc.array(block, { maxLength: 5 }),
  buttons: fc.constant([]),
});
