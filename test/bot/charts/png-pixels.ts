import { createCanvas, loadImage } from '@napi-rs/canvas';
import { PIXEL_RATIO } from '../../../bot/charts/paint-scene.ts';

/** A decoded picture, read in logical pixels. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** `#rrggbb` at a logical place. */
  colour(x: number, y: number): string;
}

/** Decodes a PNG with a decoder that is not ours. */
export async function readPixels(png: Uint8Array): Promise<Pixels> {
  const image = await loadImage(Buffer.from(png));
  const canvas = createCanvas(image.width, image.height);
  const context = canvas.getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(0, 0, image.width, image.height);
  return {
    width: image.width,
    height: image.height,
    colour(x, y) {
      const at = (Math.floor(y * PIXEL_RATIO) * image.width + Math.floor(x * PIXEL_RATIO)) * 4;
      return `#${[...data.slice(at, at + 3)].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
    },
  };
}
