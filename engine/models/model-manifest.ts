import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { ConfigError } from '../domain/errors.ts';
import { findFeatureSet } from '../features/registry.ts';

const epochMs = z.number().int().nonnegative();
const span = z.strictObject({ from: epochMs, to: epochMs, rows: z.number().int().positive() });
const logOdds = z.strictObject({ intercept: z.number(), coefficients: z.array(z.number()) });
const tensor = z.strictObject({ name: z.string().min(1), shape: z.array(z.union([z.string(), z.number().int()])) });

/** What a model says about itself; written by the training beside the ONNX file. Spans are half open. */
export const modelManifestSchema = z
  .strictObject({
    formatVersion: z.literal(1),
    name: z.string().min(1),
    version: z.string().min(1),
    file: z.string().regex(/^[\w.-]+\.onnx$/, 'must be the name of an .onnx file in the same folder'),
    sha256: z.string().regex(/^[0-9a-f]{64}$/, 'must be 64 lower-case hexadecimal digits'),
    featureSet: z.string().min(1),
    featureNames: z.array(z.string()).min(1),
    input: tensor,
    output: tensor.extend({ columns: z.tuple([z.literal('up'), z.literal('down')]) }),
    label: z.strictObject({
      horizonMinutes: z.number().int().positive(),
      moveFraction: z.number().positive(),
      text: z.string().min(1),
    }),
    spans: z.strictObject({ train: span, calibration: span, test: span }),
    /** A side gets the vote if its probability is at least `floor` and at least `ratio` times the other side's. */
    thresholds: z.strictObject({
      floor: z.number().gt(0).lt(1),
      ratio: z.number().gte(1),
      rule: z.string().min(1),
    }),
    standardisation: z.strictObject({ mean: z.array(z.number()), scale: z.array(z.number().positive()) }),
    /** Calibrated log-odds of each side: intercept + Σ coefficient × (value − mean) / scale. */
    logOdds: z.strictObject({ up: logOdds, down: logOdds }),
    metrics: z.record(z.string(), z.number()),
  })
  .refine(({ featureNames, standardisation, logOdds: { up, down } }) => {
    const lists = [standardisation.mean, standardisation.scale, up.coefficients, down.coefficients];
    return lists.every((list) => list.length === featureNames.length);
  }, 'means, scales and coefficients must each have one number a feature');

export type ModelManifest = z.infer<typeof modelManifestSchema>;

export interface CheckedModel {
  readonly manifest: ModelManifest;
  readonly bytes: Uint8Array;
}

/** Reads a model's folder and checks that it belongs to this program; throws a ConfigError for each mismatch. */
export async function readModelFolder(directory: string): Promise<CheckedModel> {
  const manifestPath = join(directory, 'manifest.json');
  const manifest = parseManifest(await readOrExplain(manifestPath), manifestPath);
  checkFeatures(manifest, manifestPath);
  const modelPath = join(directory, manifest.file);
  const bytes = await readOrExplain(modelPath);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (sha256 !== manifest.sha256) {
    throw new ConfigError(`The model ${modelPath} has the SHA-256 ${sha256}, its manifest says ${manifest.sha256}.`, {
      hint: 'Restore both files from one release, or train the model again.',
    });
  }
  return { manifest, bytes };
}

async function readOrExplain(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new ConfigError(`The model file ${path} cannot be read.`, {
      cause,
      hint: 'Restore it from the release, or point to a folder that holds manifest.json and its .onnx file.',
    });
  }
}

function parseManifest(bytes: Buffer, path: string): ModelManifest {
  const parsed = modelManifestSchema.safeParse(parseJson(bytes, path));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => `${issue.path.join('.') || 'whole file'}: ${issue.message}`);
  throw new ConfigError(`The model manifest ${path} is not valid: ${problems.join('; ')}.`, {
    hint: 'Write it with engine/training/train.py rather than by hand.',
  });
}

function parseJson(bytes: Buffer, path: string): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch (cause) {
    throw new ConfigError(`The model manifest ${path} is not JSON.`, {
      cause,
      hint: 'Restore it from the release, or train the model again.',
    });
  }
}

function checkFeatures(manifest: ModelManifest, path: string): void {
  const set = findFeatureSet(manifest.featureSet);
  if (set === undefined) {
    throw new ConfigError(
      `The model manifest ${path} wants the feature set ${manifest.featureSet}, which is unknown.`,
      {
        hint: 'Use a model trained on a set listed in engine/features/registry.ts.',
      },
    );
  }
  if (set.names.join() !== manifest.featureNames.join()) {
    throw new ConfigError(
      `The model manifest ${path} lists the features ${manifest.featureNames.join(', ')}; ${set.id} has ${set.names.join(', ')}.`,
      { hint: 'Export the features and train the model again with this version of the code.' },
    );
  }
}
