import { HEADER_BOTTOM } from './header.ts';
import type { MeasureText, Shape } from './scene.ts';
import { HEIGHT, lineHeight, MARGIN, TEXT_SIZE, textShape, WIDTH } from './scene.ts';
import type { Theme } from './theme.ts';
import { faded } from './theme.ts';

/** Returns what stands where there is nothing to draw: an empty field and a sentence. */
export function emptyShapes(sentence: string, theme: Theme, measure: MeasureText): readonly Shape[] {
  const top = HEADER_BOTTOM + 16;
  const box = { x: MARGIN, y: top, width: WIDTH - 2 * MARGIN, height: HEIGHT - MARGIN - top };
  const middle = box.y + box.height / 2 - lineHeight(TEXT_SIZE) / 2;
  const words = { name: 'empty', text: sentence, x: WIDTH / 2, y: middle, fill: theme.muted };
  return [
    { type: 'boxes', name: 'field', boxes: [box], fill: faded(theme.grid, 0.4) },
    textShape({ ...words, align: 'middle', measure }),
  ];
}
