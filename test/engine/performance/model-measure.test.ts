import { expect, it } from 'vitest';
import { readModelFolder } from '../../../engine/models/model-manifest.ts';
import { MODEL_MEASURE } from '../../../engine/performance/model-measure.ts';

it('a forecast of the model is measured by what it was trained to forecast', async () => {
  const { manifest } = await readModelFolder('engine/models/baseline');
  const { horizonMinutes, moveFraction } = manifest.label;
  expect(MODEL_MEASURE).toEqual({ horizonMs: horizonMinutes * 60_000, moveFraction });
});
