import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quotable } from '../../agent/answers/news-facts.ts';
import { quotedPiece } from '../../agent/answers/quoted-piece.ts';

const FILLER = 'The market was calm and nobody spoke of it. ';

describe('a quoted piece', () => {
  it('is the whole passage where that is short', () => {
    expect(quotedPiece('Two funds were approved.', 'approval')).toEqual({
      text: 'Two funds were approved.',
      cutBefore: false,
      cutAfter: false,
    });
  });

  it('begins with the sentence that holds what was asked', () => {
    const passage = `${FILLER.repeat(6)}Regulators approved the fund on Monday. ${FILLER.repeat(6)}`;
    const piece = quotedPiece(passage, 'fund approval');
    expect(piece.text).toMatch(/^Regulators approved the fund on Monday\. The market/);
    expect(piece).toMatchObject({ cutBefore: true, cutAfter: true });
  });

  it('finds Korean words with whatever particle they carry', () => {
    const passage = `${'시장은 조용했다. '.repeat(20)}거래소가 해킹을 당했다. ${'조사가 이어진다. '.repeat(20)}`;
    expect(quotedPiece(passage, '해킹은').text).toMatch(/^거래소가 해킹을 당했다\./);
  });

  it('begins at the beginning where the words stand nowhere', () => {
    expect(quotedPiece(FILLER.repeat(10), 'hack')).toMatchObject({ cutBefore: false, cutAfter: true });
  });

  it('cuts at blanks, and one endless word between characters', () => {
    expect(quotedPiece('long '.repeat(100), 'x').text).toMatch(/long$/);
    expect(quotedPiece('🚀'.repeat(200), 'x').text).toBe('🚀'.repeat(100));
  });

  it('is a piece of the passage, of at most 200 characters, on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 900 }), fc.string({ maxLength: 30 }), (passage, question) => {
        const { text } = quotedPiece(passage, question);
        expect(text.length).toBeLessThanOrEqual(200);
        expect(quotable(passage)).toContain(text);
        expect(text).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}“”]/u);
      }),
    );
  });
});
