import { deflateSync } from 'node:zlib';

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const MOST_COLOURS = 256;
/** Channels are compared by their upper five bits: what differs less looks the same at the edge of a letter. */
const KEYS = 1 << 15;
const NOT_SEEN = 0xffff;

/**
 * Returns an opaque picture (RGBA bytes, row by row) as a PNG file with a palette (PNG, third edition, section 11): a
 * third of the size that true colour takes, since a chart has a dozen colours and the shades between them. Where there
 * are more than 256 shades the rare ones are drawn in the nearest kept one.
 */
export function indexedPng(rgba: Uint8Array, width: number, height: number): Buffer {
  const pixels = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  const { palette, indexOfKey } = paletteOf(pixels);
  // Each row begins with its filter: none.
  const rows = Buffer.alloc((width + 1) * height);
  let at = 0;
  let pixel = 0;
  let before = -1;
  let index = 0;
  for (let row = 0; row < height; row += 1) {
    at += 1;
    for (let column = 0; column < width; column += 1) {
      const colour = pixels[pixel] ?? 0;
      if (colour !== before) {
        before = colour;
        index = indexOfKey[keyOf(colour)] ?? 0;
      }
      rows[at] = index;
      at += 1;
      pixel += 1;
    }
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // Eight bits a pixel, by palette.
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.from(palette.flatMap((colour) => [colour & 255, (colour >> 8) & 255, (colour >> 16) & 255]));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colours),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

interface Palette {
  readonly palette: readonly number[];
  readonly indexOfKey: Uint16Array;
}

/** The most frequent colours; of those that share a key, the one seen most in a row keeps the place. */
function paletteOf(pixels: Uint32Array): Palette {
  const counts = new Uint32Array(KEYS);
  const colours = new Uint32Array(KEYS);
  const longest = new Uint32Array(KEYS);
  for (let from = 0; from < pixels.length; ) {
    const colour = pixels[from] ?? 0;
    let to = from + 1;
    while (to < pixels.length && pixels[to] === colour) to += 1;
    const key = keyOf(colour);
    counts[key] = (counts[key] ?? 0) + to - from;
    if (to - from > (longest[key] ?? 0)) {
      longest[key] = to - from;
      colours[key] = colour;
    }
    from = to;
  }
  const keys = [...counts.keys()].filter((key) => counts[key] !== 0);
  keys.sort((a, b) => (counts[b] ?? 0) - (counts[a] ?? 0) || a - b);
  const palette = keys.slice(0, MOST_COLOURS).map((key) => colours[key] ?? 0);
  const indexOfKey = new Uint16Array(KEYS).fill(NOT_SEEN);
  for (const [index, key] of keys.entries()) {
    indexOfKey[key] = index < MOST_COLOURS ? index : nearest(colours[key] ?? 0, palette);
  }
  return { palette, indexOfKey };
}

/** Pixels lie as red, green, blue, opacity; a little-endian machine reads them as one number from the right. */
function keyOf(colour: number): number {
  return ((colour & 0xf8) << 7) | ((colour >>> 6) & 0x3e0) | ((colour >>> 19) & 0x1f);
}

function nearest(colour: number, palette: readonly number[]): number {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, other] of palette.entries()) {
    const distance =
      ((colour & 255) - (other & 255)) ** 2 +
      (((colour >> 8) & 255) - ((other >> 8) & 255)) ** 2 +
      (((colour >> 16) & 255) - ((other >> 16) & 255)) ** 2;
    if (distance < least) [best, least] = [index, distance];
  }
  return best;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(data.length, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

/** CRC-32 as PNG wants it (annex D); `node:zlib` has one only from Node 20.15 on. */
function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 255] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? 0xedb88320 ^ (crc >>> 1) : crc >>> 1;
  return crc;
});
