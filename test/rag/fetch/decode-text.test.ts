import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../rag/fetch/decode-text.ts';

/** "비트코인" in EUC-KR. */
const BITCOIN = Buffer.from('baf1c6aec4dac0ce', 'hex');

function korean(before: string, after = ''): Buffer {
  return Buffer.concat([Buffer.from(before, 'latin1'), BITCOIN, Buffer.from(after, 'latin1')]);
}

describe('the charset of a text', () => {
  test.each([
    ['of the header', 'text/xml; charset=EUC-KR', ''],
    ['of the header, quoted', 'text/xml;charset="ks_c_5601-1987"', ''],
    ['of the header, by a name of Windows', 'text/html; charset=cp949; x=1', ''],
    ['of the XML prolog', 'application/rss+xml', '<?xml version="1.0" encoding="windows-949"?>'],
    [
      'of the XML prolog where the header names none that is known',
      'text/xml; charset=klingon',
      "<?xml version='1.0' encoding='euc-kr' ?>",
    ],
    ['of the meta element', 'text/html', '<!doctype html><META charset=euc-kr>'],
    ['of the old meta element', '', '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">'],
  ])('is that %s', (_, contentType, start) => {
    expect(decodeText(korean(start), contentType)).toEqual({
      text: `${start}비트코인`,
      charset: 'euc-kr',
      replacements: 0,
    });
  });

  test('is UTF-8 where nothing is said', () => {
    expect(decodeText(Buffer.from('비트코인 ₿'))).toEqual({ text: '비트코인 ₿', charset: 'utf-8', replacements: 0 });
  });

  test.each([
    ['utf-8', Buffer.from([0xef, 0xbb, 0xbf, ...Buffer.from('비트')])],
    ['utf-16le', Buffer.from('\ufeff비트', 'utf16le')],
    ['utf-16be', Buffer.from('\ufeff비트', 'utf16le').swap16()],
  ])('is that of the byte order mark above all else (%s)', (charset, bytes) => {
    expect(decodeText(bytes, 'text/html; charset=euc-kr')).toEqual({ text: '비트', charset, replacements: 0 });
  });

  test('is seen by the first character of XML in UTF-16 without a mark', () => {
    const little = Buffer.from('<?xml version="1.0"?><a>비트</a>', 'utf16le');
    expect(decodeText(little, 'text/xml')).toMatchObject({
      text: '<?xml version="1.0"?><a>비트</a>',
      charset: 'utf-16le',
    });
    expect(decodeText(Buffer.from(little).swap16(), 'text/xml')).toMatchObject({ charset: 'utf-16be' });
  });

  test('is not UTF-16 where a text in bytes says so', () => {
    const text = '<?xml version="1.0" encoding="utf-16"?><a>비트</a>';
    expect(decodeText(Buffer.from(text), 'text/xml')).toEqual({ text, charset: 'utf-8', replacements: 0 });
  });

  test('is not taken from HTML that is quoted inside XML', () => {
    const text = '<?xml version="1.0"?><a><![CDATA[<meta charset="euc-kr">]]>é</a>';
    expect(decodeText(Buffer.from(text), 'application/xml')).toMatchObject({ text, charset: 'utf-8' });
  });
});

describe('a text that is not what it says', () => {
  test.each(['text/xml; charset=utf-8', ''])('is EUC-KR where it is flawless Korean in that ("%s")', (contentType) => {
    expect(decodeText(korean('<a>', '</a>'), contentType)).toEqual({
      text: '<a>비트코인</a>',
      charset: 'euc-kr',
      replacements: 0,
    });
  });

  test('is UTF-8 where it is flawless in that', () => {
    const text = '비트코인이 올랐다';
    expect(decodeText(Buffer.from(text), 'text/xml; charset=euc-kr')).toEqual({
      text,
      charset: 'utf-8',
      replacements: 0,
    });
  });

  test('stays UTF-8 where it is Korean by chance only, and its damage is counted', () => {
    expect(decodeText(Buffer.from('caf\xe9 \xe9t\xe9', 'latin1'))).toEqual({
      text: 'caf\ufffd \ufffdt\ufffd',
      charset: 'utf-8',
      replacements: 3,
    });
    expect(decodeText(Buffer.from([0x61, 0xf1, 0xf2, 0x62])).charset).toBe('utf-8');
  });
});

describe('a charset', () => {
  test.each([
    ['windows-949', '8c63b9e6b0a2c7cf94eea2e6', '똠방각하뷁€'],
    ['shift_jis', '83728362836783528343839382c9', 'ビットコインに'],
    ['iso-8859-1', '80312c35309320e9', '€1,50“ é'],
    ['windows-1252', '939480', '“”€'],
    ['gb18030', 'b1c8ccd8b1d2', '比特币'],
    ['big5', 'a4f1af53b9f4', '比特幣'],
    ['koi8-r', 'e2c9d4cbcfc9ce', 'Биткоин'],
  ])('is read: %s', (label, hex, text) => {
    expect(decodeText(Buffer.from(hex, 'hex'), `text/plain; charset=${label}`)).toMatchObject({
      text,
      replacements: 0,
    });
  });

  test('keeps an ASCII character that follows half a Korean one', () => {
    expect(decodeText(Buffer.from([0xba, 0x3c, 0xba]), 'text/xml; charset=euc-kr').text).toBe('\ufffd<\ufffd');
  });

  test('never throws, whatever the bytes and whatever is said of them', () => {
    const labels = fc.constantFrom(
      'euc-kr',
      'utf-16',
      'utf-7',
      'replacement',
      'x-user-defined',
      'iso-2022-kr',
      'windows-1252',
      'shift_jis',
      '"',
      '',
    );
    const contentType = fc.oneof(
      labels.map((label) => `text/html; charset=${label}`),
      fc.string(),
    );
    const start = fc.constantFrom('', '<?xml encoding="', '<meta charset=', '\u00ef\u00bb\u00bf', '\u00ff\u00fe');
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), start, contentType, (bytes, prefix, type) => {
        const { text, replacements } = decodeText(Buffer.concat([Buffer.from(prefix, 'latin1'), bytes]), type);
        expect(replacements).toBe([...text].filter((character) => character === '\ufffd').length);
      }),
      { numRuns: 300 },
    );
  });

  test('every modern syllable of Korean has a place of its own in Windows-949', () => {
    const seen = new Set<string>();
    for (let lead = 0x81; lead <= 0xfe; lead += 1) {
      for (let trail = 0x41; trail <= 0xfe; trail += 1) {
        const { text } = decodeText(Buffer.from([lead, trail]), 'text/plain; charset=euc-kr');
        if (/^[가-힣]$/.test(text)) seen.add(text);
      }
    }
    expect(seen.size).toBe(11_172);
  });
});
