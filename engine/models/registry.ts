import { fileURLToPath } from 'node:url';

/** A model that ships with the project: a folder with manifest.json and its ONNX file. */
export interface BundledModel {
  readonly name: string;
  readonly directory: string;
}

const BASELINE: BundledModel = { name: 'baseline', directory: fileURLToPath(new URL('./baseline/', import.meta.url)) };

export const BUNDLED_MODELS: readonly BundledModel[] = [BASELINE];

export const DEFAULT_MODEL = BASELINE;
