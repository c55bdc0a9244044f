/** A number as JSON allows it: no leading zero, no bare dot, no plus. */
export const JSON_NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/;

/** What may follow a backslash. */
export const ESCAPES = Buffer.from('"\\/bfnrtu');

/** Returns whether JSON counts a byte as space. */
export function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

/** Returns whether a byte can be part of a number. */
export function isNumberByte(byte: number): boolean {
  const digit = byte >= 0x30 && byte <= 0x39;
  return digit || byte === 0x2d || byte === 0x2b || byte === 0x2e || byte === 0x65 || byte === 0x45;
}
