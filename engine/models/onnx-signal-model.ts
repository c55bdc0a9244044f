import { InferenceSession, Tensor } from 'onnxruntime-node';
import { ConfigError, InvariantError } from '../domain/errors.ts';
import type { FeatureVector } from '../domain/feature-vector.ts';
import { type Reason, reason } from '../domain/reason.ts';
import type { ModelIdentity, ModelVote, Stance } from '../domain/verdict.ts';
import type { ModelCard, SignalModel } from '../ports/signal-model.ts';
import { type ModelManifest, readModelFolder } from './model-manifest.ts';
import { DEFAULT_MODEL } from './registry.ts';

/** One row at a time on one thread: more threads gain nothing at this size and make the order of sums a choice. */
const SESSION_OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 1,
  interOpNumThreads: 1,
  executionMode: 'sequential',
  graphOptimizationLevel: 'all',
};

const SHOWN_CONTRIBUTIONS = 5;

type VoteWithSide = Extract<ModelVote, { outcome: 'voted' }>;
type Contribution = VoteWithSide['contributions'][number];

interface Probabilities {
  readonly up: number;
  readonly down: number;
}

/** Loads and checks a model folder, by default the one that ships; throws a ConfigError where it does not fit. */
export async function loadSignalModel(directory: string = DEFAULT_MODEL.directory): Promise<SignalModel> {
  const { manifest, bytes } = await readModelFolder(directory);
  const session = await openSession(manifest, bytes, directory);
  checkGraph(manifest, session, directory);
  return new OnnxSignalModel(manifest, session);
}

class OnnxSignalModel implements SignalModel {
  readonly identity: ModelIdentity;
  readonly card: ModelCard;
  private readonly manifest: ModelManifest;
  private readonly session: InferenceSession;

  constructor(manifest: ModelManifest, session: InferenceSession) {
    const { name, version, sha256, featureSet, label, spans, metrics } = manifest;
    this.manifest = manifest;
    this.session = session;
    this.identity = { name, version, sha256, featureSet };
    this.card = { label: label.text, trainedFrom: spans.train.from, trainedTo: spans.train.to, metrics };
  }

  async vote(features: FeatureVector): Promise<ModelVote> {
    const problem = findProblem(features, this.manifest);
    if (problem !== null) return { outcome: 'abstained', model: this.identity, reason: problem };
    const probabilities = await this.infer(features.values);
    return { outcome: 'voted', model: this.identity, ...decide(probabilities, features.values, this.manifest) };
  }

  private async infer(values: readonly number[]): Promise<Probabilities> {
    const { input, output } = this.manifest;
    const row = new Tensor('float32', Float32Array.from(values), [1, values.length]);
    const answer = await this.session.run({ [input.name]: row });
    const [up, down] = answer[output.name]?.data ?? [];
    if (isProbability(up) && isProbability(down)) return { up, down };
    throw new InvariantError(`The model ${this.manifest.name} ${this.manifest.version} answered ${up} and ${down}.`, {
      hint: 'Put the last model that worked back in its folder.',
    });
  }
}

function isProbability(value: unknown): value is number {
  return typeof value === 'number' && value >= 0 && value <= 1;
}

/** Returns why this vector cannot be judged, or null. The graph counts in float32, so a value must be finite there. */
function findProblem({ featureSet, names, values }: FeatureVector, manifest: ModelManifest): Reason | null {
  if (featureSet !== manifest.featureSet) {
    return reason('model.feature-set-differs', { expected: manifest.featureSet, got: featureSet });
  }
  const expected = manifest.featureNames;
  if (values.length !== expected.length || names.length !== expected.length) {
    return reason('model.feature-count-differs', { expected: expected.length, got: values.length });
  }
  for (const [place, feature] of expected.entries()) {
    const name = names[place] ?? '';
    if (name !== feature) return reason('model.feature-name-differs', { expected: feature, got: name });
    if (!Number.isFinite(Math.fround(values[place] ?? Number.NaN))) {
      return reason('model.feature-not-finite', { feature });
    }
  }
  return null;
}

function decide(
  { up, down }: Probabilities,
  values: readonly number[],
  manifest: ModelManifest,
): Omit<VoteWithSide, 'outcome' | 'model'> {
  // Both probabilities rise with volatility, so each side is also measured against the other. Stated as the
  // threshold of this vote, the rule can be read off the record: a side is voted for where it reaches its own.
  const { floor, ratio } = manifest.thresholds;
  const thresholdUp = Math.max(floor, ratio * down);
  const thresholdDown = Math.max(floor, ratio * up);
  const stance: Stance = up >= thresholdUp ? 'buy' : down >= thresholdDown ? 'sell' : 'hold';
  const side = stance === 'sell' || (stance === 'hold' && down > up) ? 'down' : 'up';
  return {
    stance,
    probabilityUp: up,
    probabilityDown: down,
    thresholdUp,
    thresholdDown,
    contributions: largestContributions(values, manifest, side),
  };
}

function largestContributions(
  values: readonly number[],
  { featureNames, standardisation, logOdds }: ModelManifest,
  side: 'up' | 'down',
): readonly Contribution[] {
  const { mean, scale } = standardisation;
  const { coefficients } = logOdds[side];
  return featureNames
    .map((feature, place) => {
      const value = values[place] ?? 0;
      const standardised = (value - (mean[place] ?? 0)) / (scale[place] ?? 1);
      return { feature, value, logOdds: (coefficients[place] ?? 0) * standardised };
    })
    .sort((left, right) => Math.abs(right.logOdds) - Math.abs(left.logOdds))
    .slice(0, SHOWN_CONTRIBUTIONS);
}

async function openSession(manifest: ModelManifest, bytes: Uint8Array, directory: string): Promise<InferenceSession> {
  try {
    return await InferenceSession.create(bytes, SESSION_OPTIONS);
  } catch (cause) {
    throw new ConfigError(`The model ${manifest.file} in ${directory} cannot be opened.`, {
      cause,
      hint: 'Use an ONNX file of opset 17 as engine/training/train.py writes it.',
    });
  }
}

function checkGraph(manifest: ModelManifest, session: InferenceSession, directory: string): void {
  const where = `The model ${manifest.file} in ${directory}`;
  const { input, output, featureNames } = manifest;
  checkTensor(session.inputMetadata, input.name, featureNames.length, `${where}: input`);
  checkTensor(session.outputMetadata, output.name, output.columns.length, `${where}: output`);
}

function checkTensor(
  metadata: readonly InferenceSession.ValueMetadata[],
  name: string,
  columns: number,
  where: string,
): void {
  const hint = 'Train the model again, so that graph and manifest come from one run.';
  const [tensor] = metadata;
  const names = metadata.map((value) => value.name).join(', ');
  if (metadata.length !== 1 || tensor?.name !== name) {
    throw new ConfigError(`${where} should be one tensor named ${name}, not ${names}.`, { hint });
  }
  if (!tensor.isTensor || tensor.type !== 'float32') {
    throw new ConfigError(`${where} ${name} should be a tensor of float32.`, { hint });
  }
  const [rows, width] = tensor.shape;
  if (tensor.shape.length !== 2 || (typeof rows === 'number' && rows > 0 && rows !== 1) || width !== columns) {
    throw new ConfigError(`${where} ${name} should have the shape [rows, ${columns}], not [${tensor.shape}].`, {
      hint,
    });
  }
}
