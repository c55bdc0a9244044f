/** Names that servers use and the standard (WHATWG Encoding) does not know. */
const OTHER_NAMES: Readonly<Record<string, string>> = {
  cp949: 'euc-kr',
  ms949: 'euc-kr',
  uhc: 'euc-kr',
  'x-windows-949': 'euc-kr',
  ksc5601: 'euc-kr',
  'ks-c-5601-1987': 'euc-kr',
  euckr: 'euc-kr',
  cp932: 'shift_jis',
  utf8mb4: 'utf-8',
  utf_8: 'utf-8',
};

/** How far into a page a declaration is looked for (HTML standard, 13.2.3.2). */
const PRESCAN_BYTES = 1_024;

/** Returns the standard's name of a charset, or null for one that is not known here. */
export function charsetNamed(label: string): string | null {
  const name = label.trim().toLowerCase();
  try {
    return new TextDecoder(OTHER_NAMES[name] ?? name).encoding;
  } catch {
    return null;
  }
}

/** Returns the charset in which a text says that it is written, by its header or by itself; null where it does not. */
export function declaredCharset(bytes: Uint8Array, contentType: string): string | null {
  const header = /;\s*charset\s*=\s*["']?([^\s"';,]+)/i.exec(contentType)?.[1];
  const byHeader = header === undefined ? null : charsetNamed(header);
  return byHeader ?? charsetWithin(bytes, contentType);
}

/** Returns the charset and the length of a byte order mark, which stands above all declarations. */
export function byteOrderMark(bytes: Uint8Array): { readonly charset: string; readonly length: number } | null {
  const [first, second, third] = bytes;
  if (first === 0xef && second === 0xbb && third === 0xbf) return { charset: 'utf-8', length: 3 };
  if (first === 0xff && second === 0xfe) return { charset: 'utf-16le', length: 2 };
  if (first === 0xfe && second === 0xff) return { charset: 'utf-16be', length: 2 };
  return null;
}

function charsetWithin(bytes: Uint8Array, contentType: string): string | null {
  const [first, second, third, fourth] = bytes;
  if (first === 0x3c && second === 0 && third !== 0 && fourth === 0) return 'utf-16le';
  if (first === 0 && second === 0x3c && third === 0 && fourth !== 0) return 'utf-16be';

  const start = Buffer.from(bytes.subarray(0, PRESCAN_BYTES)).toString('latin1').trimStart();
  const prolog = /^<\?xml\s[^>]*/.exec(start)?.[0];
  const isMarkup = prolog === undefined || /html/i.test(contentType);
  const label =
    /\sencoding\s*=\s*["']([^"'\s]+)["']/.exec(prolog ?? '')?.[1] ??
    (isMarkup ? /<meta\s[^>]*charset\s*=\s*["']?\s*([^\s"'/>;]+)/i.exec(start)?.[1] : undefined);
  const named = label === undefined ? null : charsetNamed(label);
  // What could be read as ASCII is not UTF-16, whatever it says.
  return named?.startsWith('utf-16') === true ? 'utf-8' : named;
}
