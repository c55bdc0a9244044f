import fc from 'fast-check';
import type { SourceItem } from '../../../rag/document.ts';
import { T0 } from '../fixtures/prepared.ts';
import { HOSTILE_TEXTS } from './hostile-texts.ts';

const CODE_UNITS = fc
  .array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 60 })
  .map((units) => String.fromCharCode(...units));

/** Every code unit, lone surrogates and NUL included; every character; ordinary words; what is hostile. */
const text = fc.oneof(
  CODE_UNITS,
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.lorem({ maxCount: 40 }),
  fc.constantFrom(...HOSTILE_TEXTS),
  fc
    .array(fc.constantFrom('비트코인', 'BTC', 'hack', '급락', 'ETH', '$SOL', '상장', '\u200b', '<b>', '.'), {
      maxLength: 30,
    })
    .map((words) => words.join(' ')),
);
const bilingual = fc.record({ en: text, ko: text }, { requiredKeys: [] });

/** An item as a source might hand it over that was read by nobody. */
export const anyItem: fc.Arbitrary<SourceItem> = fc.record(
  {
    id: fc.constantFrom('N-1', 'N-7', 'N-0', 'N-1005', 'D-1', '__proto__', 'N-99999999999999999'),
    publishedAt: fc.oneof(
      { weight: 6, arbitrary: fc.integer({ min: T0 - 5e8, max: T0 + 1e8 }) },
      fc.double(),
      fc.constant(null),
    ),
    source: fc.oneof(fc.constantFrom('coindesk', 'CoinDesk', 'co\u0456ndesk', 'wire'), text),
    kind: fc.constantFrom('news' as const, 'notice' as const, 'post' as const, 'macro' as const),
    url: fc.oneof(fc.webUrl(), text, fc.constantFrom('https://example.org/a', 'javascript:alert(1)')),
    topic: fc.oneof(fc.constantFrom('security', 'market'), text),
    assets: fc.array(fc.oneof(fc.constantFrom('BTC', 'btc', '\u0412\u0422\u0421'), text), { maxLength: 30 }),
    title: bilingual,
    body: bilingual,
  },
  { requiredKeys: ['publishedAt', 'source', 'kind', 'title', 'body'] },
);
