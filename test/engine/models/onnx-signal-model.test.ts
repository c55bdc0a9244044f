import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { ConfigError } from '../../../engine/domain/errors.ts';
import type { FeatureVector } from '../../../engine/domain/feature-vector.ts';
import { BASELINE_FEATURES } from '../../../engine/features/baseline-features.ts';
import { type ModelManifest, readModelFolder } from '../../../engine/models/model-manifest.ts';
import { loadSignalModel } from '../../../engine/models/onnx-signal-model.ts';
import { BUNDLED_MODELS, DEFAULT_MODEL } from '../../../engine/models/registry.ts';
import type { SignalModel } from '../../../engine/ports/signal-model.ts';
import { describeSignalModel } from '../../contracts/signal-model.ts';

/** A row of the held-out spans with the probabilities that Python computed in float64; written by train.py. */
interface ParityRow {
  readonly features: readonly number[];
  readonly probabilities: readonly [up: number, down: number];
}

const parity: readonly ParityRow[] = (await readFile(new URL('./baseline-parity.jsonl', import.meta.url), 'utf8'))
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line));
const vectors: readonly FeatureVector[] = parity.map(({ features }) => ({
  featureSet: BASELINE_FEATURES.id,
  symbol: 'BTC/USDT',
  asOf: 0,
  names: BASELINE_FEATURES.names,
  values: features,
}));

for (const { name, directory } of BUNDLED_MODELS) {
  describeSignalModel(name, { open: () => loadSignalModel(directory), goodVectors: vectors });
}

describe('the bundled baseline', () => {
  let model: SignalModel;
  let manifest: ModelManifest;

  beforeAll(async () => {
    model = await loadSignalModel();
    manifest = (await readModelFolder(DEFAULT_MODEL.directory)).manifest;
  });

  async function voteOn(vector: FeatureVector) {
    const vote = await model.vote(vector);
    if (vote.outcome === 'abstained') throw new Error(vote.reason.code);
    return vote;
  }

  test('says what Python said, to a millionth, on 50 held-out rows', async () => {
    expect(vectors).toHaveLength(50);
    for (const [row, vector] of vectors.entries()) {
      const [up, down] = parity[row]!.probabilities;
      const vote = await voteOn(vector);
      expect(Math.abs(vote.probabilityUp - up)).toBeLessThan(1e-6);
      expect(Math.abs(vote.probabilityDown - down)).toBeLessThan(1e-6);
    }
  });

  test('its contributions are the log-odds of the side it speaks for', async () => {
    for (const vector of vectors) {
      const vote = await voteOn(vector);
      const speaksForUp =
        vote.stance === 'buy' || (vote.stance === 'hold' && vote.probabilityUp >= vote.probabilityDown);
      const { intercept, coefficients } = manifest.logOdds[speaksForUp ? 'up' : 'down'];
      const { mean, scale } = manifest.standardisation;
      const all = vector.values.map((value, place) => ({
        feature: vector.names[place]!,
        value,
        logOdds: coefficients[place]! * ((value - mean[place]!) / scale[place]!),
      }));
      const total = intercept + all.reduce((sum, { logOdds }) => sum + logOdds, 0);
      const probability = speaksForUp ? vote.probabilityUp : vote.probabilityDown;
      expect(1 / (1 + Math.exp(-total))).toBeCloseTo(probability, 6);
      const largest = all.sort((left, right) => Math.abs(right.logOdds) - Math.abs(left.logOdds)).slice(0, 5);
      expect(vote.contributions).toEqual(largest);
    }
  });

  test('votes for a side only above the floor and clear of the other side', async () => {
    const { floor, ratio } = manifest.thresholds;
    const stances = new Set<string>();
    for (const vector of vectors) {
      const { stance, probabilityUp: up, probabilityDown: down, thresholdUp, thresholdDown } = await voteOn(vector);
      expect(thresholdUp).toBe(Math.max(floor, ratio * down));
      expect(thresholdDown).toBe(Math.max(floor, ratio * up));
      stances.add(stance);
    }
    expect([...stances].sort()).toEqual(['buy', 'hold', 'sell']);
  });

  test('mirrors: the path upside down swaps the sides', async () => {
    const { up, down } = manifest.logOdds;
    const directional = up.coefficients.map((weight, place) => weight === -down.coefficients[place]!);
    for (const vector of vectors) {
      const upsideDown = vector.values.map((value, place) => (directional[place] ? -value : value));
      const [vote, mirrored] = [await voteOn(vector), await voteOn({ ...vector, values: upsideDown })];
      expect(mirrored.probabilityUp).toBeCloseTo(vote.probabilityDown, 6);
      expect(mirrored.probabilityDown).toBeCloseTo(vote.probabilityUp, 6);
    }
  });

  test('is small and in the manifest span by span, each after the last', () => {
    const { train, calibration, test: held } = manifest.spans;
    expect(train.to + 86_400_000 + 600_000).toBeLessThanOrEqual(calibration.from);
    expect(calibration.to + 86_400_000 + 600_000).toBeLessThanOrEqual(held.from);
  });
});

describe('a folder that does not fit is refused', () => {
  const folders: string[] = [];

  afterEach(async () => {
    for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
  });

  async function copyWith(change: (manifest: Record<string, unknown>) => void, onnx?: Uint8Array): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'assent-model-'));
    folders.push(folder);
    await cp(DEFAULT_MODEL.directory, folder, { recursive: true });
    const manifest: Record<string, unknown> = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    change(manifest);
    await writeFile(join(folder, 'manifest.json'), JSON.stringify(manifest));
    if (onnx !== undefined) await writeFile(join(folder, String(manifest.file)), onnx);
    return folder;
  }

  const swapped = [...BASELINE_FEATURES.names].reverse();
  const garbage = Buffer.from('not a model');
  const garbageSha256 = '708811ccb1510c6d6c6e6379ef09be39bdbb0e7edcf44fefcca21c6228ee6d89';

  test.each<[string, (manifest: Record<string, unknown>) => void, RegExp]>([
    ['another checksum', (manifest) => (manifest.sha256 = '0'.repeat(64)), /SHA-256/],
    ['an unknown feature set', (manifest) => (manifest.featureSet = 'baseline@9'), /baseline@9/],
    ['features in another order', (manifest) => (manifest.featureNames = swapped), /lists the features/],
    ['a feature too few', (manifest) => (manifest.featureNames = swapped.slice(1)), /one number a feature/],
    ['a missing field', (manifest) => delete manifest.thresholds, /thresholds/],
    ['a file elsewhere', (manifest) => (manifest.file = '../other.onnx'), /file: must be the name/],
    [
      'another input',
      (manifest) => (manifest.input = { name: 'x', shape: ['rows', 17] }),
      /input should be one tensor/,
    ],
    ['a missing file', (manifest) => (manifest.file = 'other.onnx'), /cannot be read/],
  ])('%s', async (_, change, message) => {
    const problem = await loadSignalModel(await copyWith(change)).catch((error: unknown) => error);
    expect(problem).toBeInstanceOf(ConfigError);
    expect(problem).toMatchObject({ message: expect.stringMatching(message), hint: expect.any(String) });
  });

  test('bytes that are no graph', async () => {
    const folder = await copyWith((manifest) => (manifest.sha256 = garbageSha256), garbage);
    await expect(loadSignalModel(folder)).rejects.toThrow(ConfigError);
    await expect(loadSignalModel(folder)).rejects.toThrow(/cannot be opened/);
  });

  test('an empty folder, and a manifest that is not JSON', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'assent-model-'));
    folders.push(folder);
    await expect(loadSignalModel(folder)).rejects.toThrow(/cannot be read/);
    await writeFile(join(folder, 'manifest.json'), '{');
    await expect(loadSignalModel(folder)).rejects.toThrow(/is not JSON/);
  });
});
