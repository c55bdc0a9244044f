/**
 * Windows-949 (also CP949, UHC; what the web calls `euc-kr`): the 2,350 syllables of KS X 1001, and the other 8,822 of
 * modern Hangul in places that KS X 1001 leaves free. The runtime's own `euc-kr` knows only the former, so that 뷁 or 똠
 * would be lost.
 */
const FIRST_SYLLABLE = 0xac00;
const LAST_SYLLABLE = 0xd7a3;
const REPLACEMENT = 0xfffd;

/** KS X 1001 of 1998; the runtime's table is older. */
const ADDED_LATER: readonly (readonly [place: number, code: number])[] = [
  [0xa2e6, 0x20ac],
  [0xa2e7, 0x00ae],
];

/** Two bytes, the first times 256 plus the second, to the code they stand for; 0 where to none. Made on first use. */
let table: Uint16Array | undefined;

/** Decodes bytes; what is not in the charset becomes U+FFFD, and an ASCII byte after it is kept. */
export function decodeKorean(bytes: Uint8Array): string {
  table ??= koreanTable();
  const codes = new Uint16Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    const lead = bytes[at] ?? 0;
    if (lead < 0x80) {
      codes[length++] = lead;
      continue;
    }
    const trail = bytes[at + 1] ?? 0;
    const code = table[lead * 256 + trail] ?? 0;
    codes[length++] = code === 0 ? REPLACEMENT : code;
    if (code !== 0 || trail >= 0x80) at += 1;
  }
  return new TextDecoder('utf-16le').decode(codes.subarray(0, length));
}

function koreanTable(): Uint16Array {
  const found = new Uint16Array(0x1_0000);
  fillStandard(found);
  for (const [place, code] of ADDED_LATER) found[place] = code;
  fillExtension(found);
  return found;
}

function fillStandard(found: Uint16Array): void {
  const places = placesOf(0xa1, 0xfe, (byte) => byte >= 0xa1);
  const pairs = new Uint8Array(places.length * 3);
  for (const [at, place] of places.entries()) pairs.set([place >> 8, place & 0xff, 0x0a], at * 3);
  // One call for all of them: with a line break after each, what is not a character cannot take the next one along.
  const characters = new TextDecoder('euc-kr').decode(pairs).split('\n');
  for (const [at, place] of places.entries()) {
    const code = characters[at]?.length === 1 ? characters[at].charCodeAt(0) : REPLACEMENT;
    if (code !== REPLACEMENT) found[place] = code;
  }
}

/** The syllables that the standard leaves out, in the order of Unicode, fill the free places in the order of bytes. */
function fillExtension(found: Uint16Array): void {
  const standard = new Uint8Array(0x1_0000);
  for (const code of found) standard[code] = 1;
  const places = placesOf(0x81, 0xc6, (trail, lead) => isLetter(trail) || isFree(trail, lead)).values();
  for (let code = FIRST_SYLLABLE; code <= LAST_SYLLABLE; code += 1) {
    const place = standard[code] === 1 ? undefined : places.next().value;
    if (place !== undefined) found[place] = code;
  }
}

function isLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a);
}

/** Where both bytes are 0xa1 or more, the standard's own characters stand. */
function isFree(trail: number, lead: number): boolean {
  return trail >= 0x81 && (lead < 0xa1 || trail < 0xa1);
}

function placesOf(from: number, to: number, isTrail: (trail: number, lead: number) => boolean): number[] {
  const places: number[] = [];
  for (let lead = from; lead <= to; lead += 1) {
    for (let trail = 0x41; trail <= 0xfe; trail += 1) {
      if (isTrail(trail, lead)) places.push(lead * 256 + trail);
    }
  }
  return places;
}
