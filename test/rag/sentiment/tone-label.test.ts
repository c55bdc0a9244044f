import { expect, it } from 'vitest';
import { toneLabel } from '../../../rag/sentiment/tone-label.ts';

it.each([
  [0, 'neutral'],
  [0.1999, 'neutral'],
  [-0.1999, 'neutral'],
  [0.2, 'positive'],
  [-0.2, 'negative'],
  [Number.NaN, 'neutral'],
])('%d is %s', (tone, label) => expect(toneLabel(tone)).toBe(label));
