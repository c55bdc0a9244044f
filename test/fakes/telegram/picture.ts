import { refusal } from './refusal.ts';

export interface Picture {
  readonly width: number;
  readonly height: number;
}

/** Returns how large a PNG or JPEG is, or refuses what Telegram would not take as a photo. */
export function pictureOf(file: Buffer | undefined): Picture {
  if (file === undefined) throw refusal(400, 'there is no photo in the request');
  if (file.length === 0) throw refusal(400, 'file must be non-empty');
  const size = pngSize(file) ?? jpegSize(file);
  if (size === null) throw refusal(400, 'IMAGE_PROCESS_FAILED');
  const { width, height } = size;
  const isOutOfShape = width + height > 10_000 || Math.max(width, height) > 20 * Math.min(width, height);
  if (isOutOfShape) throw refusal(400, 'PHOTO_INVALID_DIMENSIONS');
  return size;
}

function pngSize(file: Buffer): Picture | null {
  const isPng = file.length >= 24 && file.subarray(0, 8).equals(Buffer.from('89504e470d0a1a0a', 'hex'));
  return isPng ? { width: file.readUInt32BE(16), height: file.readUInt32BE(20) } : null;
}

function jpegSize(file: Buffer): Picture | null {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 < file.length; at += 2 + file.readUInt16BE(at + 2)) {
    const marker = file.readUInt8(at + 1);
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame) return { width: file.readUInt16BE(at + 7), height: file.readUInt16BE(at + 5) };
  }
  return null;
}
