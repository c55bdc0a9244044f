const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

// Marks that are invisible, reorder what is seen, or steer a terminal: news text reaches people and, later, models.
const INVISIBLE = /\p{Cf}|\p{Co}|\p{Cn}|\p{Default_Ignorable_Code_Point}|\p{Zl}|\p{Zp}/gu;
const CONTROL = /\p{Cc}+/gu;
const BLOCK = /<(script|style)\b[^>]*>[\s\S]*?<\/\1\s*>/gi;
const TAG = /<\/?[a-z!][^<>]*>/gi;

/** Returns one line of plain text, at most `maxLength` characters: no markup, no control or invisible characters. */
export function cleanText(raw: string, maxLength: number): string {
  // Far more than any cap, so that a huge text costs nothing; entities are decoded once and tags stripped after it too.
  const text = raw
    .slice(0, maxLength * 8)
    .normalize('NFKC')
    .replace(INVISIBLE, '');
  const plain = decodeEntities(stripMarkup(text)).replace(INVISIBLE, '');
  return cut(stripMarkup(plain).replace(CONTROL, ' ').replace(/\s+/g, ' ').trim(), maxLength);
}

function stripMarkup(text: string): string {
  return text.replace(BLOCK, ' ').replace(TAG, ' ');
}

function decodeEntities(text: string): string {
  return text.replace(/&(?:#(\d{1,7})|#x([0-9a-f]{1,6})|([a-z]{2,6}));/gi, (whole, dec, hex, name) => {
    if (name !== undefined) return ENTITIES[String(name).toLowerCase()] ?? whole;
    const code = dec === undefined ? Number.parseInt(hex, 16) : Number.parseInt(dec, 10);
    return code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? ' ' : String.fromCodePoint(code);
  });
}

/** Cuts between characters, never through one. */
function cut(text: string, maxLength: number): string {
  const characters = [...text];
  return characters.length <= maxLength
    ? text
    : `${characters
        .slice(0, maxLength - 1)
        .join('')
        .trimEnd()}…`;
}
