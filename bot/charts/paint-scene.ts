import type { Canvas, SKRSContext2D } from '@napi-rs/canvas';
import { createCanvas } from '@napi-rs/canvas';
import { chartFont } from './chart-font.ts';
import { indexedPng } from './indexed-png.ts';
import type { Point, Scene, Shape } from './scene.ts';
import { BASELINE } from './scene.ts';

/** Device pixels per logical one: phones are dense. */
export const PIXEL_RATIO = 2;

let canvas: Canvas | undefined;

/** Returns the scene as a PNG file. */
export function paintScene(scene: Scene): Uint8Array {
  const [width, height] = [scene.width * PIXEL_RATIO, scene.height * PIXEL_RATIO];
  // One canvas for all pictures: the collector does not see how large a canvas is, and would let hundreds pile up.
  if (canvas?.width !== width || canvas.height !== height) canvas = createCanvas(width, height);
  const context = canvas.getContext('2d');
  context.setTransform(PIXEL_RATIO, 0, 0, PIXEL_RATIO, 0, 0);
  context.fillStyle = scene.background;
  context.fillRect(0, 0, scene.width, scene.height);
  for (const shape of scene.shapes) paintShape(context, shape);
  // Every pixel is opaque, so the bytes are plain red, green, blue.
  return indexedPng(canvas.data(), width, height);
}

function paintShape(context: SKRSContext2D, shape: Shape): void {
  switch (shape.type) {
    case 'boxes':
      context.fillStyle = shape.fill;
      for (const box of shape.boxes) context.fillRect(box.x, box.y, box.width, box.height);
      return;
    case 'line':
      context.strokeStyle = shape.stroke;
      context.lineWidth = shape.width;
      context.lineJoin = 'round';
      context.setLineDash([...shape.dash]);
      trace(context, shape.points);
      context.stroke();
      context.setLineDash([]);
      return;
    case 'polygon':
      trace(context, shape.points);
      context.closePath();
      context.fillStyle = shape.fill;
      context.fill();
      if (shape.edgeWidth === 0) return;
      context.lineJoin = 'round';
      context.lineWidth = shape.edgeWidth;
      context.strokeStyle = shape.edge;
      context.stroke();
      return;
    case 'text':
      context.font = chartFont(shape.size);
      context.fillStyle = shape.fill;
      context.textBaseline = 'alphabetic';
      context.fillText(shape.text, shape.box.x, shape.box.y + shape.size * BASELINE);
      return;
  }
}

function trace(context: SKRSContext2D, points: readonly Point[]): void {
  context.beginPath();
  for (const [index, point] of points.entries()) {
    if (index === 0) context.moveTo(point.x, point.y);
    else context.lineTo(point.x, point.y);
  }
}
